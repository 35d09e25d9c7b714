import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { jsonParse, type IDataObject, type INodeParameters, type OnError } from 'n8n-workflow';

import type { ErrorsChoice } from '../../nodes/AwsChimeSdkVoice/outputs/table';
import { devDependencies } from '../../package.json';
import { installOnce, type CachedInstallation } from '../support/cachedInstallation';
import { sendError, sendStatus } from '../support/chime/responses';
import { isStsRequest } from '../support/chime/sts';
import {
	refused,
	sampleSession,
	startChime,
	type Chime,
	type ChimeOptions,
} from '../support/chime/server';
import { chimeWorkflow, itemFor, nodeName } from '../support/engine/chimeWorkflow';
import { key } from '../support/keys';
import { parametersFor } from '../operations';
import { packPackage, type PackedPackage } from '../support/packed';
import { credentialFor, role, roleCredentialFor } from '../support/credential';
import { byId } from '../support/locator';
import {
	chimeNode,
	connect,
	credentialType,
	node,
	roleCredentialType,
	triggerNode,
	type WorkflowDefinition,
} from '../support/workflow';
import { startEngine, type EngineProcess, type Item, type Outcome } from './engineProcess';
import { dependencies } from './package.json';

/** Versions of n8n, oldest first, and the name under which package.json has the n8n-core of each. */
const engines = [
	{ n8n: '1.97', name: 'n8n-core-1.97' },
	{ n8n: '1.123', name: 'n8n-core-1.123' },
	{ n8n: '2.3', name: 'n8n-core-2.3' },
	{ n8n: '2.20', name: 'n8n-core-2.20' },
	{ n8n: '2.41', name: 'n8n-core' },
] as const;

type Engine = (typeof engines)[number];

const installation: CachedInstallation = {
	name: 'engines',
	source: __dirname,
	title: `the engines of n8n ${engines.map(({ n8n }) => n8n).join(', ')}`,
	duration: 'about a minute, 800 MB',
	npmOptions: ['--omit=optional'],
};

const installLimit = 600_000;
const once: INodeParameters = { options: { maxRetries: 0 } };
const inFlight = 10;

/** Filters without which a list would be a list of everything: n8n itself empties some of them. */
const filtersWithoutValue: INodeParameters[string][] = [
	{ sipMediaApplicationId: '={{ $json.missing }}' },
	{ applicationId: 'a' },
	'={{ $json.missing }}',
	'={{ { applicationId: "a" } }}',
];

/** Columns of the summary, and the agents that call tools in these two ways. */
const agents = {
	invokingAgent: 'Tool called by an agent',
	requestingAgent: 'Tool called by the engine',
};
/** In these engines, an agent cannot have the engine call a tool. */
const withoutRequests = ['1.97'];

const columns = [
	...['n8n-core', 'n8n-workflow', 'Outputs', 'Repeats', 'Collections', 'Broken connection'],
	'On Error',
	...['Ended when cancelled', 'Picker', 'Trigger', 'Role', ...Object.values(agents)],
];
/** What the tests saw: a row for each engine; what nobody notes has failed, or was not tested. */
const summary: Record<string, Record<string, string>> = Object.fromEntries(
	engines.map(({ n8n }) => [
		n8n,
		Object.fromEntries(columns.map((column) => [column, 'failed or not run'])),
	]),
);

/** A session that is there, with two participants. */
const { VoiceConnectorId: connector, ProxySessionId: sample } = sampleSession;

