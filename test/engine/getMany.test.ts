import { paginateListProxySessions } from '@aws-sdk/client-chime-sdk-voice';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { sdkClient } from '../support/awsSdk';
import { always, sendJson, sendStatus } from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { tokenBucket } from '../support/chime/tokenBucket';
import { key } from '../support/keys';
import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { fixtures, parametersFor, parametersOf } from '../operations';
import { runNode } from '../support/engine/chimeNode';
import { createSimulatedWorld, type SimulatedWorld } from '../support/engine/simulatedWorld';
import { credentialFor } from '../support/credential';
import { byId } from '../support/locator';

const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';
const otherConnectorId = 'zyxwvu9tsrq8ponml7kjih';

let chime: Chime;

async function start(intercept?: ChimeOptions['intercept'], world?: SimulatedWorld): Promise<void> {
	chime = await startChime({ keys: [key], ...world?.ofServer, intercept });
}

/** Sessions of a connector that the server lists after those that it has, with ids in their order. */
function add(count: number, connector = 'many', Status = 'Open'): string[] {
	const sessionIds = Array.from({ length: count }, (_, index) => `${connector}-${Status}-${index}`);
	sessionIds.forEach((ProxySessionId) =>
		chime.add({ ...sampleSession, VoiceConnectorId: connector, ProxySessionId, Status }),
	);
	return sessionIds;
}

const list = async (parameters: INodeParameters, connectors = ['many'], world?: SimulatedWorld) =>
	await runNode({
		world,
		items: connectors.map((connector) => ({ voiceConnectorId: connector })),
		credential: credentialFor(chime.url),
		parameters: {
			...parametersFor('ListProxySessions'),
			voiceConnectorId: byId('={{ $json.voiceConnectorId }}'),
			...parameters,
		},
	});

const idsOf = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json.ProxySessionId);

/** The query of every request, in their order. */
const queries = () =>
	chime.received.map(({ target }) =>
		Object.fromEntries(new URL(target, 'http://loopback').searchParams),
	);

