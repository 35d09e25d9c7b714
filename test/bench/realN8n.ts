import { sessionIds, voiceConnectorId, withFastServer } from '../chime/fastServer';
import { installPackage } from '../e2e/communityPackage';
import { storeCredential } from '../e2e/credential';
import { create, endedRuns, resultOf, runOnce, type Stored } from '../e2e/editor';
import { isInstalled } from '../e2e/installation';
import { startN8n, type N8n } from '../e2e/n8n';
import { connect, getProxySession, httpRequest, itemsOf, trigger } from '../e2e/workflows';
import type { Report } from './measure';
import type { Execution, Measurement, Pair, Plan } from './plan';

/** What n8n's editor adds to a workflow today. */
const newestHttpRequest = 4.5;
const measured = 'Measured';

/**
 * The node beside n8n's HTTP Request node with the same credential, in one n8n, each in a workflow of
 * its own with the settings of a new node. Undefined where no n8n is installed.
 */
export async function measureInN8n(
	{ latencies, sessions, pairs }: NonNullable<Plan['n8n']>,
	report: Report,
): Promise<Measurement['n8n']> {
	if (!(await isInstalled())) {
		report('There is no n8n in the cache, so it is left out. "npm run test:e2e" installs it.');
		return undefined;
	}
	const n8n = await startN8n();
	try {
		await installPackage(n8n);
		const cells = [];
		for (const latency of latencies)
			cells.push(
				await withFastServer({ latency }, async ({ url }) => {
					const workflows = await createWorkflows(n8n, url, sessions);
					// The first pair is not counted: n8n gets warm.
					const all = [];
					for (let turn = 0; turn <= pairs; turn += 1)
						all.push(await runPair(n8n, workflows, turn));
					report(`${sessions} sessions at ${latency} ms in n8n`);
					return { latency, sessions, pairs: all.slice(1) };
				}),
			);
		return cells;
	} finally {
		await n8n.stop();
	}
}

type Workflows = Record<keyof Pair, Stored>;

async function createWorkflows(n8n: N8n, url: string, sessions: number): Promise<Workflows> {
	const credential = await storeCredential(n8n, { url });
	const target = `=${url}/voice-connectors/${voiceConnectorId}/proxy-sessions/{{ $json.id }}`;
	const request = httpRequest(measured, { url: target }, credential);
	const workflow = async (node: typeof request) =>
		await create(n8n, {
			name: node.type,
			nodes: [trigger('Start'), ...itemsOf(sessionIds(sessions)), node],
			connections: connect({ Start: [['List']], List: [['Items']], Items: [[measured]] }),
		});
	return {
		node: await workflow(getProxySession(measured, voiceConnectorId, credential)),
		httpRequest: await workflow({ ...request, typeVersion: newestHttpRequest }),
	};
}

/** They take turns at going first. */
async function runPair(n8n: N8n, workflows: Workflows, turn: number): Promise<Pair> {
	const execute = async (who: keyof Pair) => await executionOf(n8n, workflows[who]);
	if (turn % 2 === 0)
		return { node: await execute('node'), httpRequest: await execute('httpRequest') };
	return { httpRequest: await execute('httpRequest'), node: await execute('node') };
}

async function executionOf(n8n: N8n, workflow: Stored): Promise<Execution> {
	const status = await runOnce(n8n, workflow);
	if (status !== 'success') throw new Error(`A run of ${workflow.name} ended with "${status}".`);
	const [execution] = await endedRuns(n8n, workflow);
	const { runData } = await resultOf(n8n, execution);
	return {
		node: runData[measured][0].executionTime,
		workflow: Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt),
	};
}
