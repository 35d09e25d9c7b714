/* eslint-disable no-console -- the figures are the output of the test */
import { sendStatus } from '../chime/plays';
import { startChime } from '../chime/server';
import { tokenBucket } from '../chime/tokenBucket';
import { key } from '../keys';
import { runNode } from './chimeNode';

const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';
const ask = (proxySessionId: string) => ({ voiceConnectorId, proxySessionId });

test('under a limit of 50 requests a second with a burst of 50, 600 sessions lose none', async () => {
	const isLetThrough = tokenBucket(50, 50);
	const server = await startChime({
		keys: [key],
		intercept: (response, { target }) => {
			if (isLetThrough())
				response.end(
					JSON.stringify({ ProxySession: { ProxySessionId: target.split('/').at(-1) } }),
				);
			else sendStatus(response, 429);
			return true;
		},
	});
	const items = Array.from({ length: 600 }, (_, id) => ask(`${id}`));
	const start = Date.now();
	const { outputs } = await runNode({
		items,
		credential: { ...key, region: 'us-east-1', endpoint: server.url },
		parameters: { output: 'session' },
	});
	const seconds = (Date.now() - start) / 1_000;
	await server.close();

	expect(outputs[0].map(({ json }) => json.ProxySessionId)).toEqual(
		items.map(({ proxySessionId }) => proxySessionId),
	);
	const floor = (600 - 50) / 50;
	console.log(
		`600 sessions in ${seconds} s (${(seconds / floor).toFixed(2)} times the floor of ${floor} s), ${server.received.length} requests`,
	);
	expect(seconds).toBeGreaterThanOrEqual(floor);
	// How long it takes is up to the machine as well. That little is refused is up to the pace alone.
	expect(server.received.length).toBeLessThan(1.5 * 600);
});

test('sessions that are throttled for ever end on 429 after about a minute', async () => {
	const server = await startChime({
		keys: [key],
		intercept: (response) => {
			sendStatus(response, 429);
			return true;
		},
	});
	const items = Array.from({ length: 300 }, (_, id) => ask(`${id}`));
	const start = Date.now();
	const { outputs } = await runNode({
		items,
		credential: { ...key, region: 'us-east-1', endpoint: server.url },
	});
	const seconds = (Date.now() - start) / 1_000;
	await server.close();
	console.log(
		`${items.length} sessions given up after ${seconds} s and ${server.received.length} requests`,
	);
	expect(outputs[5].map(({ pairedItem }) => pairedItem)).toEqual(
		items.map((_, item) => ({ item })),
	);
	outputs[5].forEach(({ json }) =>
		expect(json).toMatchObject({
			statusCode: 429,
			code: 'ThrottledClientException',
			retryable: true,
		}),
	);
	// Those whose turn had not come were not asked for at all.
	expect(outputs[5].filter(({ json }) => json.attempts === 0).length).toBeGreaterThanOrEqual(
		items.length - 100,
	);
	expect(outputs[5].reduce((sum, { json }) => sum + Number(json.attempts), 0)).toBe(
		server.received.length,
	);
	expect(seconds).toBeGreaterThanOrEqual(60);
}, 300_000);

test('with no retries, every request is sent once, and none waits', async () => {
	const server = await startChime({
		keys: [key],
		intercept: (response) => {
			response.setHeader('Retry-After', '20');
			sendStatus(response, 429);
			return true;
		},
	});
	const items = Array.from({ length: 100 }, (_, id) => ask(`${id}`));
	const { outputs } = await runNode({
		items,
		credential: { ...key, region: 'us-east-1', endpoint: server.url },
		parameters: { options: { maxRetries: 0, maxConcurrency: 10 } },
	});
	await server.close();
	expect(outputs[5].map(({ json }) => json.attempts)).toEqual(items.map(() => 1));
	expect(server.received).toHaveLength(100);
});

test('throttling under a 400 is waited for as well, and routed by its status in the end', async () => {
	let asked = 0;
	const server = await startChime({
		keys: [key],
		intercept: (response) => {
			asked += 1;
			response.writeHead(asked < 4 ? 400 : 200, { 'Content-Type': 'application/json' });
			response.end(
				JSON.stringify(asked < 4 ? { __type: 'ThrottlingException' } : { ProxySession: {} }),
			);
			return true;
		},
	});
	const credential = { ...key, region: 'us-east-1', endpoint: server.url };
	const waited = await runNode({
		items: [ask('a')],
		credential,
		parameters: { output: 'session' },
	});
	expect([waited.outputs[0].length, asked]).toEqual([1, 4]);
	asked = 0;
	const once = await runNode({
		items: [ask('a')],
		credential,
		parameters: { options: { maxRetries: 0 } },
	});
	await server.close();
	expect(once.outputs[1].map(({ json }) => json)).toMatchObject([
		{ statusCode: 400, code: 'ThrottlingException', attempts: 1, retryable: true },
	]);
});

test.each([
	['Retry-After', { 'Retry-After': '2' }],
	['x-amz-retry-after', { 'x-amz-retry-after': '2000' }],
])('%s holds the whole run back', async (_name, headers) => {
	const times: number[] = [];
	const server = await startChime({
		keys: [key],
		intercept: (response) => {
			times.push(Date.now());
			if (times.length === 1) response.writeHead(429, headers).end('{}');
			else response.end('{"ProxySession":{}}');
			return true;
		},
	});
	const { outputs } = await runNode({
		items: ['a', 'b', 'c'].map(ask),
		credential: { ...key, region: 'us-east-1', endpoint: server.url },
		parameters: { output: 'session', options: { maxConcurrency: 1 } },
	});
	await server.close();
	expect(outputs[0]).toHaveLength(3);
	expect(times).toHaveLength(4);
	expect(times[1] - times[0]).toBeGreaterThanOrEqual(1_990);
});