/** The id of an item, the output it ends on, what comes out there, and how many requests it takes. */
const routes: Array<[proxySessionId: string, output: number, items: string[], requests: number]> = [
	[sample, 0, ['+12065550100', '+14015550101'], 1],
	['status-400', 1, ['400 BadRequestException'], 1],
	['..', 1, ['null InvalidParameter'], 0],
	['status-401', 2, ['401 UnauthorizedClientException'], 1],
	['status-403', 3, ['403 ForbiddenException'], 1],
	['status-404', 4, ['404 NotFoundException'], 1],
	['status-429', 5, ['429 ThrottledClientException'], 1],
	['status-500', 6, ['500 ServiceFailureException'], 1],
	['status-503', 7, ['503 ServiceUnavailableException'], 1],
	['status-409', 9, ['409 ConflictException'], 1],
	['status-418', 8, ['418 TeapotException'], 1],
	['plain', 0, ['+12065550100'], 1],
];
const outputCount = 10;
const stored = { id: '1', name: 'Chime' };

/** Two participants, a status, a refusal, another status, two participants. */
const mixture = [sample, 'status-404', '..', 'status-418', sample].map(itemFor);
const participants = ['0: +12065550100', '0: +14015550101', '4: +12065550100', '4: +14015550101'];
const failed = ['1: error 404', '2: error null', '3: error 418'];
const routed = [
	participants,
	['2: null InvalidParameter'],
	...[[], []],
	['1: 404 NotFoundException'],
	...[[], [], []],
	['3: 418 TeapotException'],
	[],
];
/** Everything, in the order of the inputs. */
const inFirstOutput = [
	...participants.slice(0, 2),
	'1: 404 NotFoundException',
	'2: null InvalidParameter',
	'3: 418 TeapotException',
	...participants.slice(2),
];
const notFound = { name: 'NodeApiError', httpCode: '404', itemIndex: 1 };

/** The setting On Error, the parameter Errors, and the items per output or what is thrown. */
const settings: Array<
	[onError: OnError | undefined, errors: ErrorsChoice, string[][] | typeof notFound]
> = [
	[undefined, 'outputs', routed],
	['stopWorkflow', 'outputs', routed],
	['continueRegularOutput', 'outputs', routed],
	['continueErrorOutput', 'outputs', [...routed, []]],
	[undefined, 'firstOutput', [inFirstOutput]],
	['continueErrorOutput', 'firstOutput', [inFirstOutput, []]],
	[undefined, 'onError', notFound],
	['stopWorkflow', 'onError', notFound],
	[
		'continueRegularOutput',
		'onError',
		[[...participants.slice(0, 2), ...failed, ...participants.slice(2)]],
	],
	['continueErrorOutput', 'onError', [participants, failed]],
];

/** What a cancelled run waits for. Older n8n does not wake it, so no wait is long. */
const waits: Record<string, ChimeOptions['intercept']> = {
	'for responses': () => true,
	'out a Retry-After': (response) =>
		Boolean(response.writeHead(503, { 'Retry-After': '1' }).end('{}')),
	'for its turn under throttling': (response) => {
		response.setHeader('Retry-After', '1');
		sendStatus(response, 429);
		return true;
	},
};

/** The calls of a model, and the results that it has to receive. */
const toolCalls: Array<[args: IDataObject, items: string[]]> = [
	[itemFor(sample), ['+12065550100', '+14015550101']],
	[itemFor('status-404'), ['404 NotFoundException']],
	[itemFor('..'), ['null InvalidParameter']],
];

/** The folder in which the engines are. */
let packages: string;
let packed: PackedPackage;

beforeAll(async () => {
	packages = join(await installOnce(installation), 'node_modules');
	packed = packPackage();
}, installLimit);

afterAll(() => console.table(summary));

test('the newest engine is the one in which all other tests run', () => {
	expect(versionOf(engines[engines.length - 1])).toBe(devDependencies['n8n-core']);
});

test('the lock file holds a hash of every package, and no registry', () => {
	type Entry = { integrity?: string; resolved?: string };
	const text = readFileSync(join(__dirname, 'package-lock.json'), 'utf8');
	const { packages: listed } = jsonParse<{ packages: Record<string, Entry> }>(text);
	const [, ...entries] = Object.values(listed);
	expect(entries.length).toBeGreaterThan(500);
	expect(entries.filter(({ integrity, resolved }) => !integrity || resolved)).toEqual([]);
});

