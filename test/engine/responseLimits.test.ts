import type { IDataObject } from 'n8n-workflow';

import { sendJson, sendStatus, type Responder } from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { parametersFor } from '../operations';
import { runNode } from '../support/engine/chimeNode';
import { credentialFor } from '../support/credential';

const none = [0, 0, 0, 0, 0, 0, 0, 0, 0];
const many = (count: number, make: (index: number) => unknown) =>
	Array.from({ length: count }, (_, index) => make(index));
const fields = (count: number) =>
	Object.fromEntries(many(count, (index) => [`field${index}`, index]) as Array<[string, number]>);

let chime: Chime;
const started: Chime[] = [];

afterEach(async () => {
	await Promise.all(started.splice(0).map(async (each) => await each.close()));
});

async function start(intercept: ChimeOptions['intercept']): Promise<void> {
	chime = await startChime({ keys: [key], intercept });
	started.push(chime);
}

async function outcomeOf(
	awsName: string,
	responder: Responder,
	more: object = {},
): Promise<{ lengths: number[]; all: IDataObject[] }> {
	await start((response, received) => {
		responder(response, received);
		return true;
	});
	const { error, outputs } = await runNode({
		items: [{}],
		credential: credentialFor(chime.url),
		parameters: { ...parametersFor(awsName), ...more },
	});
	expect(error).toBeUndefined();
	return {
		lengths: outputs.map(({ length }) => length),
		all: outputs.flat().map(({ json }) => json),
	};
}

const session =
	(ProxySession: object): Responder =>
	(response) =>
		sendJson(response, 200, { ProxySession });
const invalid = [{ statusCode: 200, code: 'InvalidResponse', attempts: 1 }];

describe('a session wider than any of AWS is an invalid response, before it is multiplied by its participants', () => {
	test.each<[string, object]>([
		[
			'60,000 fields and 60,000 participants',
			{ ...fields(60_000), Participants: many(60_000, () => ({})) },
		],
		[
			'3,000 fields and 2,000 participants',
			{ ...fields(3_000), Participants: many(2_000, () => ({})) },
		],
		['101 participants', { Participants: many(101, () => ({})) }],
		['101 fields', fields(101)],
	])('%s', async (_what, wide) => {
		for (const output of ['participants', 'session']) {
			const { lengths, all } = await outcomeOf('GetProxySession', session(wide), { output });
			expect(lengths).toEqual([...none.slice(1), 1]);
			expect(all).toMatchObject(invalid);
		}
		const list: Responder = (response) => sendJson(response, 200, { ProxySessions: [wide] });
		expect((await outcomeOf('ListProxySessions', list)).all).toMatchObject(invalid);
	});

	test('100 participants and 100 fields are taken', async () => {
		const wide = { ...fields(99), Participants: many(100, () => ({})) };
		const { lengths } = await outcomeOf('GetProxySession', session(wide), {
			output: 'participants',
		});
		expect(lengths).toEqual([100, ...none.slice(1)]);
	});
});

describe('a list that is not what AWS sends is no list', () => {
	test.each<[string, unknown]>([
		['an entry of null', [sampleSession, null]],
		['an entry of text', ['a', sampleSession]],
		['an entry that is a list', [[sampleSession]]],
		['more entries than were requested', many(101, () => sampleSession)],
	])('%s', async (_what, ProxySessions) => {
		const list: Responder = (response) => sendJson(response, 200, { ProxySessions });
		const { lengths, all } = await outcomeOf('ListProxySessions', list, { returnAll: true });
		expect(lengths).toEqual([...none.slice(1), 1]);
		expect(all).toMatchObject(invalid);
	});
});

