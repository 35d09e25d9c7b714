import type { OnError } from 'n8n-workflow';

import { startElsewhere, type Elsewhere } from '../support/chime/elsewhere';
import { irregularNames } from '../support/chime/responses';
import { startChime, type Chime } from '../support/chime/server';
import fc from '../support/fastCheck';
import { key } from '../support/keys';
import { credentialFor } from '../support/credential';
import { scale, scaledTest } from '../support/scale';
import { itemFor, runNode, type NodeRun } from '../support/engine/chimeNode';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';

/** In this world, timeouts and the waits before repeats take no time. */
const world = createSimulatedWorld();
let chime: Chime;
let elsewhere: Elsewhere;
const rows: Array<Record<string, string | number>> = [];

beforeAll(async () => {
	elsewhere = await startElsewhere();
	chime = await startChime({ keys: [key], ...world.ofServer, elsewhere: elsewhere.url });
});

beforeEach(() => {
	chime.received.length = 0;
});

afterEach(() => {
	// Every attempt is signed anew, and for what it is.
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
});

afterAll(() => console.table(rows));

const run = async (nodeRun: NodeRun) =>
	await runNode({
		credential: credentialFor(chime.url),
		world,
		...nodeRun,
	});

/** What becomes of a session when its fault does not go away. */
type Fault = [
	session: string,
	output: number,
	statusCode: number | null,
	code: string,
	repeated: boolean,
];

const faults: Fault[] = [
	['status-400', 1, 400, 'BadRequestException', false],
	['status-401', 2, 401, 'UnauthorizedClientException', false],
	['status-403', 3, 403, 'ForbiddenException', false],
	['status-404', 4, 404, 'NotFoundException', false],
	['status-500', 6, 500, 'ServiceFailureException', true],
	['status-503', 7, 503, 'ServiceUnavailableException', true],
	['status-409', 9, 409, 'ConflictException', false],
	['status-502', 8, 502, 'BadGatewayException', true],
	['status-504', 8, 504, 'InternalFailure', true],
	['html-502', 8, 502, 'UnknownError', true],
	['html-200', 8, 200, 'InvalidResponse', false],
	['empty-200', 8, 200, 'InvalidResponse', false],
	['no-content', 8, 204, 'InvalidResponse', false],
	['partial', 8, 206, 'InvalidResponse', false],
	['null', 8, 200, 'InvalidResponse', false],
	['deep', 8, 200, 'InvalidResponse', false],
	['huge', 8, 200, 'InvalidResponse', false],
	['wide', 8, 200, 'InvalidResponse', false],
	['gzip-bomb', 8, 200, 'InvalidResponse', false],
	['utf-16', 8, 200, 'InvalidResponse', false],
	['gzip-cut', 8, 200, 'InvalidResponse', true],
	['broken-json', 8, 200, 'InvalidResponse', true],
	['truncated', 8, null, 'ECONNRESET', true],
	['reset', 8, null, 'ECONNRESET', true],
	['not-http', 8, null, 'HPE_INVALID_CONSTANT', false],
	['hang', 8, null, 'ETIMEDOUT', true],
	['trickle', 8, null, 'ETIMEDOUT', true],
	['trickle-headers', 8, null, 'ETIMEDOUT', true],
	...[300, 301, 302, 303, 304, 305, 307, 308].map((statusCode): Fault => [
		`redirect-${statusCode}`,
		8,
		statusCode,
		'UnexpectedRedirect',
		false,
	]),
];

/** Where a failure item is found under a setting of Errors and On Error; `throws` where there is none. */
type Setting = [
	errors: 'outputs' | 'onError',
	onError: OnError,
	place: 'branch' | 'first' | 'error output' | 'throws',
];

const settings: Setting[] = [
	['outputs', 'stopWorkflow', 'branch'],
	['outputs', 'continueErrorOutput', 'branch'],
	['onError', 'continueRegularOutput', 'first'],
	['onError', 'continueErrorOutput', 'error output'],
];