describe.each(engines)('n8n $n8n', (engine) => {
	const { n8n, name } = engine;
	const note = (column: string, seen: string) => void (summary[n8n][column] = seen);
	let running: EngineProcess | undefined;

	beforeAll(async () => {
		running = startEngine(join(packages, name), packed.unpackBeside(workflowOf(packages, engine)));
		await running.send({ kind: 'describe' }).result;
	});

	afterAll(async () => await running?.close());

	function inEngine(): EngineProcess {
		if (!running) throw new Error('The engine has not started.');
		return running;
	}

	async function start(intercept?: ChimeOptions['intercept']): Promise<Chime> {
		return await startChime({ keys: [key], intercept });
	}

	async function runAt(chime: Chime, definition: WorkflowDefinition): Promise<Outcome> {
		const task = { kind: 'run', definition, credential: credentialFor(chime.url) } as const;
		const outcome = await inEngine().send(task).result;
		expect(refused(chime.received)).toEqual([]);
		return outcome;
	}

	test('has loaded the package, which shares its n8n-workflow', async () => {
		const loaded = await inEngine().send({ kind: 'describe' }).result;
		expect(loaded.core).toBe(versionOf(engine));
		expect(loaded.workflowFolders).toEqual([workflowOf(packages, engine)]);
		expect(loaded.nodeTypes).toContain('awsChimeSdkVoice');
		expect(loaded.credentialTypes).toContain(credentialType);
		note('n8n-core', loaded.core);
		note('n8n-workflow', loaded.workflow);
	});

	test('routes every status to its output', async () => {
		const chime = await start();
		const items = routes.map(([proxySessionId]) => itemFor(proxySessionId));
		const { error, outputs } = await runAt(chime, chimeWorkflow({ items, parameters: once }));
		expect(error).toBeUndefined();
		const expected = Array.from({ length: outputCount }, (_, output) =>
			routes.flatMap(([, target, emitted], input) =>
				target === output ? emitted.map((item) => `${input}: ${item}`) : [],
			),
		);
		expect(emittedIn(outputs[nodeName])).toEqual(expected);
		const requests = routes.map(([id]) => [id, requestsFor(id, chime)]);
		expect(requests).toEqual(routes.map(([id, , , count]) => [id, count]));
		note('Outputs', `${routes.length} items to ${outputCount} outputs`);
	});

	test('repeats what may succeed later', async () => {
		const chime = await start();
		const items = ['flaky-1-status-503', 'flaky-2-status-500', 'flaky-1-status-429'].map(itemFor);
		const { outputs } = await runAt(chime, chimeWorkflow({ items }));
		const [first, ...others] = emittedIn(outputs[nodeName]);
		expect(first).toEqual(items.map((_, input) => `${input}: +12065550100`));
		expect(others.flat()).toEqual([]);
		const requests = items.map(({ proxySessionId }) => requestsFor(proxySessionId, chime));
		expect(requests).toEqual([2, 3, 2]);
		note('Repeats', 'as expected');
	});

	test('sends or refuses whatever a collection holds', async () => {
		const chime = await start();
		for (const filters of filtersWithoutValue) {
			const parameters = { ...parametersFor('ListSipRules'), filters };
			const { outputs } = await runAt(chime, chimeWorkflow({ items: [{}], parameters }));
			expect([filters, emittedIn(outputs[nodeName])[1]]).toEqual([
				filters,
				['0: null InvalidParameter'],
			]);
		}
		expect(chime.received).toEqual([]);
		const parameters = {
			...parametersFor('CreateSipMediaApplicationCall'),
			additionalFields: '={{ { argumentsMap: { x: "1" } } }}',
		};
		await runAt(chime, chimeWorkflow({ items: [{}], parameters }));
		expect(chime.received.map(({ body }) => JSON.parse(body.toString()).ArgumentsMap)).toEqual([
			{ x: '1' },
		]);
		note('Collections', 'as expected');
	});

	test('calls a broken connection by its code, and tries again', async () => {
		const chime = await start();
		const items = ['flaky-1-reset', 'reset'].map(itemFor);
		const { outputs } = await runAt(chime, chimeWorkflow({ items }));
		const [first, ...others] = emittedIn(outputs[nodeName]);
		expect([first, others[7]]).toEqual([['0: +12065550100'], ['1: null ECONNRESET']]);
		const requests = items.map(({ proxySessionId }) => requestsFor(proxySessionId, chime));
		expect(requests).toEqual([2, 3]);

		await chime.close();
		const later = await runAt(chime, chimeWorkflow({ items: [itemFor(sample)], parameters: once }));
		expect(emittedIn(later.outputs[nodeName])[8]).toEqual(['0: null ECONNREFUSED']);
		note('Broken connection', 'as expected');
	});

	let rightSettings = 0;
	for (const [onError, errors, expected] of settings) {
		test(`On Error ${onError ?? 'not set'}, Errors ${errors}`, async () => {
			const chime = await start();
			const parameters = { ...once, errors };
			const definition = chimeWorkflow({ items: mixture, parameters, onError });
			const { error, outputs } = await runAt(chime, definition);
			if ('name' in expected) {
				expect(error).toMatchObject(expected);
				expect(error?.message).toContain('NotFoundException');
				expect(outputs[nodeName].flat()).toEqual([]);
			} else {
				expect(error).toBeUndefined();
				expect(emittedIn(outputs[nodeName])).toEqual(expected);
			}
			note('On Error', `${++rightSettings} of ${settings.length}`);
		});
	}

	test('gives failed items the fields that the README says', async () => {
		const [, ...cells] = readmeRowOf(n8n);
		const input = itemFor('status-404');
		const seen = await Promise.all(
			(['continueRegularOutput', 'continueErrorOutput'] as const).map(async (onError) => {
				const chime = await start();
				const parameters = { ...once, errors: 'onError' };
				const { outputs } = await runAt(
					chime,
					chimeWorkflow({ items: [input], parameters, onError }),
				);
				return outputs[nodeName].flat().map(({ json }) => fieldsOf(json, input));
			}),
		);
		expect(seen).toEqual(cells.map((cell) => [cell]));
		note('Failed items', 'as the README says');
	});

	test("throws AWS's words", async () => {
		const message = 'A preexisting rule refers to the host (ENOTFOUND).';
		const chime = await start((response) => {
			sendError(response, 400, 'BadRequestException', message);
			return true;
		});
		const parameters = { ...once, errors: 'onError' };
		const definition = chimeWorkflow({ items: [itemFor(sample)], parameters });
		const { error } = await runAt(chime, definition);
		expect(error?.message).toBe(`BadRequestException: ${message}`);
	});

	test('ends when cancelled, whatever it waits for, and sends nothing more', async () => {
		const cancelled = Object.entries(waits).map(async ([what, intercept]) => {
			const chime = await start(intercept);
			const { status, duration } = await cancelOnceWaiting(chime);
			const sent = chime.received.length;
			// Longer than the Retry-After of the server.
			await wait(2_000);
			const sentLater = chime.received.length - sent;
			return { duration, ended: { what, status, sentLater, inFlight: chime.inFlight() } };
		});
		const seen = await Promise.all(cancelled);
		expect(seen.map(({ ended }) => ended)).toEqual(
			Object.keys(waits).map((what) => ({ what, status: 'canceled', sentLater: 0, inFlight: 0 })),
		);
		note(
			'Ended when cancelled',
			`after ${seen.map(({ duration }) => (duration / 1_000).toFixed(1)).join(', ')} s`,
		);
	});

	/** Cancels a run when as many requests as may be in flight have been sent; none comes after that. */
	async function cancelOnceWaiting(chime: Chime) {
		const items = Array.from({ length: 3 * inFlight }, (_, id) => itemFor(`${id}`));
		const parameters = { options: { maxConcurrency: inFlight } };
		const run = inEngine().send({
			kind: 'run',
			definition: chimeWorkflow({ items, parameters }),
			credential: credentialFor(chime.url),
		});
		let isOver = false;
		const end = () => (isOver = true);
		run.result.then(end, end);
		while (!isOver && chime.received.length < inFlight) await wait(10);
		// Lets the responses arrive, where there are any.
		await wait(200);
		await inEngine().send({ kind: 'cancel', run: run.number }).result;
		const cancelledAt = Date.now();
		const sent = chime.received.length;
		const { status } = await run.result;
		expect(chime.received).toHaveLength(sent);
		return { status, duration: Date.now() - cancelledAt };
	}

	test('fills the list of voice connectors', async () => {
		const chime = await start();
		const [, node] = chimeWorkflow({ items: [] }).nodes;
		const credential = credentialFor(chime.url);
		const method = 'searchVoiceConnectors';
		const list = inEngine().send({ kind: 'search', method, node, credential });
		expect((await list.result).results).toEqual([
			{ name: expect.stringContaining('Connector 1'), value: connector },
		]);
		expect(chime.received.map(({ verdict }) => verdict.isVerified)).toEqual([true]);
		note('Picker', 'as expected');
	});

	test('polls for what has changed', async () => {
		const chime = await start();
		const poll = async (staticData: IDataObject) =>
			await inEngine().send({
				kind: 'poll',
				node: node('Trigger', [triggerNode, 1], { event: ['proxySessionEnded'] }, stored),
				staticData,
				credential: credentialFor(chime.url),
			}).result;
		const baseline = await poll({});
		expect(baseline.items).toBeNull();
		expect((await poll(baseline.staticData)).items).toBeNull();
		chime.add({ ...sampleSession, Status: 'Closed' });
		const { items } = await poll(baseline.staticData);
		expect(items).toMatchObject([{ event: 'proxySessionEnded', ProxySessionId: sample }]);
		expect(refused(chime.received)).toEqual([]);

		await chime.close();
		await expect(poll(baseline.staticData)).rejects.toThrow(/ECONNREFUSED|refused/);
		note('Trigger', 'as expected');
	});

	test('assumes a role once per session, in the node and in the HTTP Request node', async () => {
		const chime = await startChime({ keys: [key], roles: [role] });
		const items = Array.from({ length: 40 }, () => itemFor(sample));
		const urls = items.map(() => ({ url: `${chime.url}/voice-connectors` }));
		const parameters = { ...once, authentication: 'assumeRole' };
		const inNode = chimeWorkflow({ items, parameters });
		const inHttpRequest = olderWorkflow(urls);
		for (const session of ['', '{"madeFrom":"other settings"}'])
			for (const definition of [inNode, inHttpRequest]) {
				const calls = chime.sts.issued.length;
				const roleSessionName = `n8n-${calls}`;
				const credential = { ...roleCredentialFor(chime.url), session, roleSessionName };
				const task = { kind: 'run', definition, credential } as const;
				const { error, outputs } = await inEngine().send(task).result;
				expect(error).toBeUndefined();
				const [found] = outputs[nodeName];
				expect(found).toHaveLength(definition === inNode ? 80 : 40);
				if (definition === inHttpRequest)
					found.forEach(({ json }) => expect(json).toEqual({ result: 'success' }));
				expect(chime.sts.issued).toHaveLength(calls + 1);
			}
		expect(refused(chime.received)).toEqual([]);
		note('Role', 'as expected');
	});

	test('gets another session where AWS says that it has expired', async () => {
		let requests = 0;
		const chime = await startChime({
			keys: [key],
			roles: [role],
			intercept: () => {
				requests += 1;
				if (requests === 20) chime.sts.endSessions();
				return false;
			},
		});
		const items = Array.from({ length: 40 }, () => itemFor(sample));
		const parameters = { ...once, authentication: 'assumeRole' };
		const credential = roleCredentialFor(chime.url);
		const definition = chimeWorkflow({ items, parameters });
		const { outputs } = await inEngine().send({ kind: 'run', definition, credential }).result;
		expect(outputs[nodeName].map((found) => found.length)).toEqual([80, ...Array(9).fill(0)]);
		expect(chime.sts.issued).toHaveLength(2);
	});

	test('knows what was sent, and ends the wait for a session with "Timeout"', async () => {
		let isSilent = false;
		const chime = await startChime({
			keys: [key],
			roles: [role],
			intercept: (response, request) => {
				if (!isSilent || !isStsRequest(request)) return false;
				response.writeHead(200).write('<');
				return true;
			},
		});
		const failureOf = async (options: INodeParameters) => {
			const parameters = { authentication: 'assumeRole', options: { maxRetries: 0, ...options } };
			const definition = chimeWorkflow({ items: [itemFor('reset')], parameters });
			// Each run has a session of its own.
			const roleSessionName = `n8n-${String(isSilent)}`;
			const credential = { ...roleCredentialFor(chime.url), roleSessionName };
			const task = { kind: 'run', definition, credential } as const;
			const { outputs } = await inEngine().send(task).result;
			return outputs[nodeName].flat()[0].json;
		};
		expect(await failureOf({})).toMatchObject({ code: 'ECONNRESET', attempts: 1 });
		isSilent = true;
		expect(await failureOf({ timeout: 100 })).toMatchObject({
			code: 'AssumeRoleUnavailable',
			message: expect.stringContaining('within 100 ms'),
			attempts: 0,
		});
	});

	test('says why AWS does not let it assume the role', async () => {
		const chime = await startChime({ keys: [key], roles: [{ ...role, trusted: [] }] });
		const message = /^AWS does not let this key assume the role/;
		const credential = roleCredentialFor(chime.url);
		const parameters = { authentication: 'assumeRole' };
		const definition = chimeWorkflow({ items: [itemFor(sample)], parameters });
		const { error } = await inEngine().send({ kind: 'run', definition, credential }).result;
		expect(error?.message).toMatch(message);
		const older = olderWorkflow([{ url: `${chime.url}/voice-connectors` }]);
		const inHttpRequest = await inEngine().send({ kind: 'run', definition: older, credential })
			.result;
		expect(inHttpRequest.outputs[nodeName][0][0].json.result).toMatch(message);
	});

	for (const agent of ['invokingAgent', 'requestingAgent'] as const) {
		const column = agents[agent];
		if (agent === 'requestingAgent' && withoutRequests.includes(n8n)) {
			test(`${column}: this engine calls none`, async () => {
				const chime = await start();
				const { error, outputs } = await runAt(chime, toolWorkflow(agent));
				expect(error?.message).toContain('not iterable');
				expect(outputs.Agent).toEqual([]);
				expect(chime.received).toEqual([]);
				note(column, 'unknown to the engine');
			});
			continue;
		}

		test(`${column}: it brings participants`, async () => {
			const chime = await start();
			const { error, outputs } = await runAt(chime, toolWorkflow(agent));
			expect(error).toBeUndefined();
			expect(resultsIn(outputs.Agent)[0]).toEqual(toolCalls[0][1]);
			expect(chime.received).toHaveLength(2);
		});

		test(`${column}: it reports what has failed`, async () => {
			const chime = await start();
			const { outputs } = await runAt(chime, toolWorkflow(agent));
			expect(resultsIn(outputs.Agent)).toEqual(toolCalls.map(([, items]) => items));
			note(column, 'as expected');
		});
	}
});