describe('pages come to an end', () => {
	let pages = 0;
	const book =
		(page: (index: number) => { ProxySessions: unknown[]; NextToken: string }): Responder =>
		(response) =>
			sendJson(response, 200, page(pages++));

	beforeEach(() => {
		pages = 0;
	});

	test.each([{ limit: 1 }, { returnAll: true }])(
		'empty ones with a new token each time, with %j',
		async (more) => {
			const endless = book((index) => ({ ProxySessions: [], NextToken: `${index}` }));
			const { all } = await outcomeOf('ListProxySessions', endless, more);
			expect(all).toMatchObject([
				{
					code: 'InvalidResponse',
					attempts: 10,
					message: '10 pages in a row are empty, and the list has not ended.',
				},
			]);
			expect(all[0]).not.toHaveProperty('hint');
			expect(chime.received).toHaveLength(10);
		},
	);

	test('nine empty pages in a row are followed, twice', async () => {
		const filled = new Set([9, 19]);
		const sparse = book((index) => ({
			ProxySessions: filled.has(index) ? [sampleSession] : [],
			NextToken: index < 19 ? `${index}` : '',
		}));
		const { lengths } = await outcomeOf('ListProxySessions', sparse, { returnAll: true });
		expect(lengths).toEqual([2, ...none.slice(1)]);
	});

	test('a token that comes back is noticed before another request', async () => {
		const looping = book((index) => ({
			ProxySessions: [sampleSession],
			NextToken: `${index % 2}`,
		}));
		const { all } = await outcomeOf('ListProxySessions', looping, { returnAll: true });
		expect(all).toMatchObject([
			{ code: 'InvalidResponse', attempts: 3, message: expect.stringMatching(/an earlier page/) },
		]);
		expect(all[0]).not.toHaveProperty('hint');
		expect(chime.received).toHaveLength(3);
	});

	test('a token of 4,096 characters is sent back, a longer one is not', async () => {
		const long = (length: number) =>
			book((index) => ({
				ProxySessions: [sampleSession],
				NextToken: index === 0 ? 't'.repeat(length) : '',
			}));
		const taken = await outcomeOf('ListProxySessions', long(4_096), { returnAll: true });
		expect(taken.lengths).toEqual([2, ...none.slice(1)]);
		pages = 0;
		const { all } = await outcomeOf('ListProxySessions', long(4_097), { returnAll: true });
		expect(all).toMatchObject([
			{ code: 'InvalidResponse', message: expect.stringMatching(/4096 characters/) },
		]);
	});
});

describe('a strange Date does not change the time that requests are signed for', () => {
	test.each([
		'Sat, 13 Sep 275760 00:00:00 GMT',
		'Fri, 01 Jan 2049 00:00:00 GMT',
		'Thu, 01 Jan 1970 00:00:00 GMT',
		new Date(Date.now() + 8 * 86_400_000).toUTCString(),
	])('%s', async (date) => {
		await start((response, { target }) => {
			if (!target.endsWith('/refused')) return false;
			response.setHeader('Date', date);
			response.writeHead(403, { 'x-amzn-ErrorType': 'InvalidSignatureException' }).end('{}');
			return true;
		});
		const ids = ['refused', 'plain', 'refused', 'plain'];
		const { outputs } = await runNode({
			items: ids.map((proxySessionId) => ({ voiceConnectorId: 'a', proxySessionId })),
			credential: credentialFor(chime.url),
			parameters: { options: { maxConcurrency: 1 } },
		});
		expect(outputs[0]).toHaveLength(2);
		expect(outputs[3].map(({ json }) => [json.code, json.attempts])).toEqual(
			Array(2).fill(['InvalidSignatureException', 1]),
		);
	});
});

test('what somebody puts into a request ID or a message does not become a part of the editor', async () => {
	const link = '<a href="https://example.com">Session expired</a>';
	await start((response) => {
		response.setHeader('x-amzn-RequestId', link);
		sendStatus(response, 404);
		return true;
	});
	const credential = credentialFor(chime.url);
	const item = { voiceConnectorId: link.slice(0, 100), proxySessionId: 'a' };
	const branch = await runNode({ items: [item], credential });
	expect(branch.outputs[4].map(({ json }) => json.requestId)).toEqual([null]);
	const thrown = await runNode({ items: [item], credential, parameters: { errors: 'onError' } });
	expect(thrown.error?.description).not.toContain('<');
});
