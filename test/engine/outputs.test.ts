import { sendError } from '../support/chime/responses';
import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { addressOfNobody } from '../support/nobody';
import {
	itemFor,
	nodeName,
	runNode,
	type NodeResult,
	type NodeRun,
} from '../support/engine/chimeNode';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';
import { credentialFor } from '../support/credential';
import { byId } from '../support/locator';

const voiceConnectorId = sampleSession.VoiceConnectorId;
const good = itemFor(sampleSession.ProxySessionId);

const world = createSimulatedWorld();
let chime: Chime;

beforeAll(async () => {
	chime = await startChime({ keys: [key], ...world.ofServer });
});

beforeEach(() => {
	chime.received.length = 0;
});

afterAll(async () => await chime.close());

const run = async (nodeRun: NodeRun) =>
	await runNode({
		world,
		credential: credentialFor(chime.url),
		...nodeRun,
	});

const expectations: Array<
	[session: string, output: number, statusCode: number | null, code: string]
> = [
	['status-400', 1, 400, 'BadRequestException'],
	['status-401', 2, 401, 'UnauthorizedClientException'],
	['status-403', 3, 403, 'ForbiddenException'],
	['status-404', 4, 404, 'NotFoundException'],
	['empty-404', 4, 404, 'UnknownError'],
	['status-429', 5, 429, 'ThrottledClientException'],
	['status-500', 6, 500, 'ServiceFailureException'],
	['status-503', 7, 503, 'ServiceUnavailableException'],
	['status-409', 9, 409, 'ConflictException'],
	['status-410', 8, 410, 'GoneException'],
	['status-418', 8, 418, 'TeapotException'],
	['status-502', 8, 502, 'BadGatewayException'],
	['html-200', 8, 200, 'InvalidResponse'],
	['html-502', 8, 502, 'UnknownError'],
	['empty-200', 8, 200, 'InvalidResponse'],
	['null', 8, 200, 'InvalidResponse'],
	['list', 8, 200, 'InvalidResponse'],
	['no-session', 8, 200, 'InvalidResponse'],
	['broken-json', 8, 200, 'InvalidResponse'],
	['truncated', 8, null, 'ECONNRESET'],
	['reset', 8, null, 'ECONNRESET'],
	['hang', 8, null, 'ETIMEDOUT'],
	['redirect', 8, 302, 'UnexpectedRedirect'],
];

test('every kind of error gives one item on its own output, beside fifty good ones', async () => {
	const bad = expectations.map(([session]) => session);
	const items = Array.from({ length: 50 }, () => good).flatMap((item, index) => {
		const session = bad[index];
		return session === undefined ? [item] : [item, itemFor(session)];
	});
	const { error, outputs } = await run({
		items,
		parameters: { options: { maxRetries: 0 } },
	});
	expect(error).toBeUndefined();
	expect(outputs).toHaveLength(10);

	const emitted = outputs.flatMap((list, output) =>
		list.map(({ json, pairedItem }) => ({ output, json, pairedItem })),
	);
	const bySession = (session: string) => {
		const input = items.findIndex(({ proxySessionId }) => proxySessionId === session);
		return emitted.filter(
			({ pairedItem }) => JSON.stringify(pairedItem) === JSON.stringify({ item: input }),
		);
	};
	const found = expectations.map(([session]) => {
		const matches = bySession(session);
		expect(matches).toHaveLength(1);
		const [{ output, json }] = matches;
		expect(json).toMatchObject({
			attempts: 1,
			voiceConnectorId,
			proxySessionId: session,
			message: expect.any(String),
		});
		expect(json.requestId).toEqual(json.statusCode === null ? null : expect.any(String));
		return [session, output, json.statusCode, json.code];
	});
	expect(found).toEqual(expectations);

	const goodInputs = items.flatMap((item, index) => (item === good ? [index, index] : []));
	expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
		goodInputs.map((item) => ({ item })),
	);
	const [first, second] = [outputs[0][0].json, outputs[0][1].json];
	outputs[0].forEach(({ json }, index) => expect(json).toEqual(index % 2 === 0 ? first : second));
	expect(emitted).toHaveLength(2 * 50 + expectations.length);

	expect(chime.received).toHaveLength(items.length);
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
});

test('an unreachable server is an item as well', async () => {
	const { outputs } = await run({
		items: [good],
		credential: credentialFor(await addressOfNobody()),
	});
	expect(outputs[8].map(({ json }) => json)).toMatchObject([
		{ statusCode: null, code: 'ECONNREFUSED', retryable: true },
	]);
});

test('an id that must not be sent never reaches the server, and takes no other item with it', async () => {
	const refused = ['', ' ', '.', '..', 'x'.repeat(129), 'a\ud83d'];
	const items = [
		good,
		...refused.map(itemFor),
		{ voiceConnectorId: '..', proxySessionId: 'x' },
		{ proxySessionId: 'x' },
		good,
	];
	const { error, outputs } = await run({ items });
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 0, 9, 9].map((item) => ({ item })),
	);
	expect(outputs[1].map(({ pairedItem }) => pairedItem)).toEqual(
		[1, 2, 3, 4, 5, 6, 7, 8].map((item) => ({ item })),
	);
	outputs[1].forEach(({ json }) =>
		expect(json).toMatchObject({
			statusCode: null,
			code: 'InvalidParameter',
			attempts: 0,
			requestId: null,
			retryable: false,
		}),
	);
	expect(chime.received.map(({ target }) => target)).toEqual(
		Array(2).fill(
			`/voice-connectors/${voiceConnectorId}/proxy-sessions/${sampleSession.ProxySessionId}`,
		),
	);
});

