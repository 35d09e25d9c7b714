import type { IDataObject } from 'n8n-workflow';

import { sendJson, sendStatus, type Responder } from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { fixtures, parametersFor } from '../operations';
import { createPageGuard, type PageGuard } from '../../nodes/AwsChimeSdkVoice/transport/pages';
import { runNode } from '../support/engine/chimeNode';
import { credentialFor } from '../support/credential';

const none = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const many = <T>(count: number, make: (index: number) => T) =>
	Array.from({ length: count }, (_, index) => make(index));
const fields = (count: number) =>
	Object.fromEntries(many(count, (index) => [`field${index}`, index]));

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
			expect(lengths).toEqual([...none.slice(2), 1, 0]);
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

/** Operations whose response can be as large as a page, because it holds a list of any length. */
const withLongLists = fixtures.filter(({ awsName }) =>
	resources
		.flatMap(({ operations }) => operations)
		.some((operation) => operation.awsName === awsName && operation.hasLongList === true),
);

test.each(withLongLists)('$awsName takes a record of 1.2 MB', async ({ awsName, response }) => {
	const [[name, record]] = Object.entries(response.body ?? {});
	const Later = many(20_000, () => ({ E164PhoneNumber: '+12065550100', Status: 'Acquired' }));
	const large: Responder = (each) => sendJson(each, 200, { [name]: { ...record, Later } });
	const { lengths } = await outcomeOf(awsName, large);
	expect(lengths).toEqual([1, ...none.slice(1)]);
});

describe('a list that is not what AWS sends is no list', () => {
	test.each<[string, unknown]>([
		['an entry of null', [sampleSession, null]],
		['an entry of text', ['a', sampleSession]],
		['an entry that is a list', [[sampleSession]]],
		['ten times as many entries as were requested', many(1_001, () => sampleSession)],
	])('%s', async (_what, ProxySessions) => {
		const list: Responder = (response) => sendJson(response, 200, { ProxySessions });
		const { lengths, all } = await outcomeOf('ListProxySessions', list, { returnAll: true });
		expect(lengths).toEqual([...none.slice(2), 1, 0]);
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

	test('a token of 65,536 characters is not sent back', async () => {
		const long = book(() => ({ ProxySessions: [sampleSession], NextToken: 't'.repeat(65_536) }));
		const { all } = await outcomeOf('ListProxySessions', long, { returnAll: true });
		expect(all).toMatchObject([
			{ code: 'InvalidResponse', message: expect.stringMatching(/65,535 characters/), attempts: 1 },
		]);
		expect(all[0]).not.toHaveProperty('hint');
	});

	const problemsOf = (pages: Array<Parameters<PageGuard>[0]>) => {
		const problemOf = createPageGuard({ bytes: 0 });
		return pages.map(problemOf).filter((problem) => problem !== undefined);
	};
	const page = (token: string | undefined, entries: number, bytes = 0) => ({
		token,
		entries,
		bytes,
	});

	test('a thousand empty ones in a row end a list, and a filled one begins the row anew', () => {
		const pagesOf = (count: number) => many(count, (index) => page(`${index}`, 0));
		expect(problemsOf(pagesOf(1_000))).toEqual([
			'1,000 pages in a row are empty, and the list has not ended.',
		]);
		expect(problemsOf([...pagesOf(999), page('filled', 1), page('empty', 0)])).toEqual([]);
	});

	test('those of all lists of a run have 500 MB, the last page of each among them', () => {
		const half = 250_000_000;
		expect(problemsOf([page('a', 1, half), page(undefined, 1, half)])).toEqual([]);
		expect(problemsOf([page('a', 1, half), page(undefined, 1, half + 1)])).toEqual([
			'The lists of this run have more than 500 MB.',
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