/** Items → requests as n8n's HTTP Request node makes them. */
function olderWorkflow(items: IDataObject[]): WorkflowDefinition {
	const [source] = chimeWorkflow({ items }).nodes;
	const credentials = { [roleCredentialType]: { id: '1', name: 'Chime' } };
	const older = { ...node(nodeName, ['test.olderRequest', 1]), credentials };
	return { nodes: [source, older], connections: connect({ Items: [[nodeName]] }) };
}

/** Items → an agent, with the node as its tool; the model decides both ids. */
function toolWorkflow(agent: keyof typeof agents): WorkflowDefinition {
	const [items, tool] = chimeWorkflow({ items: [{}] }).nodes;
	const fromAi = (field: string) =>
		byId(`={{ $fromAI('${field}', 'As the user wants it', 'string') }}`);
	const ids = {
		voiceConnectorId: fromAi('voiceConnectorId'),
		proxySessionId: fromAi('proxySessionId'),
	};
	const calls = JSON.stringify(toolCalls.map(([args]) => args));
	return {
		nodes: [
			items,
			node('Agent', [agent, 1], { calls }),
			{ ...tool, type: `${chimeNode}Tool`, parameters: { ...ids, ...once } },
		],
		connections: {
			...connect({ Items: [['Agent']] }),
			...connect({ [nodeName]: [['Agent']] }, 'ai_tool'),
		},
	};
}

