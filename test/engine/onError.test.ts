import type { INode, OnError } from 'n8n-workflow';

import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { itemFor, runNode } from '../support/engine/chimeNode';
import { credentialFor } from '../support/credential';

/** Two participants, a status, a refusal, a fault, two participants. */
const items = [
	itemFor(sampleSession.ProxySessionId),
	itemFor('status-404'),
	itemFor('..'),
	itemFor('reset'),
	itemFor(sampleSession.ProxySessionId),
];

let chime: Chime;

beforeAll(async () => {
	chime = await startChime({ keys: [key] });
});

afterAll(async () => await chime.close());

/** What comes out, per output, as «input: what». */
type Emitted = string[][];

const participants = ['0: participant', '0: participant', '4: participant', '4: participant'];
const routed: Emitted = [
	participants,
	['2: InvalidParameter'],
	[],
	[],
	['1: NotFoundException'],
	[],
	[],
	[],
	['3: ECONNRESET'],
];
const mixed: Emitted = [
	[
		'0: participant',
		'0: participant',
		'1: error 404',
		'2: error null',
		'3: error null',
		'4: participant',
		'4: participant',
	],
];
const errorOutput: Emitted = [participants, ['1: error 404', '2: error null', '3: error null']];
const everyInput: Emitted = [[0, 1, 2, 3, 4].map((item) => `${item}: error null`)];
const everyInputOnErrorOutput = (outputs: number): Emitted => [
	...Array(outputs).fill([]),
	everyInput[0],
];

type Setting = { onError?: OnError; settings?: Partial<INode> };

const stop: Setting[] = [{}, { onError: 'stopWorkflow' }];
const goOn: Setting[] = [
	{ onError: 'continueRegularOutput' },
	{ settings: { continueOnFail: true } },
];
const toErrorOutput: Setting = { onError: 'continueErrorOutput' };

describe('On Error, in both modes of the parameter Errors', () => {
	type Row = [setting: Setting, errors: 'outputs' | 'onError', emitted: Emitted | 'throws'];
	const rows: Row[] = [
		...[...stop, ...goOn].map((setting): Row => [setting, 'outputs', routed]),
		[toErrorOutput, 'outputs', [...routed, []]],
		...stop.map((setting): Row => [setting, 'onError', 'throws']),
		...goOn.map((setting): Row => [setting, 'onError', mixed]),
		[toErrorOutput, 'onError', errorOutput],
	];

	test.each(rows)('%j with errors = %s', async (setting, errors, expected) => {
		const credential = credentialFor(chime.url);
		const { error, outputs } = await runNode({
			items,
			credential,
			parameters: { errors },
			...setting,
		});
		if (expected === 'throws') {
			expect(error).toMatchObject({
				name: 'NodeApiError',
				httpCode: '404',
				message: expect.stringContaining('NotFoundException'),
				description: expect.stringMatching(/region.*Request ID: [0-9a-f-]{36}/),
				context: { itemIndex: 1 },
			});
			expect(outputs.flat()).toEqual([]);
		} else {
			expect(error).toBeUndefined();
			expect(summary(outputs)).toEqual(expected);
		}
	});
});

describe('a setting that makes the whole node meaningless', () => {
	type Row = [setting: Setting, errors: 'outputs' | 'onError', emitted: Emitted | 'throws'];
	const rows: Row[] = [
		...stop.flatMap((setting): Row[] => [
			[setting, 'outputs', 'throws'],
			[setting, 'onError', 'throws'],
		]),
		...goOn.flatMap((setting): Row[] => [
			[setting, 'outputs', [...everyInput, ...Array(8).fill([])]],
			[setting, 'onError', everyInput],
		]),
		[toErrorOutput, 'outputs', everyInputOnErrorOutput(9)],
		[toErrorOutput, 'onError', everyInputOnErrorOutput(1)],
	];

	test.each(rows)('%j with errors = %s', async (setting, errors, expected) => {
		const credential = { ...key, region: 'no region', endpoint: '' };
		const { error, outputs } = await runNode({
			items,
			credential,
			parameters: { errors },
			...setting,
		});
		if (expected === 'throws') {
			expect(error).toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringContaining('Region'),
			});
		} else {
			expect(error).toBeUndefined();
			expect(summary(outputs)).toEqual(expected);
		}
	});

	test.each(['={{ 0 }}', '={{ 101 }}', '={{ "many" }}', '={{ null }}'])(
		'Max Concurrency %s',
		async (maxConcurrency) => {
			const credential = credentialFor(chime.url);
			const { error } = await runNode({
				items,
				credential,
				parameters: { options: { maxConcurrency } },
			});
			expect(error).toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringContaining('"Options → Max Concurrency"'),
			});
		},
	);

	test('no credential', async () => {
		const { error } = await runNode({ items });
		expect(error?.message).toContain('does not exist');
	});
});

test('when the node is going to throw, it sends no more requests', async () => {
	chime.received.length = 0;
	const many = Array.from({ length: 100 }, () => itemFor('status-500'));
	const credential = credentialFor(chime.url);
	const { error } = await runNode({
		items: many,
		credential,
		parameters: { errors: 'onError', options: { maxConcurrency: 5, maxRetries: 0 } },
	});
	expect(error).toMatchObject({ httpCode: '500', context: { itemIndex: 0 } });
	expect(chime.received.length).toBeLessThanOrEqual(10);
});

test('Retry On Fail sees what is thrown', async () => {
	chime.received.length = 0;
	const credential = credentialFor(chime.url);
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
	const { error } = await runNode({
		items: [itemFor('status-503')],
		credential,
		parameters: { errors: 'onError', options: { maxRetries: 0 } },
		settings,
	});
	expect(error).toMatchObject({ httpCode: '503' });
	expect(chime.received).toHaveLength(3);
});

test('what is thrown for a request that was never sent names the parameter', async () => {
	const credential = credentialFor(chime.url);
	const { error } = await runNode({
		items: [itemFor('..')],
		credential,
		parameters: { errors: 'onError' },
	});
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringContaining('"Proxy Session"'),
		context: { itemIndex: 0 },
	});
});

function summary(outputs: Awaited<ReturnType<typeof runNode>>['outputs']): Emitted {
	return outputs.map((list) =>
		list.map(({ json, pairedItem }) => {
			const input =
				typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : undefined;
			return `${input}: ${kindOf(json, items[Number(input)])}`;
		}),
	);
}

function kindOf(json: Record<string, unknown>, input: object): string {
	if ('error' in json) {
		const { error, message, details, ...others } = json;
		// On its Error output, n8n puts the fields of the input beside the error.
		expect([{}, input]).toContainEqual(others);
		expect([error, message]).toEqual([expect.any(String), expect.any(String)]);
		return `error ${typeof details === 'object' && details !== null && 'httpCode' in details ? details.httpCode : '?'}`;
	}
	return 'PhoneNumber' in json ? 'participant' : String(json.code);
}