describe.each([0, 2])('faults that stay, with %i retries', (maxRetries) => {
	test.each(settings)('errors = %s, On Error = %s', async (errors, onError, place) => {
		const items = faults.map(([session]) => itemFor(session));
		const { error, outputs } = await run({
			items,
			onError,
			parameters: { errors, options: { maxRetries } },
		});
		expect(error).toBeUndefined();

		const emitted = outputs.flatMap((list, output) =>
			list.map(({ json, pairedItem }) => ({ output, json, pairedItem })),
		);
		faults.forEach(([session, output, statusCode, code, repeated], item) => {
			const attempts = repeated ? maxRetries + 1 : 1;
			const expectedOutput = { branch: output, first: 0, 'error output': 1, throws: -1 }[place];
			const failure = { statusCode, code, attempts, retryable: repeated };
			const httpCode = statusCode === null ? null : String(statusCode);
			const json =
				place === 'branch'
					? failure
					: { details: { httpCode, code, attempts, retryable: repeated } };
			expect({
				session,
				found: emitted.filter(({ pairedItem }) => isOf(item, pairedItem)),
			}).toEqual({
				session,
				found: [
					{
						output: expectedOutput,
						json: expect.objectContaining(withAny(json)),
						pairedItem: expect.anything(),
					},
				],
			});
			expect([session, requestsFor(session)]).toEqual([session, attempts]);
		});
		note({
			maxRetries,
			errors,
			onError,
			faults: faults.length,
			itemsIn: items.length,
			accounted: inputsOf(emitted).size,
			requestsExpected: sum(faults.map(([session]) => expectedRequests(session, maxRetries))),
		});
		expect(inputsOf(emitted).size).toBe(items.length);
	});

	test.each(faults)('%s, thrown', async (session, _output, statusCode, code, repeated) => {
		const { error, outputs } = await run({
			items: [itemFor(session)],
			parameters: { errors: 'onError', options: { maxRetries } },
		});
		expect(outputs.flat()).toEqual([]);
		expect(error?.httpCode).toBe(statusCode === null ? code : String(statusCode));
		expect(requestsFor(session)).toBe(repeated ? maxRetries + 1 : 1);
	});
});

describe('faults that go away', () => {
	const transient = faults.filter(([, , , , repeated]) => repeated).map(([session]) => session);

	test.each([1, 2])('after %i requests, with 2 retries', async (times) => {
		const items = [...transient, 'status-429'].map((fault) => itemFor(`flaky-${times}-${fault}`));
		const { outputs } = await run({
			items,
			parameters: { output: 'session' },
		});
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		items.forEach(({ proxySessionId }) =>
			expect([proxySessionId, requestsFor(proxySessionId)]).toEqual([proxySessionId, times + 1]),
		);
		note({
			maxRetries: 2,
			errors: `gone after ${times}`,
			faults: items.length,
			itemsIn: items.length,
			accounted: outputs[0].length,
			requestsExpected: items.length * (times + 1),
		});
	});

	test('after more requests than there may be', async () => {
		const { outputs } = await run({
			items: [itemFor('flaky-3-status-500')],
		});
		expect(outputs[6].map(({ json }) => json)).toMatchObject([{ statusCode: 500, attempts: 3 }]);
	});

	test('throttling is waited for longer than any retry', async () => {
		const { outputs } = await run({
			items: [itemFor('flaky-5-status-429')],
			parameters: { output: 'session', options: { maxRetries: 1 } },
		});
		expect(outputs[0]).toHaveLength(1);
		expect(chime.received).toHaveLength(6);
	});
});

test.each(irregularNames)('%s is a session all the same', async (session) => {
	const { outputs } = await run({ items: [itemFor(session)] });
	expect(outputs[0]).toHaveLength(1);
	expect(outputs[0][0].json).toHaveProperty('PhoneNumber');
	expect(Object.prototype).not.toHaveProperty('polluted');
});

test('no redirect is followed', async () => {
	const reached = await fetch(elsewhere.url);
	expect(reached.status).toBe(200);
	expect(elsewhere.received.splice(0)).toHaveLength(1);
	const items = [301, 302, 303, 307, 308].map((statusCode) => itemFor(`redirect-${statusCode}`));
	const { outputs } = await run({ items });
	expect(outputs[8].map(({ json }) => json.code)).toEqual(items.map(() => 'UnexpectedRedirect'));
	expect(elsewhere.received).toEqual([]);
});

