/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs the package in several engines, each in a process of its own */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { jsonParse, NodeConnectionTypes, type INodeParameters } from 'n8n-workflow';

import { devDependencies } from '../../package.json';
import { refused, startChime, type Chime, type ChimeOptions } from '../chime/server';
import { chimeWorkflow, credentialType, nodeName, nodeTypeName } from '../engine/chimeNode';
import type { WorkflowDefinition } from '../engine/engine';
import { key } from '../keys';
import { packPackage, type PackedPackage } from '../packed';
import { emittedIn, toldIn } from './emitted';
import { startEngine, type EngineProcess } from './engineProcess';
import { engines, installEngines, versionOf, workflowOf } from './engines';
import {
	ask,
	connector,
	mixture,
	outputCount,
	routes,
	sample,
	settings,
	toolCalls,
	waits,
} from './expectations';
import type { Outcome } from './messages';
import { createSummary } from './summary';
import { credentialFor } from '../support/credential';

const installLimit = 600_000;
const once: INodeParameters = { options: { maxRetries: 0 } };
const inFlight = 10;

/** Columns of the summary, and the agents that call tools in these two ways. */
const agents = {
	invokingAgent: 'Tool called by an agent',
	requestingAgent: 'Tool called by the engine',
};
/** In these engines, an agent cannot have the engine call a tool. */
const withoutRequests = ['1.97'];

const summary = createSummary(
	engines.map(({ n8n }) => n8n),
	[
		...['n8n-core', 'n8n-workflow', 'Outputs', 'Repeats', 'Broken connection', 'On Error'],
		...['Ended when cancelled', 'Picker', ...Object.values(agents)],
	],
);

/** The folder in which the engines are. */
let packages: string;
let packed: PackedPackage;

beforeAll(async () => {
	packages = await installEngines();
	packed = packPackage();
}, installLimit);

