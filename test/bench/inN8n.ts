import { installPackage } from '../e2e/communityPackage';
import { storeCredential } from '../e2e/credential';
import { create, endedRuns, resultOf, runOnce, type Editor, type Stored } from '../e2e/editor';
import { isInstalled } from '../e2e/installation';
import { startN8n } from '../e2e/n8n';
import { connect, getProxySession, httpRequest, itemsOf, trigger } from '../e2e/workflows';
import { startFastServer, takePeak } from './fastServer';
import { sessionIds, voiceConnectorId, type Load, type Run } from './task';

const measured = 'Measured';

/** Measures the node beside n8n's HTTP Request node, in one n8n; nothing where no n8n is installed. */
export async function measureInN8n(plan: Load[][]): Promise<Run[]> {
	const runs: Run[] = [];
	if (plan.length === 0 || !(await isInstalled())) return runs;
	const n8n = await startN8n();
	try {
		await installPackage(n8n);
		for (const loads of plan) runs.push(...(await measureLoads(n8n, loads)));
	} finally {
		await n8n.stop();
	}
	return runs;
}

async function measureLoads(editor: Editor, loads: Load[]): Promise<Run[]> {
	const [{ latency, sessions }] = loads;
	const { url, close } = await startFastServer({ latency });
	const all = await createWorkflows(editor, url, sessions);
	const runs: Run[] = [];
	for (let round = 0; round <= loads.length; round += 1) {
		// Whoever goes first has whatever advantage there is in it, so they take turns.
		for (const workflow of round % 2 === 0 ? all : all.toReversed()) {
			const run = await execute(editor, url, workflow);
			// The first round is not counted: n8n gets warm.
			if (round > 0) runs.push({ subject: workflow.name, latency, sessions, ...run });
		}
	}
	await close();
	return runs;
}

/** Each with the settings that its node has when it is dragged into a workflow. */
async function createWorkflows(editor: Editor, url: string, sessions: number): Promise<Stored[]> {
	const credential = await storeCredential(editor, { url });
	const address = `=${url}/voice-connectors/${voiceConnectorId}/proxy-sessions/{{ $json.id }}`;
	const request = (signedWith?: typeof credential) => ({
		...httpRequest(measured, { url: address }, signedWith),
		typeVersion: 4.5, // What n8n's editor adds to a workflow today.
	});
	const nodes = {
		Node: getProxySession(measured, voiceConnectorId, credential),
		'HTTP Request': request(credential),
		'HTTP Request, unsigned': request(),
	};
	const items = [trigger('Start'), ...itemsOf(sessionIds(sessions))];
	const connections = connect({ Start: [['List']], List: [['Items']], Items: [[measured]] });
	const created = Object.entries(nodes).map(
		async ([name, node]) => await create(editor, { name, nodes: [...items, node], connections }),
	);
	return await Promise.all(created);
}

/** Milliseconds, of the node and of the whole workflow, as n8n says itself. */
async function execute(editor: Editor, url: string, workflow: Stored) {
	await takePeak(url);
	const status = await runOnce(editor, workflow);
	if (status !== 'success') throw new Error(`A run of ${workflow.name} ended with "${status}".`);
	const [execution] = await endedRuns(editor, workflow);
	const { runData } = await resultOf(editor, execution);
	const duration = Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt);
	const figures = { Time: runData[measured][0].executionTime, Workflow: duration };
	return { figures, inFlight: await takePeak(url) };
}
