import type { INode, OnError } from 'n8n-workflow';

import { always, sendError, sendStatus } from '../support/chime/responses';
import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import type { ErrorsChoice } from '../../nodes/AwsChimeSdkVoice/outputs/table';
import { fixtures, parametersOf } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { itemFor, runNode, type NodeRun } from '../support/engine/chimeNode';
import { succeed } from '../support/engine/runOne';
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
	[],
];
/** Everything in the order of the inputs. */
const inFirstOutput: Emitted = [
	[
		'0: participant',
		'0: participant',
		'1: NotFoundException',
		'2: InvalidParameter',
		'3: ECONNRESET',
		'4: participant',
		'4: participant',
	],
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

type Row = [setting: Setting, errors: ErrorsChoice, emitted: Emitted | 'throws'];

describe('On Error, with each choice of the parameter Errors', () => {
	const rows: Row[] = [
		...[...stop, ...goOn].map((setting): Row => [setting, 'outputs', routed]),
		[toErrorOutput, 'outputs', [...routed, []]],
		...[...stop, ...goOn].map((setting): Row => [setting, 'firstOutput', inFirstOutput]),
		[toErrorOutput, 'firstOutput', [...inFirstOutput, []]],
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
	const rows: Row[] = [
		...stop.flatMap((setting): Row[] => [
			[setting, 'outputs', 'throws'],
			[setting, 'firstOutput', 'throws'],
			[setting, 'onError', 'throws'],
		]),
		...goOn.flatMap((setting): Row[] => [
			[setting, 'outputs', [...everyInput, ...Array(9).fill([])]],
			[setting, 'firstOutput', everyInput],
			[setting, 'onError', everyInput],
		]),
		[toErrorOutput, 'outputs', everyInputOnErrorOutput(10)],
		[toErrorOutput, 'firstOutput', everyInputOnErrorOutput(1)],
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
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const { error } = await runNode({
		items: [itemFor('status-503')],
		credential,
		parameters: { errors: 'onError', options: { maxRetries: 0 } },
		settings,
	});
	expect(error).toMatchObject({ httpCode: '503' });
	expect(chime.received).toHaveLength(3);
});

describe('Fail on 401 and 403', () => {
	const withOption = (errors: string) => ({
		parameters: { errors, options: { failOn401And403: true, maxConcurrency: 1 } },
		credential: credentialFor(chime.url),
	});
	const fates = ['plain', 'status-404', 'status-409', 'status-500'].map(itemFor);

	test.each(
		['outputs', 'firstOutput'].flatMap((errors) =>
			[401, 403].flatMap((status) => stop.map((setting) => [errors, status, setting] as const)),
		),
	)('errors = %s: %i ends the run, %j', async (errors, status, setting) => {
		chime.received.length = 0;
		const { error, outputs } = await runNode({
			items: [
				itemFor('plain'),
				itemFor('status-404'),
				itemFor(`status-${status}`),
				itemFor('plain'),
			],
			...withOption(errors),
			...setting,
		});
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: String(status),
			context: { itemIndex: 2 },
		});
		expect(outputs.flat()).toEqual([]);
		expect(chime.received).toHaveLength(3);
	});

	test.each(['outputs', 'firstOutput'])('errors = %s: no other failure does', async (errors) => {
		const { error, outputs } = await runNode({ items: fates, ...withOption(errors) });
		expect(error).toBeUndefined();
		expect(outputs.flat()).toHaveLength(4);
	});

	test.each(
		['outputs', 'firstOutput'].flatMap((errors) =>
			[...goOn, toErrorOutput].map((setting) => [errors, setting] as const),
		),
	)('errors = %s: where On Error continues, nothing does, %j', async (errors, setting) => {
		const items = [itemFor('status-403'), itemFor('plain')];
		const { error, outputs } = await runNode({ items, ...withOption(errors), ...setting });
		expect(error).toBeUndefined();
		const failed = errors === 'outputs' ? outputs[3] : outputs[0].slice(0, 1);
		expect(failed).toMatchObject([{ json: { statusCode: 403 }, pairedItem: { item: 0 } }]);
		expect(outputs.flat()).toHaveLength(2);
	});

	test('the option is not there where every failure is an error', () => {
		const { properties } = new AwsChimeSdkVoice().description;
		const options = properties.flatMap((each) =>
			each.name === 'options' ? (each.options ?? []) : [],
		);
		const [option] = options.filter(({ name }) => name === 'failOn401And403');
		expect(option).toMatchObject({
			displayOptions: { show: { '/errors': ['outputs', 'firstOutput'] } },
		});
	});
});

describe('Retry On Fail, which sends the requests of all input items again', () => {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const failing: Array<[title: string, nodeRun: Partial<NodeRun>]> = [
		['errors of the node', { parameters: { errors: 'onError' } }],
		[
			'items of the one output',
			{ parameters: { errors: 'onError' }, onError: 'continueRegularOutput' },
		],
		[
			'items of the Error output',
			{ parameters: { errors: 'onError' }, onError: 'continueErrorOutput' },
		],
		['the end of the run at 403', { parameters: { options: { failOn401And403: true } } }],
	];
	const run = async (fixture: OperationFixture, { parameters, onError }: Partial<NodeRun>) => {
		let requests = 0;
		const server = await startChime({
			keys: [key],
			intercept(response, request) {
				requests += 1;
				if (requests % 2 === 0) sendStatus(response, 403);
				else succeed(fixture)(response, request);
				return true;
			},
		});
		const result = await runNode({
			items: [{}, {}, {}],
			credential: credentialFor(server.url),
			parameters: {
				...parametersOf(fixture),
				...parameters,
				options: { maxConcurrency: 1, ...Object(parameters?.options) },
			},
			settings: retrying,
			onError,
		});
		await server.close();
		return { ...result, requests };
	};
	const adding = fixtures.filter(({ ifUncertain }) => ifUncertain);

	test.each(
		failing.flatMap(([title, nodeRun]) => adding.map((each) => ({ title, nodeRun, ...each }))),
	)(
		'$awsName, where failures are $title: refused before the first request',
		async ({ nodeRun, ...fixture }) => {
			const { error, outputs, requests } = await run(fixture, nodeRun);
			expect(requests).toBe(0);
			const messages = error ? [error.message] : outputs.flat().map(({ json }) => json.message);
			expect(messages).toEqual(
				Array(error ? 1 : 3).fill(expect.stringMatching(/"Retry On Fail".*adds something/)),
			);
		},
	);

	test.each(adding)(
		'$awsName, where failures are no errors: sent once an item',
		async (fixture) => {
			const { error, requests } = await run(fixture, {});
			expect(error).toBeUndefined();
			expect(requests).toBe(3);
		},
	);

	test('an operation that adds nothing is repeated', async () => {
		const [get] = fixtures.filter(({ awsName }) => awsName === 'GetSipRule');
		const { requests } = await run(get, { parameters: { errors: 'onError' } });
		expect(requests).toBe(3 * 2);
	});
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

test("what is thrown has AWS's words, also where n8n knows one of them", async () => {
	const message = 'A preexisting rule refers to the host (ENOTFOUND).';
	const server = await startChime({
		keys: [key],
		intercept: always((response) => sendError(response, 400, 'BadRequestException', message)),
	});
	const { error } = await runNode({
		items: [itemFor(sampleSession.ProxySessionId)],
		credential: credentialFor(server.url),
		parameters: { errors: 'onError' },
	});
	expect(error?.message).toBe(`BadRequestException: ${message}`);
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
