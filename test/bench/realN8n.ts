import { dependencies } from '../e2e/package.json';
import { installPackage } from '../e2e/communityPackage';
import { create, endedRuns, resultOf, runOnce, type Stored } from '../e2e/editor';
import { isInstalled } from '../e2e/installation';
import { startN8n, type N8n } from '../e2e/n8n';
import { storeCredential } from '../e2e/credential';
import { run } from '../e2e/run';
import {
	connect,
	getProxySession,
	httpRequest,
	itemsOf,
	trigger,
	type Credential,
} from '../e2e/workflows';
import { takePeak } from './fastServer';
import type { Execution, Measurement, N8nCell, Pair } from './measurement';
import type { N8nPlan } from './plan';
import { withServer, type Tell } from './rounds';
import { sessionIds, voiceConnectorId } from './task';

/** What n8n's editor adds to a workflow today. */
const newestHttpRequest = 4.5;
const measured = 'Measured';

/**
 * The node beside n8n's HTTP Request node, in one n8n: each in a workflow of its own, with the
 * settings that it has when it is dragged into one. Undefined where no n8n is installed.
 */
export async function measureInN8n(plan: N8nPlan, tell: Tell): Promise<Measurement['n8n']> {
	if (!(await isInstalled())) {
		tell('There is no n8n in the cache, so it is left out. "npm run test:e2e" installs it.');
		return undefined;
	}
	const n8n = await startN8n();
	try {
		await installPackage(n8n);
		const node = await run(n8n.installation.node, ['--version']);
		const cells: N8nCell[] = [];
		for (const latency of plan.latencies)
			cells.push(await withServer(latency, async (url) => await cell(n8n, url, latency)));
		return { version: dependencies.n8n, node: node.trim().replace(/^v/, ''), cells };
	} finally {
		await n8n.stop();
	}

	async function cell(n8n: N8n, url: string, latency: number): Promise<N8nCell> {
		const { sessions } = plan;
		const workflows = await createWorkflows(n8n, url, sessions);
		const pairs: Pair[] = [];
		// The first is not counted: it is n8n that gets warm.
		for (let turn = 0; turn <= plan.pairs; turn += 1) {
			const pair = await runPair(n8n, url, workflows, turn % 2 === 1);
			if (turn === 0) continue;
			pairs.push(pair);
			const told = Object.entries(pair).map(([who, { node }]) => `${who} ${node}`);
			tell(`${sessions} sessions at ${latency} ms in n8n: ${told.join(', ')} ms`);
		}
		return { latency, sessions, pairs };
	}
}

type Workflows = Record<keyof Pair, Stored>;

async function createWorkflows(n8n: N8n, url: string, sessions: number): Promise<Workflows> {
	const credential = await storeCredential(n8n, { url });
	const request = (signedWith?: Credential) => {
		const path = `/voice-connectors/${voiceConnectorId}/proxy-sessions/{{ $json.id }}`;
		const node = httpRequest(measured, { url: `=${url}${path}` }, signedWith);
		return { ...node, typeVersion: newestHttpRequest };
	};
	const workflow = async (node: ReturnType<typeof request>) =>
		await create(n8n, {
			name: node.type,
			nodes: [trigger('Start'), ...itemsOf(sessionIds(sessions)), node],
			connections: connect({ Start: [['List']], List: [['Items']], Items: [[measured]] }),
		});
	return {
		node: await workflow(getProxySession(measured, voiceConnectorId, credential)),
		signed: await workflow(request(credential)),
		unsigned: await workflow(request()),
	};
}

/** Who goes first has whatever advantage there is in it, so they take turns. */
async function runPair(n8n: N8n, url: string, workflows: Workflows, isReversed: boolean) {
	const execute = async (who: keyof Pair) => await executionOf(n8n, url, workflows[who]);
	if (!isReversed) {
		const node = await execute('node');
		const signed = await execute('signed');
		return { node, signed, unsigned: await execute('unsigned') };
	}
	const unsigned = await execute('unsigned');
	const signed = await execute('signed');
	return { unsigned, signed, node: await execute('node') };
}

async function executionOf(n8n: N8n, url: string, workflow: Stored): Promise<Execution> {
	await takePeak(url);
	const status = await runOnce(n8n, workflow);
	if (status !== 'success') throw new Error(`A run of ${workflow.name} ended with "${status}".`);
	const [execution] = await endedRuns(n8n, workflow);
	const { runData } = await resultOf(n8n, execution);
	const { startedAt, stoppedAt } = execution;
	return {
		node: runData[measured][0].executionTime,
		whole: Date.parse(stoppedAt) - Date.parse(startedAt),
		peak: await takePeak(url),
	};
}