describe('generated', () => {
	const kinds = [
		...faults
			.filter(([session]) => !/hang|trickle|huge|bomb/.test(session))
			.map(([session]) => session),
	];
	const session = fc.oneof(
		{ weight: 3, arbitrary: fc.constantFrom(...irregularNames) },
		{ weight: 3, arbitrary: fc.constantFrom(...kinds) },
		{
			weight: 2,
			arbitrary: fc
				.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(...kinds))
				.map(([n, kind]) => `flaky-${n}-${kind}`),
		},
		{ weight: 1, arbitrary: fc.constantFrom('..', '', ' ', 'unknown') },
	);
	let runs = 0;
	let total = 0;
	let accounted = 0;
	let requests = 0;

	scaledTest('whatever meets whatever, every item that goes in is accounted for', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(session, { minLength: 1, maxLength: 40 }),
				fc.constantFrom(...settings),
				fc.integer({ min: 0, max: 3 }),
				fc.integer({ min: 1, max: 50 }),
				async (sessions, [errors, onError], maxRetries, maxConcurrency) => {
					runs += 1;
					total += sessions.length;
					requests += sum(sessions.map((name) => expectedRequests(name, maxRetries)));
					const items = sessions.map((name, index) =>
						itemFor(isId(name) ? `${name}@${runs}-${index}` : name),
					);
					const { error, outputs } = await run({
						items,
						onError,
						parameters: {
							errors,
							output: 'session',
							options: { maxRetries, maxConcurrency },
						},
					});
					expect(error).toBeUndefined();
					const inputs = outputs.flat().map(({ pairedItem }) => JSON.stringify(pairedItem));
					// One item each, as Output is Session.
					expect(inputs).toHaveLength(items.length);
					expect(new Set(inputs).size).toBe(items.length);
					accounted += new Set(inputs).size;
					outputs.forEach((list) => {
						const order = list.map(({ pairedItem }) => inputOf(pairedItem));
						expect(order).toEqual([...order].sort((a, b) => a - b));
					});
				},
			),
			{ numRuns: 10 * scale },
		);
		note({
			maxRetries: '0–3',
			errors: 'generated',
			faults: kinds.length,
			itemsIn: total,
			accounted,
			requestsExpected: requests,
		});
		expect([accounted, chime.received.length]).toEqual([total, requests]);
	});
});

function isId(name: string): boolean {
	return /\w/.test(name);
}

function isOf(item: number, pairedItem: unknown): boolean {
	return inputOf(pairedItem) === item;
}

function inputOf(pairedItem: unknown): number {
	return typeof pairedItem === 'object' && pairedItem !== null && 'item' in pairedItem
		? Number(pairedItem.item)
		: -1;
}

function inputsOf(emitted: Array<{ pairedItem?: unknown }>): Set<number> {
	return new Set(emitted.map(({ pairedItem }) => inputOf(pairedItem)));
}

/** How many requests a session is worth, by what the faults above are said to be. */
function expectedRequests(session: string, maxRetries: number): number {
	if (!isId(session)) return 0;
	const [, times = '', flaky = ''] = /^flaky-(\d)-(.+)$/.exec(session) ?? [];
	const isRepeated = faults.some(
		([name, , , , repeated]) => repeated && name === (flaky || session),
	);
	if (!isRepeated) return 1;
	return 1 + (flaky ? Math.min(Number(times), maxRetries) : maxRetries);
}

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

/** The same expectation, one level deeper where there are objects. */
function withAny(json: object): object {
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [
			name,
			typeof value === 'object' && value !== null ? expect.objectContaining(value) : value,
		]),
	);
}

function requestsFor(session: string): number {
	return chime.received.filter(({ target }) => target.endsWith(`/${encodeURIComponent(session)}`))
		.length;
}

/** A row of the table at the end of the suite. */
function note(row: Record<string, string | number>): void {
	rows.push({ ...row, requestsSent: chime.received.length });
}