test.each([
	['a number that is not whole', 7.5],
	['a list', ['a']],
	['an object', { a: 1 }],
	['true', true],
])(
	'an expression that yields %s for an id is refused by the name of the parameter',
	async (_what, proxySessionId) => {
		const { outputs } = await run({ items: [{ voiceConnectorId, proxySessionId }] });
		expect(outputs[1].map(({ json }) => json.message)).toEqual([
			expect.stringContaining('"Proxy Session" must be text'),
		]);
		expect(chime.received).toEqual([]);
	},
);

test('an expression that fails is an item of its own', async () => {
	const parameters = {
		proxySessionId: byId('={{ $json.missing.deeper.still }}'),
	};
	const { error, outputs } = await run({ items: [good], parameters });
	expect(error).toBeUndefined();
	expect(outputs[1]).toHaveLength(1);
	expect(outputs[1][0]).toMatchObject({
		json: { code: 'InvalidParameter', attempts: 0, voiceConnectorId },
		pairedItem: { item: 0 },
	});
});

test.each(['={{ 0 }}', '={{ -1 }}', '={{ 1.5 }}', '={{ "soon" }}', '={{ 1e12 }}'])(
	'a timeout of %s is refused',
	async (value) => {
		const { outputs } = await run({ items: [good], parameters: { options: { timeout: value } } });
		expect(outputs[1].map(({ json }) => json.message)).toEqual([
			expect.stringContaining('"Options → Timeout" must be a whole number from 1 to 2147483647.'),
		]);
		expect(chime.received).toEqual([]);
	},
);

test('as a session, an item is what AWS sends', async () => {
	const { outputs } = await run({ items: [good], parameters: { output: 'session' } });
	expect(outputs[0]).toEqual([{ json: sampleSession, pairedItem: { item: 0 } }]);
});

test('never more requests in flight than the setting, and the order of the inputs', async () => {
	const server = await startChime({
		keys: [key],
		intercept: (response, { target }) => {
			const id = Number(target.split('/').at(-1));
			// The later the item, the sooner its response: the order must not be that of the responses.
			setTimeout(
				() => response.end(JSON.stringify({ ProxySession: { ProxySessionId: `${id}` } })),
				30 - (id % 30),
			);
			return true;
		},
	});
	const items = Array.from({ length: 120 }, (_, id) => itemFor(`${id}`));
	const { outputs } = await run({
		items,
		credential: credentialFor(server.url),
		parameters: { output: 'session', options: { maxConcurrency: 7 } },
	});
	expect(outputs[0].map(({ json }) => json.ProxySessionId)).toEqual(
		items.map(({ proxySessionId }) => proxySessionId),
	);
	expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
		items.map((_, item) => ({ item })),
	);
	expect(server.peakInFlight()).toBe(7);
	await server.close();
});

describe('the hint in the output pane', () => {
	const hintsOf = (result: NodeResult) =>
		result.run.data.resultData.runData[nodeName].map(({ hints = [] }) => hints).flat();
	const missing = itemFor('status-404');
	const once = { options: { maxRetries: 0 } };
	const notFound = 'One or more of the resources in the request does not exist in the system.';

	test('says how many input items have failed, and where they are', async () => {
		const items = [good, missing, itemFor('status-418'), missing, good];
		const result = await run({ items, parameters: once });
		expect(hintsOf(result)).toEqual([
			{
				message: `3 of 5 input items failed: 2 at 404 Missing, 1 at Other. The first: NotFoundException: ${notFound} [item 1]`,
				type: 'warning',
				location: 'outputPane',
			},
		]);
		const one = await run({ items: [missing], parameters: once });
		expect(hintsOf(one)).toMatchObject([
			{
				message: `1 of 1 input item failed: 1 at 404 Missing. The first: NotFoundException: ${notFound} [item 0]`,
			},
		]);
	});

	test('is there, too, where failures are in the first output', async () => {
		const parameters = { ...once, errors: 'firstOutput' };
		expect(hintsOf(await run({ items: [good, missing], parameters }))).toMatchObject([
			{ message: expect.stringMatching(/^1 of 2 input items failed: .*404 Missing/) },
		]);
	});

	test('has what the node or AWS says of the first failure, and no markup', async () => {
		const refused = await run({ items: [good, itemFor('')], parameters: once });
		expect(hintsOf(refused)).toMatchObject([
			{
				message:
					'1 of 2 input items failed: 1 at 400 Invalid. The first: The parameter "Proxy Session" must not be empty. [item 1]',
			},
		]);
		const quoting = await startChime({
			keys: [key],
			intercept: (response) => {
				sendError(response, 403, 'ForbiddenException', '<img src=x> is not for +12065550100');
				return true;
			},
		});
		const result = await run({
			items: [good],
			credential: credentialFor(quoting.url),
			parameters: once,
		});
		expect(hintsOf(result)).toMatchObject([
			{
				message: expect.stringContaining('&lt;img src=x> is not for [redacted] [item 0]'),
			},
		]);
		await quoting.close();
	});

	test.each<[title: string, nodeRun: NodeRun]>([
		['nothing has failed', { items: [good] }],
		[
			'failures are errors of the node',
			{
				items: [missing],
				parameters: { ...once, errors: 'onError' },
				onError: 'continueRegularOutput',
			},
		],
	])('says nothing where %s', async (_title, nodeRun) => {
		expect(hintsOf(await run(nodeRun))).toEqual([]);
	});
});

test('what helps most stands first in a failed item', async () => {
	const { outputs } = await run({
		items: [itemFor('status-404')],
		parameters: { output: 'session' },
	});
	expect(Object.keys(outputs[4][0].json).slice(0, 4)).toEqual([
		...['statusCode', 'code', 'message', 'hint'],
	]);
});
