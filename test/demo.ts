/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a command-line program: it prints, and it exits with a code */
import './engine/environment';

import { PackageDirectoryLoader } from 'n8n-core';
import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

import { sampleSession, startChime, type Chime } from './chime/server';
import {
	itemSource,
	outputsOf,
	startWorkflow,
	type Engine,
	type WorkflowDefinition,
} from './engine/engine';
import { chimeWorkflow, credentialType, nodeName, nodeTypeName } from './engine/chimeWorkflow';
import { evaluate } from './engine/evaluate';
import { key } from './keys';
import { packPackage } from './packed';
import { credentialFor } from './support/credential';

const voiceConnectorId = sampleSession.VoiceConnectorId;

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

async function main(): Promise<boolean> {
	const packed = packPackage();
	const chime = await startChime({ keys: [key] });
	chime.add({
		VoiceConnectorId: voiceConnectorId,
		ProxySessionId: 'nobody',
		Status: 'Closed',
		Participants: [],
	});
	try {
		const loader = new PackageDirectoryLoader(packed.folder);
		await loader.loadAll();
		const node = loader.getNode('awsChimeSdkVoice').type;
		if (!('execute' in node)) throw new Error('The node cannot be executed.');
		const credential = loader.getCredential(credentialType).type;
		const engine: Engine = {
			nodeTypes: { 'test.items': itemSource, notify, [nodeTypeName]: node },
			credentialTypes: { [credentialType]: credential },
			credentials: { [credentialType]: credentialFor(chime.url) },
		};
		return await runOver(engine, chime, outputNames(node));
	} finally {
		await chime.close();
		packed.remove();
	}
}

function outputNames(node: INodeType): string[] {
	const { outputs } = node.description;
	const evaluated = evaluate(
		node,
		String(outputs),
		{},
		{ errors: 'outputs', output: 'participants' },
	);
	if (!Array.isArray(evaluated)) throw new Error('The outputs are no list.');
	return evaluated.map((output) =>
		typeof output === 'object' && output && 'displayName' in output
			? String(output.displayName)
			: '',
	);
}

async function runOver(engine: Engine, chime: Chime, names: string[]): Promise<boolean> {
	const run = await startWorkflow(engine, workflow(names));
	if (run.data.resultData.error) throw run.data.resultData.error;

	const emitted = outputsOf(run, nodeName).flatMap((items, output) =>
		items.map(({ json, pairedItem }) => ({
			output,
			input: typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1,
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
		const isRight =
			found.every((entry) => entry.output === output) &&
			JSON.stringify(found.map(({ item }) => item)) === JSON.stringify(items) &&
			received.length === requests &&
			verified === requests;
		return {
			Output: names[output],
			Session: proxySessionId,
			Item: found.map(({ item }) => item).join(', ') || '(none)',
			Requests: received.length,
			'Signatures verified': verified,
			'As expected': isRight ? 'yes' : 'NO',
		};
	});
	console.table(rows);
	const requests = sessions.reduce((sum, [, , , count]) => sum + count, 0);
	console.log(
		`${sessions.length} sessions, ${chime.received.length} requests, ${emitted.length} items, ${notified} of them notified of`,
	);
	const isAsExpected = rows.every((row) => row['As expected'] === 'yes');
	return isAsExpected && chime.received.length === requests && notified === emitted.length;
}

/** Items → Get Proxy Session → one notification per output. */
function workflow(names: string[]): WorkflowDefinition {
	const { nodes, connections } = chimeWorkflow({
		items: sessions.map(([proxySessionId]) => ({ voiceConnectorId, proxySessionId })),
		// Every request once, so that the table shows what each response becomes.
		parameters: { options: { maxRetries: 0 } },
	});
	const [items] = nodes;
	const notifications = names.map((name) => ({
		...items,
		id: name,
		name,
		type: 'notify',
		parameters: {},
	}));
	const targets = names.map((node) => [{ node, type: NodeConnectionTypes.Main, index: 0 }]);
	return {
		nodes: [...nodes, ...notifications],
		connections: { ...connections, [nodeName]: { main: targets } },
	};
}

main().then(
	(isRight) => process.exit(isRight ? 0 : 1),
	(error) => {
		console.error(error);
		process.exit(1);
	},
);
