import { always, sendStatus, status } from '../support/chime/responses';
import { startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { tokenBucket } from '../support/chime/tokenBucket';
import { key } from '../support/keys';
import { credentialFor } from '../support/credential';
import { itemFor, runNode, type NodeRun } from '../support/engine/chimeNode';
import { createSimulatedWorld, type SimulatedWorld } from '../support/engine/simulatedWorld';

let world: SimulatedWorld;
let chime: Chime;

beforeEach(() => {
	world = createSimulatedWorld();
});

async function start(intercept: NonNullable<ChimeOptions['intercept']>): Promise<void> {
	chime = await startChime({ keys: [key], ...world.ofServer, intercept });
}

const run = async (nodeRun: NodeRun) =>
	await runNode({
		credential: credentialFor(chime.url),
		world,
		...nodeRun,
	});

test('under a limit of 50 requests a second with a burst of 50, 600 sessions lose none', async () => {
	const isLetThrough = tokenBucket(50, 50, world.now);
	await start((response, { target }) => {
		if (isLetThrough())
			response.end(JSON.stringify({ ProxySession: { ProxySessionId: target.split('/').at(-1) } }));
		else sendStatus(response, 429);
		return true;
	});
	const items = Array.from({ length: 600 }, (_, id) => itemFor(`${id}`));
	const { outputs } = await run({ items, parameters: { output: 'session' } });
	const seconds = world.passed() / 1_000;

	expect(outputs[0].map(({ json }) => json.ProxySessionId)).toEqual(
		items.map(({ proxySessionId }) => proxySessionId),
	);
	const floor = (600 - 50) / 50;
	console.log(
		`600 sessions in ${seconds} s (${(seconds / floor).toFixed(2)} times the floor of ${floor} s), ${chime.received.length} requests`,
	);
	expect(seconds).toBeGreaterThanOrEqual(floor);
	expect(seconds).toBeLessThan(1.5 * floor);
	expect(chime.received.length).toBeLessThan(1.5 * 600);
});

test('sessions that are throttled for ever end on 429 after about a minute', async () => {
	await start(always(status(429)));
	const items = Array.from({ length: 300 }, (_, id) => itemFor(`${id}`));
	const { outputs } = await run({ items });
	const seconds = world.passed() / 1_000;
	console.log(
		`${items.length} sessions given up after ${seconds} s and ${chime.received.length} requests`,
	);
	expect(outputs[5].map(({ pairedItem }) => pairedItem)).toEqual(
		items.map((_, item) => ({ item })),
	);
	outputs[5].forEach(({ json }) =>
		expect(json).toMatchObject({
			statusCode: 429,
			code: json.attempts === 0 ? 'NotSent' : 'ThrottledClientException',
			retryable: true,
		}),
	);
	// No request was sent for the sessions whose turn had not come.
	expect(outputs[5].filter(({ json }) => json.attempts === 0).length).toBeGreaterThanOrEqual(
		items.length - 100,
	);
	expect(outputs[5].reduce((sum, { json }) => sum + Number(json.attempts), 0)).toBe(
		chime.received.length,
	);
	expect(seconds).toBeGreaterThanOrEqual(60);
	expect(seconds).toBeLessThan(75);
});

test('with no retries, every request is sent once, and none waits', async () => {
	await start((response) => {
		response.setHeader('Retry-After', '20');
		sendStatus(response, 429);
		return true;
	});
	const items = Array.from({ length: 100 }, (_, id) => itemFor(`${id}`));
	const { outputs } = await run({
		items,
		parameters: { options: { maxRetries: 0, maxConcurrency: 10 } },
	});
	expect(world.passed()).toBe(0);
	expect(outputs[5].map(({ json }) => json.attempts)).toEqual(items.map(() => 1));
	expect(chime.received).toHaveLength(100);
});

test('throttling under a 400 is waited for as well, and routed by its status in the end', async () => {
	let requests = 0;
	await start((response) => {
		requests += 1;
		response.writeHead(requests < 4 ? 400 : 200, { 'Content-Type': 'application/json' });
		response.end(
			JSON.stringify(requests < 4 ? { __type: 'ThrottlingException' } : { ProxySession: {} }),
		);
		return true;
	});
	const waited = await run({ items: [itemFor('a')], parameters: { output: 'session' } });
	expect([waited.outputs[0].length, requests]).toEqual([1, 4]);
	requests = 0;
	const once = await run({ items: [itemFor('a')], parameters: { options: { maxRetries: 0 } } });
	expect(once.outputs[1].map(({ json }) => json)).toMatchObject([
		{ statusCode: 400, code: 'ThrottlingException', attempts: 1, retryable: true },
	]);
});

test.each([
	['Retry-After', { 'Retry-After': '2' }],
	['x-amz-retry-after', { 'x-amz-retry-after': '2000' }],
])('%s holds the whole run back', async (_name, headers) => {
	const times: number[] = [];
	await start((response) => {
		times.push(world.now());
		if (times.length === 1) response.writeHead(429, headers).end('{}');
		else response.end('{"ProxySession":{}}');
		return true;
	});
	const { outputs } = await run({
		items: ['a', 'b', 'c'].map(itemFor),
		parameters: { output: 'session', options: { maxConcurrency: 1 } },
	});
	expect(outputs[0]).toHaveLength(3);
	expect(times).toHaveLength(4);
	expect(times[1] - times[0]).toBeGreaterThanOrEqual(2_000);
});
