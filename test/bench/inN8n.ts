import { installPackage } from '../support/n8n/communityPackage';
import { storeCredential } from '../support/n8n/credential';
import {
	create,
	endedRuns,
	resultOf,
	runOnce,
	type Editor,
	type Stored,
} from '../support/n8n/editor';
import { startN8n } from '../support/n8n/n8n';
import { connect, getProxySession, httpRequest, itemsOf, trigger } from '../support/n8n/workflows';
import { startFastServer } from '../support/chime/fastServer';
import type { Measure } from './plan';
import { theSdk } from './sdk';
import { sessionIds, voiceConnectorId, type Load, type Run } from './task';

const measured = 'Measured';

/** Measures the node beside n8n's HTTP Request node, in one n8n, and the SDK outside of it. */
export async function measureInN8n({ loads, clients }: Measure, certificate: string) {
	const runs: Run[] = [];
	const n8n = await startN8n();
	try {
		await installPackage(n8n);
		for (const group of loads) runs.push(...(await measureLoads(n8n, group, clients, certificate)));
	} finally {
		await n8n.stop();
	}
	return runs;
}

async function measureLoads(editor: Editor, loads: Load[], names: string[], certificate: string) {
	const { secureUrl, takeCounts, close } = await startFastServer({ ...loads[0], certificate });
	const runs: Run[] = [];
	// The first round is not counted: n8n gets warm.
	for (const [round, load] of [loads[0], ...loads].entries()) {
		const { latency, sessions } = load;
		const workflows = await createWorkflows(editor, secureUrl, sessions);
		// Whoever goes first has whatever advantage there is in it, so they take turns.
		for (const client of round % 2 === 0 ? names : names.toReversed()) {
			await takeCounts();
			const workflow = workflows.find(({ name }) => name === client);
			const figures = workflow ? await execute(editor, workflow) : await sdk(secureUrl, load);
			const run = { client, latency, sessions, figures, ...(await takeCounts()) };
			if (round > 0) runs.push(run);
		}
	}
	await close();
	return runs;
}

/** Each with the settings that its node has when it is dragged into a workflow. */
async function createWorkflows(editor: Editor, url: string, sessions: number): Promise<Stored[]> {
	const credential = await storeCredential(editor, { url });
	const address = `=${url}/voice-connectors/${voiceConnectorId}/proxy-sessions/{{ $json.id }}`;
	const own = getProxySession(measured, voiceConnectorId, credential);
	const nodes = {
		Node: own,
		'Node, lists': { ...own, parameters: { ...own.parameters, options: { fetchFromLists: true } } },
		// What n8n's editor adds to a workflow today.
		'HTTP Request': { ...httpRequest(measured, { url: address }, credential), typeVersion: 4.5 },
	};
	const items = [trigger('Start'), ...itemsOf(sessionIds(sessions))];
	const connections = connect({ Start: [['List']], List: [['Items']], Items: [[measured]] });
	const created = Object.entries(nodes).map(
		async ([name, node]) => await create(editor, { name, nodes: [...items, node], connections }),
	);
	return await Promise.all(created);
}

/** Milliseconds that the node took, as n8n says itself. */
async function execute(editor: Editor, workflow: Stored) {
	const status = await runOnce(editor, workflow);
	if (status !== 'success') throw new Error(`A run of ${workflow.name} ended with "${status}".`);
	const [execution] = await endedRuns(editor, workflow);
	const { runData } = await resultOf(editor, execution);
	return { Time: runData[measured][0].executionTime };
}

async function sdk(url: string, load: Load) {
	const run = await theSdk(url, load);
	const start = performance.now();
	await run();
	return { Time: performance.now() - start };
}
