import './support/engine/environment';

import Table from 'cli-table3';
import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

import { sampleSession, startChime, type Chime } from './support/chime/server';
import { builtEngine } from './support/engine/builtEngine';
import { itemFor } from './support/engine/chimeWorkflow';
import { itemSource, startWorkflow, type Engine } from './support/engine/engine';
import { evaluate } from './support/engine/evaluate';
import { key } from './support/keys';
import { packPackage } from './support/packed';
import { closeAll } from './support/cleanup';
import { credentialFor } from './support/credential';
import {
	chimeNode,
	connect,
	idsFromItem,
	node,
	outputsOf,
	type WorkflowDefinition,
} from './support/workflow';

const nodeName = 'Get Proxy Session';

/** A session, the output it ends on, what comes out there, and how many requests that takes. */
const sessions: Array<[proxySessionId: string, output: number, items: string[], requests: number]> =
	[
		[sampleSession.ProxySessionId, 0, ['+12065550100', '+14015550101'], 1],
		['nobody', 0, [], 1],
		['status-400', 1, ['BadRequestException'], 1],
		['..', 1, ['InvalidParameter'], 0],
		['status-401', 2, ['UnauthorizedClientException'], 1],
		['status-403', 3, ['ForbiddenException'], 1],
		['unknown', 4, ['NotFoundException'], 1],
		['status-429', 5, ['ThrottledClientException'], 1],
		['status-500', 6, ['ServiceFailureException'], 1],
		['status-503', 7, ['ServiceUnavailableException'], 1],
		['reset', 8, ['ECONNRESET'], 1],
		['html-200', 8, ['InvalidResponse'], 1],
		['redirect', 8, ['UnexpectedRedirect'], 1],
	];

/** Passes on what reaches it, where a workflow of a user would have its notification. */
const notify: INodeType = {
	description: {
		...itemSource.description,
		displayName: 'Notify',
		name: 'notify',
		inputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

const before = `
A workflow in n8n's engine requests ${sessions.length} proxy sessions from a Chime SDK Voice that runs on this
machine and checks every signature. Some sessions are there; the others fail in the ways in
which AWS can fail. Behind each output of the node, a notification waits for its items.
`;
const after = `
Each participant is an item of its own on the first output, and each failure left by the output
of its HTTP code; ".." was refused before anything was sent.

Next: npm run dev starts a whole n8n with this node, a credential and the example workflows.
`;

async function main(): Promise<boolean> {
	console.log(before);
	try {
		const packed = packPackage();
		const chime = await startChime({ keys: [key] });
		chime.add({ ...sampleSession, ProxySessionId: 'nobody', Participants: [] });
		const engine = await builtEngine(credentialFor(chime.url), packed.folder);
		engine.nodeTypes.notify = notify;
		return await runOver(engine, chime, outputNames(engine.nodeTypes[chimeNode]));
	} finally {
		await closeAll();
	}
}

function outputNames(packedNode: INodeType): string[] {
	const parameters = { errors: 'outputs', output: 'participants' };
	const outputs = evaluate(packedNode, String(packedNode.description.outputs), {}, parameters);
	if (!Array.isArray(outputs)) throw new Error('The outputs are no list.');
	return outputs.map((output) => String(Object(output).displayName ?? ''));
}

async function runOver(engine: Engine, chime: Chime, names: string[]): Promise<boolean> {
	const run = await startWorkflow(engine, workflow(names));
	if (run.data.resultData.error) throw run.data.resultData.error;

	const emitted = outputsOf(run, nodeName).flatMap((items, output) =>
		items.map(({ json, pairedItem }) => ({
			output,
			input: Object(pairedItem).item,
			item: String(json.PhoneNumber ?? json.code),
		})),
	);
	const notified = names.reduce((sum, name) => sum + (outputsOf(run, name)[0] ?? []).length, 0);
	const rows = sessions.map(([proxySessionId, output, items, requests], input) => {
		const found = emitted.filter((entry) => entry.input === input);
		const received = chime.received.filter(({ target }) =>
			target.endsWith(`/proxy-sessions/${encodeURIComponent(proxySessionId)}`),
		);
		const verified = received.filter(({ verdict }) => verdict.isVerified).length;
		const seen = [found.map(({ item }) => item), received.length, verified];
		const isRight =
			found.every((entry) => entry.output === output) &&
			JSON.stringify(seen) === JSON.stringify([items, requests, requests]);
		const shown = found.map(({ item }) => item).join(', ') || 'nothing: it has no participants';
		const result = isRight ? shown : `${shown} (NOT as expected)`;
		return { isRight, cells: [proxySessionId, names[output], result, received.length] };
	});
	const table = new Table({
		head: ['Session', 'Output', 'Items', 'Requests'],
		style: { head: [], border: [] },
		// No lines between the rows.
		chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
	});
	table.push(...rows.map(({ cells }) => cells));
	console.log(table.toString());
	const requests = sessions.reduce((sum, [, , , count]) => sum + count, 0);
	console.log(
		`${sessions.length} sessions, ${chime.received.length} requests with a valid signature, ${emitted.length} items, ${notified} notifications`,
	);
	console.log(after);
	return (
		rows.every(({ isRight }) => isRight) &&
		chime.received.length === requests &&
		notified === emitted.length
	);
}

/** Items → Get Proxy Session → one notification per output. */
function workflow(names: string[]): WorkflowDefinition {
	const items = JSON.stringify(sessions.map(([proxySessionId]) => itemFor(proxySessionId)));
	// Every request is sent once, so that the table shows what each response becomes.
	const parameters = { ...idsFromItem, options: { maxRetries: 0 } };
	return {
		nodes: [
			node('Sessions', ['test.items', 1], { items }),
			node(nodeName, [chimeNode, 1], parameters, { id: '1', name: 'Local' }),
			...names.map((name) => node(name, ['notify', 1])),
		],
		connections: connect({ Sessions: [[nodeName]], [nodeName]: names.map((name) => [name]) }),
	};
}

void main().then((isRight) => process.exit(isRight ? 0 : 1));
