/**
 * Runs workflows in an engine of n8n, as the process at the other end of the IPC channel wants them,
 * and ends with that process. Parameters: the folder of the engine, the folder of the package.
 */
import '../support/engine/environment';
import './bridge';

import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeType,
	IRun,
} from 'n8n-workflow';

import {
	editorContext,
	itemSource,
	outputsOf,
	pollOnce,
	startWorkflow,
	type Engine,
	type WorkflowDefinition,
} from '../support/engine/engine';
import { agents, asTool } from '../support/engine/agent';
import { olderRequest } from '../support/engine/olderRequest';
import type { Description, Message, Outcome, Reply, Task } from './engineProcess';

const [engineFolder, packageFolder] = process.argv.slice(2);
const loader = new PackageDirectoryLoader(packageFolder);
const loaded = loader.loadAll();
const runs = new Map<number, ReturnType<typeof startWorkflow>>();

process.on('message', (message: Message) => void respond(message));
process.on('disconnect', () => process.exit());

async function respond({ number, task }: Message): Promise<void> {
	let reply: Reply;
	try {
		reply = { number, result: await perform(task, number) };
	} catch (error) {
		reply = { number, failure: error instanceof Error ? String(error.stack) : String(error) };
	}
	process.send?.(reply);
}

async function perform(task: Task, number: number): Promise<unknown> {
	await loaded;
	switch (task.kind) {
		case 'describe':
			return describe();
		case 'run': {
			const run = startWorkflow(engineWith(task.credential), task.definition);
			runs.set(number, run);
			return outcomeOf(await run, task.definition);
		}
		case 'cancel':
			return runs.get(task.run)?.cancel();
		case 'poll': {
			const { items, staticData } = await pollOnce(
				engineWith(task.credential),
				task.node,
				task.staticData,
			);
			return { items, staticData };
		}
		case 'search':
			return await search(task.method, task.node, engineWith(task.credential));
	}
}

function engineWith(credential: ICredentialDataDecryptedObject): Engine {
	const nodes = Object.keys(loader.nodeTypes).flatMap((name) => {
		const node = nodeOf(name);
		const type = `${loader.packageName}.${name}`;
		const tools = node.execute ? [[`${type}Tool`, asTool(node)] as const] : [];
		return [[type, node] as const, ...tools];
	});
	const credentials = Object.keys(loader.credentialTypes);
	return {
		nodeTypes: {
			'test.items': itemSource,
			'test.olderRequest': olderRequest,
			...agents,
			...Object.fromEntries(nodes),
		},
		credentialTypes: Object.fromEntries(
			credentials.map((name) => [name, loader.getCredential(name).type]),
		),
		credentials: Object.fromEntries(credentials.map((name) => [name, credential])),
	};
}

function nodeOf(name: string): INodeType {
	const { type } = loader.getNode(name);
	if (!('execute' in type) && !('poll' in type)) throw new Error(`The node ${name} does nothing.`);
	return type;
}

function outcomeOf(run: IRun, { nodes }: WorkflowDefinition): Outcome {
	const { error } = run.data.resultData;
	const outputs = nodes.map(({ name }) => [
		name,
		outputsOf(run, name).map((items) =>
			items.map(({ json, pairedItem }) => ({ json, input: inputOf(pairedItem) })),
		),
	]);
	return {
		status: run.status,
		...(error && {
			error: {
				name: error.name,
				message: error.message,
				httpCode: 'httpCode' in error ? error.httpCode : undefined,
				itemIndex: error.context?.itemIndex,
			},
		}),
		outputs: Object.fromEntries(outputs),
	};
}

function inputOf(pairedItem: INodeExecutionData['pairedItem']): number | undefined {
	const [first] = [pairedItem].flat();
	return typeof first === 'object' ? first.item : first;
}

async function search(method: string, node: INode, engine: Engine): Promise<INodeListSearchResult> {
	const found = engine.nodeTypes[node.type]?.methods?.listSearch?.[method];
	if (!found) throw new Error(`The node ${node.type} has no list "${method}".`);
	return await found.call(editorContext(engine, node));
}

function describe(): Description {
	const folders = Object.keys(require.cache).flatMap(
		(path) => /^.*[\\/]node_modules[\\/]n8n-workflow(?=[\\/])/.exec(path) ?? [],
	);
	// The checkout's own is a name here, behind which stands the engine's.
	const others = folders.filter((folder) => !folder.startsWith(process.cwd() + sep));
	return {
		core: versionIn(engineFolder),
		workflow: versionIn(others[0]),
		workflowFolders: [...new Set(others)],
		nodeTypes: Object.keys(loader.nodeTypes),
		credentialTypes: Object.keys(loader.credentialTypes),
	};
}

function versionIn(folder: string): string {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}