function requestsFor(proxySessionId: string, { received }: Chime): number {
	return received.filter(({ target }) => target.endsWith(`/proxy-sessions/${proxySessionId}`))
		.length;
}

/** What came out, per output, as «input: what». */
function emittedIn(outputs: Item[][] = []): string[][] {
	return outputs.map((items) => items.map(({ json, input }) => `${input}: ${kindOf(json)}`));
}

/** The results that an agent received, per call. */
function resultsIn([items]: Item[][]): string[][] {
	return items.map(({ json: { result } }) => {
		if (!Array.isArray(result)) throw new Error(`The tool returned ${JSON.stringify(result)}`);
		return result.map((each) => kindOf(Object(each)));
	});
}

/** Named by what stays the same from one version of the package to the next. */
function kindOf({ error, details, PhoneNumber, statusCode, code }: IDataObject): string {
	if (error !== undefined) return `error ${Object(details ?? error).httpCode}`;
	return PhoneNumber === undefined ? `${statusCode} ${code}` : String(PhoneNumber);
}

/** The fields of a failed item, as the README's table words them. */
function fieldsOf(json: IDataObject, input: IDataObject): string {
	const own = ['error', 'message', 'details'].filter((name) => name in json);
	expect(Object.keys(json).filter((name) => !own.includes(name) && !(name in input))).toEqual([]);
	const kinds = own.map((name) => (typeof json[name] === 'string' ? 'text' : 'object'));
	const hasInput = Object.keys(input).every((name) => name in json);
	const besides = hasInput ? ['the fields of the input item'] : [];
	return [...own.map((name, index) => `\`${name}\` (${kinds[index]})`), ...besides].join(', ');
}

/** The row of the README's table of failed items for a version of n8n, cell by cell. */
function readmeRowOf(n8n: string): string[] {
	const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
	const [, table = ''] = readme.split('\n| n8n | Continue | Continue (using error output) |\n');
	const rows = table.split('\n\n')[0].split('\n');
	const cells = rows.map((row) => row.slice(2, -2).split(' | '));
	return cells.find(([versions]) => versions.split(', ').includes(n8n)) ?? [];
}

async function wait(milliseconds: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The version of n8n-core in package.json. */
function versionOf({ name }: Engine): string {
	return dependencies[name].replace(/^npm:n8n-core@/, '');
}

/** The n8n-workflow of an engine: its own, or for the newest the one that npm has put beside it. */
function workflowOf(packages: string, { name }: Engine): string {
	const own = join(packages, name, 'node_modules', 'n8n-workflow');
	return existsSync(own) ? own : join(packages, 'n8n-workflow');
}
