import type { IExecuteFunctions, INodeParameters, INodeType, OnError } from 'n8n-workflow';

import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { sendStatus } from '../support/chime/responses';
import { startChime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { fixtureOf, fixtures, parametersOf } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { credentialFor } from '../support/credential';
import {
	chimeWorkflow,
	itemFor,
	nodeName,
	nodeTypeName,
	sourceEngine,
} from '../support/engine/chimeNode';
import { outputsOf, startWorkflow } from '../support/engine/engine';
import { succeed } from '../support/engine/runOne';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';

test.each<[string, NonNullable<ChimeOptions['intercept']>]>([
	[
		'waiting for responses',
		(_response, { stalls }) => {
			stalls();
			return true;
		},
	],
	[
		'waiting out a Retry-After',
		(response) => Boolean(response.writeHead(503, { 'Retry-After': '15' }).end('{}')),
	],
	[
		'waiting for its turn under throttling',
		(response) => {
			response.setHeader('Retry-After', '15');
			sendStatus(response, 429);
			return true;
		},
	],
])('cancelled while %s, a run ends at once and sends nothing more', async (_what, intercept) => {
	// What waits for the time would wait for ever.
	const world = createSimulatedWorld({ isStill: true });
	const chime = await startChime({ keys: [key], ...world.ofServer, intercept });
	const items = Array.from({ length: 30 }, (_, id) => itemFor(`${id}`));
	const run = startWorkflow(
		sourceEngine(credentialFor(chime.url), world),
		chimeWorkflow({ items, parameters: { options: { maxConcurrency: 10 } } }),
	);
	await world.whenIdle();
	const sent = chime.received.length;
	expect(sent).toBeGreaterThan(0);
	expect(sent).toBeLessThanOrEqual(10);
	expect(world.sleeping()).toBeGreaterThan(0);

	run.cancel();
	await expect(run).resolves.toMatchObject({ status: 'canceled' });
	const turn = async () => await new Promise((resolve) => setImmediate(resolve));
	while (world.sleeping() > 0 || chime.inFlight() > 0) await turn();
	for (let turns = 0; turns < 50; turns += 1) await turn();
	expect(chime.received.length).toBe(sent);
	expect(world.passed()).toBe(0);
});

/** Lines that the node has logged. */
const logged: string[] = [];
beforeEach(() => void (logged.length = 0));

function logging({ execute, ...type }: INodeType): INodeType {
	const logger = { value: { warn: (message: string) => logged.push(message) } };
	return {
		...type,
		async execute(this: IExecuteFunctions) {
			return (await execute?.call(Object.create(this, { logger }))) ?? [];
		},
	};
}

/** Runs an operation for four input items, two at a time, and stops the run when nothing more can happen. */
async function stopped(
	fixture: OperationFixture,
	responses: Array<'succeeds' | 'hangs' | 'is throttled'>,
	{ onError, ...parameters }: INodeParameters & { onError?: OnError } = {},
) {
	const world = createSimulatedWorld({ isStill: true });
	let requests = 0;
	const chime = await startChime({
		keys: [key],
		...world.ofServer,
		intercept: (response, request) => {
			const how = responses[requests++] ?? 'hangs';
			if (how === 'succeeds') succeed(fixture)(response, request);
			else if (how === 'hangs') request.stalls();
			else sendStatus(response, 429);
			return true;
		},
	});
	const engine = sourceEngine(credentialFor(chime.url), world);
	const nodeTypes = {
		...engine.nodeTypes,
		[nodeTypeName]: logging(engine.nodeTypes[nodeTypeName]),
	};
	const run = startWorkflow(
		{ ...engine, nodeTypes },
		chimeWorkflow({
			// Options of their own keep input items from sharing a request.
			items: [1, 2, 3, 4].map((timeout) => ({ timeout: 30_000 + timeout })),
			parameters: {
				...parametersOf(fixture),
				...parameters,
				options: {
					maxConcurrency: 2,
					timeout: '={{ $json.timeout }}',
					...Object(parameters.options),
				},
			},
			onError,
		}),
	);
	await world.whenIdle();
	run.cancel();
	const ended = await run;
	expect(ended).toMatchObject({ status: 'canceled' });
	await chime.close();
	return outputsOf(ended, nodeName).map((items) =>
		items.map(({ json, pairedItem }) => [json, pairedItem] as const),
	);
}

const changing = fixtures.filter(({ method }) => method !== 'GET');

test.each(changing)(
	'stopped, $awsName says of requests on the wire that AWS may have got them',
	async (fixture) => {
		const [results, ...failures] = await stopped(fixture, ['succeeds', 'hangs', 'hangs']);
		expect(results.map(([, pairedItem]) => pairedItem)).toContainEqual({ item: 0 });
		expect(failures[7]).toEqual(
			[1, 2].map((item) => [
				expect.objectContaining({
					statusCode: null,
					code: 'ABORT_ERR',
					message: expect.stringMatching(
						/^The run was stopped .* may have carried out the request\.$/,
					),
					attempts: 1,
					retryable: false,
					...(fixture.ifUncertain && { hint: expect.stringMatching(fixture.ifUncertain) }),
				}),
				{ item },
			]),
		);
		expect(failures.flat()).toHaveLength(2);
	},
);

test.each(fixtures.filter(({ method }) => method === 'GET'))(
	'stopped, $awsName says nothing of requests on the wire',
	async (fixture) => {
		const [results, ...failures] = await stopped(fixture, ['succeeds', 'hangs', 'hangs']);
		expect(results.map(([, pairedItem]) => pairedItem)).toEqual([{ item: 0 }]);
		expect(failures.flat()).toEqual([]);
	},
);

const call = fixtureOf('CreateSipMediaApplicationCall');

test('stopped, the node says nothing of requests that AWS has throttled', async () => {
	const outputs = await stopped(call, ['is throttled', 'is throttled']);
	expect(outputs.flat()).toEqual([]);
	expect(logged).toEqual([]);
});

test('stopped, the node logs what is done and what may be, because n8n stores no items then', async () => {
	await stopped(call, ['succeeds']);
	expect(logged).toEqual([
		expect.stringMatching(
			/^The node was stopped\. AWS has carried out the requests of input item 0, and may have carried out requests of input items 1, 2\. The call may have been placed /,
		),
	]);
});

test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'stopped, the node says so also with On Error %s, and keeps what is done',
	async (onError) => {
		const outputs = await stopped(call, ['succeeds'], { errors: 'onError', onError });
		const items = outputs.flat();
		expect(items.map(([, pairedItem]) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(items[0][0]).toHaveProperty('TransactionId');
		const said = { code: 'ABORT_ERR', hint: expect.stringMatching(call.ifUncertain ?? /a^/) };
		for (const [json] of items.slice(1)) expect(json).toMatchObject({ details: said });
	},
);

/** Operations that send other requests before or after their own, with what they say of what is done by then. */
const withSteps = resources
	.flatMap(({ operations }) => operations)
	.flatMap((operation) => {
		const steps = 'after' in operation ? operation.after : undefined;
		return steps ? [{ awsName: operation.awsName, option: steps.ifSet }] : [];
	});

test.each(withSteps)(
	'stopped after its own request, $awsName says what AWS has done',
	async ({ awsName, option }) => {
		const fixture = fixtureOf(awsName);
		const [[name, record]] = Object.entries(fixture.response.body ?? {});
		const open = {
			...fixture,
			response: { statusCode: 201, body: { [name]: { ...record, Status: 'Processing' } } },
		};
		const outputs = await stopped(open, ['succeeds', 'succeeds'], { options: { [option]: true } });
		expect(outputs.flat().map(([json, pairedItem]) => [json.code, json.hint, pairedItem])).toEqual(
			[0, 1].map((item) => ['ABORT_ERR', expect.stringMatching(/^AWS has accepted/), { item }]),
		);
	},
);

test('stopped after it has disabled a rule, Delete says so', async () => {
	const fixture = fixtureOf('DeleteSipRule');
	const rule = fixtureOf('GetSipRule');
	const outputs = await stopped(
		{ ...fixture, response: rule.response },
		['succeeds', 'succeeds', 'succeeds', 'succeeds'],
		{ options: { disableFirst: true } },
	);
	expect(outputs.flat().map(([json, pairedItem]) => [json.code, json.hint, pairedItem])).toEqual(
		[0, 1].map((item) => [
			'ABORT_ERR',
			'The node has disabled the rule, but not deleted it.',
			{ item },
		]),
	);
});