afterAll(() => {
	packed?.remove();
	summary.print();
});

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
	const note = (column: string, seen: string) => summary.note(n8n, column, seen);
	/** A test, or one that is known to fail in this engine. */
	let chimes: Chime[] = [];
	let running: EngineProcess | undefined;

	beforeAll(async () => {
		running = startEngine(join(packages, name), packed.unpackBeside(workflowOf(packages, engine)));
		await running.describe();
	});

	afterEach(async () => {
		await Promise.all(chimes.map(async (chime) => await chime.close()));
		chimes = [];
	});

	afterAll(async () => await running?.close());

	function inEngine(): EngineProcess {
		if (!running) throw new Error('The engine has not started.');
		return running;
	}

	async function start(intercept?: ChimeOptions['intercept']): Promise<Chime> {
		const chime = await startChime({ keys: [key], intercept });
		chimes.push(chime);
		return chime;
	}

	async function runAt(chime: Chime, definition: WorkflowDefinition): Promise<Outcome> {
		const outcome = await inEngine().run(definition, credentialOf(chime)).outcome;
		expect(refused(chime.received)).toEqual([]);
		return outcome;
	}

	test('has loaded the package, which shares its n8n-workflow', async () => {
		const loaded = await inEngine().describe();
		expect(loaded.core).toBe(versionOf(engine));
		expect(loaded.workflowFolders).toEqual([workflowOf(packages, engine)]);
		expect(loaded.nodeTypes).toContain('awsChimeSdkVoice');
		expect(loaded.credentialTypes).toContain(credentialType);
		note('n8n-core', loaded.core);
		note('n8n-workflow', loaded.workflow);
	});

	test('routes every status to its output', async () => {
		const chime = await start();
		const items = routes.map(([proxySessionId]) => ask(proxySessionId));
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
		const items = ['flaky-1-status-503', 'flaky-2-status-500', 'flaky-1-status-429'].map(ask);
		const { outputs } = await runAt(chime, chimeWorkflow({ items }));
		const [first, ...others] = emittedIn(outputs[nodeName]);
		expect(first).toEqual(items.map((_, input) => `${input}: +12065550100`));
		expect(others.flat()).toEqual([]);
		const requests = items.map(({ proxySessionId }) => requestsFor(proxySessionId, chime));
		expect(requests).toEqual([2, 3, 2]);
		note('Repeats', 'as expected');
	});

	test('calls a broken connection by its code, and tries again', async () => {
		const chime = await start();
		const items = ['flaky-1-reset', 'reset'].map(ask);
		const { outputs } = await runAt(chime, chimeWorkflow({ items }));
		const [first, ...others] = emittedIn(outputs[nodeName]);
		expect([first, others.at(-1)]).toEqual([['0: +12065550100'], ['1: null ECONNRESET']]);
		const requests = items.map(({ proxySessionId }) => requestsFor(proxySessionId, chime));
		expect(requests).toEqual([2, 3]);

		await chime.close();
		const later = await runAt(chime, chimeWorkflow({ items: [ask(sample)], parameters: once }));
		expect(emittedIn(later.outputs[nodeName]).at(-1)).toEqual(['0: null ECONNREFUSED']);
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

	test('ends when cancelled, whatever it waits for, and sends nothing more', async () => {
		const cancelled = Object.entries(waits).map(async ([what, intercept]) => {
			const chime = await start(intercept);
			const { status, duration } = await cancelOnceWaiting(chime);
			const sent = chime.received.length;
			// Longer than the server has asked to wait.
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
		const items = Array.from({ length: 3 * inFlight }, (_, id) => ask(`${id}`));
		const parameters = { options: { maxConcurrency: inFlight } };
		const run = inEngine().run(chimeWorkflow({ items, parameters }), credentialOf(chime));
		let isOver = false;
		const end = () => (isOver = true);
		run.outcome.then(end, end);
		while (!isOver && chime.received.length < inFlight) await wait(10);
		// Lets the answers arrive, where there are any.
		await wait(200);
		await run.cancel();
		const cancelledAt = Date.now();
		const sent = chime.received.length;
		const { status } = await run.outcome;
		expect(chime.received).toHaveLength(sent);
		return { status, duration: Date.now() - cancelledAt };
	}

	test('fills the list of voice connectors', async () => {
		const chime = await start();
		const [, node] = chimeWorkflow({ items: [] }).nodes;
		const list = inEngine().search('searchVoiceConnectors', node, credentialOf(chime));
		expect((await list).results).toEqual([
			{ name: expect.stringContaining('Connector 1'), value: connector },
		]);
		expect(chime.received.map(({ verdict }) => verdict.isVerified)).toEqual([true]);
		note('Picker', 'as expected');
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
			expect(toldIn(outputs.Agent)[0]).toEqual(toolCalls[0][1]);
			expect(chime.received).toHaveLength(2);
		});

		test(`${column}: it tells what has failed`, async () => {
			const chime = await start();
			const { outputs } = await runAt(chime, toolWorkflow(agent));
			expect(toldIn(outputs.Agent)).toEqual(toolCalls.map(([, told]) => told));
			note(column, 'as expected');
		});
	}
});

function credentialOf({ url }: Chime) {
	return credentialFor(url);
}

/** Items → an agent, with the node as its tool; the model decides both ids. */
function toolWorkflow(agent: keyof typeof agents): WorkflowDefinition {
	const [items, node] = chimeWorkflow({ items: [{}] }).nodes;
	const fromAi = (field: string) => ({
		__rl: true,
		mode: 'id',
		value: `={{ $fromAI('${field}', 'As the user wants it', 'string') }}`,
	});
	const ids = {
		voiceConnectorId: fromAi('voiceConnectorId'),
		proxySessionId: fromAi('proxySessionId'),
	};
	const calls = JSON.stringify(toolCalls.map(([args]) => args));
	return {
		nodes: [
			items,
			{ ...items, id: 'agent', name: 'Agent', type: agent, parameters: { calls } },
			{ ...node, type: `${nodeTypeName}Tool`, parameters: { ...ids, ...once } },
		],
		connections: {
			Items: { main: [[{ node: 'Agent', type: NodeConnectionTypes.Main, index: 0 }]] },
			[nodeName]: { ai_tool: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]] },
		},
	};
}

function requestsFor(proxySessionId: string, { received }: Chime): number {
	return received.filter(({ target }) => target.endsWith(`/proxy-sessions/${proxySessionId}`))
		.length;
}

async function wait(milliseconds: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