test('of 1,000 sessions under a rate limit, none is lost, none comes twice, the order is kept', async () => {
	const world = createSimulatedWorld();
	const isLetThrough = tokenBucket(2, 2, world.now);
	let refused = 0;
	await start((response) => {
		if (isLetThrough()) return false;
		refused += 1;
		sendStatus(response, 429);
		return true;
	}, world);
	const expected = add(1_000);
	const { outputs } = await list({ returnAll: true }, ['many'], world);
	expect(outputs.map((items) => items.length)).toEqual([1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(idsOf(outputs[0])).toEqual(expected);
	expect(refused).toBeGreaterThan(0);
	expect(chime.received.length - refused).toBe(10);
});

test('all sessions are those that the SDK lists, page by page', async () => {
	await start();
	add(230);
	add(30, 'many', 'Closed');
	const client = sdkClient(chime.url, key);
	const wanted: unknown[] = [];
	const pages = paginateListProxySessions({ client, pageSize: 100 }, { VoiceConnectorId: 'many' });
	for await (const { ProxySessions = [] } of pages)
		wanted.push(...ProxySessions.map(({ ProxySessionId }) => ProxySessionId));
	const sdkTargets = chime.received.splice(0).map(({ target }) => target);
	client.destroy();

	const { outputs } = await list({ returnAll: true });
	expect(idsOf(outputs[0])).toEqual(wanted);
	expect(chime.received.map(({ target }) => target)).toEqual(sdkTargets);
});

test.each([
	[1, ['1']],
	[99, ['99']],
	[100, ['100']],
	[101, ['100', '100']],
	[250, ['100', '100', '100']],
	[400, ['100', '100', '100']],
])('Limit %i is kept, by pages of %j', async (limit, sizes) => {
	await start();
	const expected = add(300).slice(0, limit);
	const { outputs } = await list({ limit });
	expect(idsOf(outputs[0])).toEqual(expected);
	expect(queries().map((query) => query['max-results'])).toEqual(sizes);
});

const lists = fixtures.flatMap((fixture) => {
	const found = resources
		.flatMap(({ operations }) => operations)
		.find(({ awsName }) => awsName === fixture.awsName);
	return found && 'list' in found ? [{ ...fixture, list: found.list }] : [];
});

test('there are lists', () => expect(lists.length).toBeGreaterThan(5));

/** The phone numbers of a port: 100 such orders make a page of 1.1 MB. */
const orderedNumbers = Array(180).fill({ E164PhoneNumber: '+12065550100', Status: 'Acquired' });

describe.each(lists)('$awsName', ({ list, ...fixture }) => {
	const { entries, largestPage } = list;
	const [[, sample]] = Object.entries(fixture.response.body ?? {});
	const entry: unknown = Object(sample)[0];

	/** Responds with pages of this many entries, each with a token of its own but for the last. */
	const withPages = async (
		sizes: number[],
		parameters: INodeParameters,
		tokenOf = (page: number) => `${page}`,
	) => {
		const targets: URL[] = [];
		await start((response, { target }) => {
			const page = targets.push(new URL(target, 'http://loopback'));
			const NextToken = page < sizes.length ? tokenOf(page) : null;
			const body = { [entries]: Array(sizes[page - 1]).fill(entry), NextToken };
			sendJson(response, 200, body);
			return true;
		});
		const { outputs } = await runNode({
			items: [{}],
			credential: credentialFor(chime.url),
			parameters: { ...parametersOf(fixture), ...parameters },
		});
		await chime.close();
		return { outputs, targets };
	};

	test('requests every page with the same arguments, and cuts the last one off', async () => {
		const { parameters } = fixture.example;
		const limit = 2 * largestPage + 50;
		const { outputs, targets } = await withPages(Array(3).fill(largestPage), {
			...parameters,
			limit,
		});
		expect(outputs[0]).toHaveLength(limit);
		expect(targets.map(({ searchParams }) => searchParams.get('next-token'))).toEqual([
			...[null, '1', '2'],
		]);
		targets.forEach(({ searchParams }) => searchParams.delete('next-token'));
		expect(targets[0].searchParams.get('max-results')).toBe(String(largestPage));
		expect(targets.map(({ href }) => href)).toEqual(Array(3).fill(targets[0].href));
	});

	test('follows eleven empty pages to an entry', async () => {
		const { outputs } = await withPages([...Array(11).fill(0), 1], { limit: 1 });
		expect(outputs.map((items) => items.length)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	});

	test('ends at the page token of an earlier page', async () => {
		const { outputs, targets } = await withPages(Array(5).fill(0), { returnAll: true }, () => 'A');
		expect(outputs[8]).toMatchObject([{ json: { code: 'InvalidResponse', attempts: 2 } }]);
		expect(targets).toHaveLength(2);
	});

	test('takes a page with one entry more than was requested', async () => {
		const { outputs } = await withPages([largestPage + 1], { returnAll: true });
		expect(outputs[0]).toHaveLength(largestPage + 1);
	});

	test('takes a page of more than 1 MB', async () => {
		const large = { ...Object(entry), Later: orderedNumbers };
		const page = { [entries]: Array(100).fill(list.hasTextEntries ? entry : large) };
		expect(JSON.stringify(page).length > 1_000_000).toBe(!list.hasTextEntries);
		await start(always((response) => sendJson(response, 200, page)));
		const { outputs } = await runNode({
			items: [{}],
			credential: credentialFor(chime.url),
			parameters: { ...parametersOf(fixture), returnAll: true },
		});
		expect(outputs[0]).toHaveLength(100);
	});

	test('sends a page token of 65,535 characters back', async () => {
		const long = '+/='.repeat(21_845);
		const { outputs, targets } = await withPages([1, 1], { returnAll: true }, () => long);
		expect(outputs[0]).toHaveLength(2);
		expect(targets[1].searchParams.get('next-token')).toBe(long);
	});
});

test('a server that sends more than was requested does not exceed the limit', async () => {
	await start((response) => {
		const ProxySessions = Array.from({ length: 100 }, (_, id) => ({ ProxySessionId: `${id}` }));
		sendJson(response, 200, { ProxySessions, NextToken: 'more' });
		return true;
	});
	const { outputs } = await list({ limit: 7 });
	expect(idsOf(outputs[0])).toEqual(['0', '1', '2', '3', '4', '5', '6']);
	expect(chime.received).toHaveLength(1);
});

test.each(['Open', 'InProgress', 'Closed'])(
	'Status %s is sent with the request for every page',
	async (status) => {
		await start();
		const expected = ['Open', 'InProgress', 'Closed'].map((each) => add(210, 'many', each));
		const { outputs } = await list({ returnAll: true, filters: { status } });
		expect(idsOf(outputs[0])).toEqual(expected.find(([id]) => id.includes(`-${status}-`)));
		expect(queries()).toEqual([
			{ 'max-results': '100', status },
			{ 'max-results': '100', 'next-token': '100', status },
			{ 'max-results': '100', 'next-token': '200', status },
		]);
	},
);

test.each([
	[400, 1],
	[404, 4],
	[500, 6],
	[410, 8],
])(
	'a page in the middle that ends on HTTP %i gives one failure and no sessions',
	async (statusCode, output) => {
		await start((response, { target }) => {
			if (!target.includes('next-token=100')) return false;
			sendStatus(response, statusCode);
			return true;
		});
		add(300);
		const { outputs } = await list({ returnAll: true, options: { maxRetries: 0 } });
		expect(outputs.map((items) => items.length)).toEqual(
			outputs.map((_, index) => (index === output ? 1 : 0)),
		);
		expect(outputs[output][0].json).toMatchObject({ statusCode, attempts: 2 });
		expect(chime.received).toHaveLength(2);
	},
);

test('a page in the middle that fails once is requested again, and no other page is', async () => {
	let failures = 0;
	await start((response, { target }) => {
		if (!target.includes('next-token=100') || failures > 0) return false;
		failures += 1;
		sendStatus(response, 503);
		return true;
	});
	const expected = add(300);
	const { outputs } = await list({ returnAll: true });
	expect(idsOf(outputs[0])).toEqual(expected);
	expect(queries().map((query) => query['next-token'])).toEqual([undefined, '100', '100', '200']);
});

test.each([
	['null', { ProxySessions: null, NextToken: null }],
	['missing', {}],
	['empty', { ProxySessions: [], NextToken: '' }],
])('sessions that are %s are none, and no failure', async (_title, body) => {
	await start(always((response) => sendJson(response, 200, body)));
	const { error, outputs } = await list({ returnAll: true });
	expect(error).toBeUndefined();
	expect(outputs.map((items) => items.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(chime.received).toHaveLength(1);
});

test.each([
	['a text', { ProxySessions: 'none' }],
	['an object', { ProxySessions: { 0: sampleSession } }],
	['a number', { ProxySessions: 3 }],
])('sessions that are %s are not what the API promises', async (_title, body) => {
	await start(always((response) => sendJson(response, 200, body)));
	const { outputs } = await list({ returnAll: true });
	expect(outputs[8]).toMatchObject([{ json: { statusCode: 200, code: 'InvalidResponse' } }]);
	expect(outputs.flat()).toHaveLength(1);
});

/** Responds with pages by the token of the request; the first page has none. */
function pages(book: Record<string, { sessions: string[]; next?: string }>): Promise<void> {
	return start((response, { target }) => {
		const token = new URL(target, 'http://loopback').searchParams.get('next-token') ?? '';
		const { sessions, next } = book[token];
		const ProxySessions = sessions.map((ProxySessionId) => ({ ProxySessionId }));
		sendJson(response, 200, { ProxySessions, NextToken: next });
		return true;
	});
}

test.each([{ returnAll: true }, { limit: 3 }])(
	'empty pages with a token are followed (%j)',
	async (parameters) => {
		await pages({
			'': { sessions: [], next: 'A' },
			A: { sessions: ['a'], next: 'B' },
			B: { sessions: [], next: 'C+/=&' },
			'C+/=&': { sessions: ['b', 'c'] },
		});
		const { outputs } = await list(parameters);
		expect(idsOf(outputs[0])).toEqual(['a', 'b', 'c']);
		expect(chime.received).toHaveLength(4);
	},
);

describe('tokens that lead back end as an invalid response', () => {
	const full = (name: string) => Array.from({ length: 100 }, (_, index) => `${name}${index}`);

	test.each([
		['A → A', { '': 'A', A: 'A' }],
		['A → B → A', { '': 'A', A: 'B', B: 'A' }],
		['A → B → C → B', { '': 'A', A: 'B', B: 'C', C: 'B' }],
	])('%s', async (_title, next) => {
		for (const size of [0, 1, 100]) {
			for (const parameters of [{ returnAll: true }, { limit: 450 }]) {
				const book = Object.entries(next).map(([token, after]) => [
					token,
					{ sessions: full(token).slice(0, size), next: after },
				]);
				await pages(Object.fromEntries(book));
				const { outputs } = await list(parameters);
				expect({ size, outputs: outputs.map((items) => items.length) }).toEqual({
					size,
					outputs: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
				});
				expect(outputs[8][0].json).toMatchObject({ statusCode: 200, code: 'InvalidResponse' });
				expect(chime.received.length).toBeLessThanOrEqual(Object.keys(next).length + 1);
				await chime.close();
			}
		}
	});
});

test('Output Participants gives the participants of all sessions, each with its session', async () => {
	await start();
	const sessionIds = add(150);
	chime.add({
		...sampleSession,
		VoiceConnectorId: 'many',
		ProxySessionId: 'nobody',
		Participants: null,
	});
	const { outputs } = await list({ returnAll: true, output: 'participants' });
	expect(outputs[0].map(({ json }) => [json.ProxySessionId, json.PhoneNumber])).toEqual(
		sessionIds.flatMap((id) => [
			[id, '+12065550100'],
			[id, '+14015550101'],
		]),
	);
	expect(outputs[0][0].json).not.toHaveProperty('Participants');
});

test('every session belongs to the input item of its connector', async () => {
	await start();
	const [first, second] = [add(120, voiceConnectorId), add(3, otherConnectorId)];
	const { outputs } = await list({ returnAll: true }, [otherConnectorId, voiceConnectorId, '..']);
	const sample = sampleSession.ProxySessionId;
	expect(outputs[0].map(({ json, pairedItem }) => [json.ProxySessionId, pairedItem])).toEqual([
		...second.map((id) => [id, { item: 0 }]),
		...[sample, ...first].map((id) => [id, { item: 1 }]),
	]);
	expect(outputs[1].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 2 }]);
});
