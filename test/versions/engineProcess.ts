import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeListSearchResult,
} from 'n8n-workflow';

import { closeAtTheEnd } from '../support/cleanup';
import type { WorkflowDefinition } from '../support/workflow';

const root = resolve(__dirname, '..', '..');
const grace = 10_000;

/** What a test has the process of an engine do. */
export type Task =
	| { kind: 'describe' }
	| { kind: 'run'; definition: WorkflowDefinition; credential: ICredentialDataDecryptedObject }
	/** Cancels a running workflow, by the number of its message. */
	| { kind: 'cancel'; run: number }
	| {
			kind: 'poll';
			node: INode;
			staticData: IDataObject;
			credential: ICredentialDataDecryptedObject;
	  }
	| { kind: 'search'; method: string; node: INode; credential: ICredentialDataDecryptedObject };

/** What the process of an engine has loaded. */
export interface Description {
	core: string;
	workflow: string;
	/** The folders of all n8n-workflow that were loaded: one, and the node has it from there as well. */
	workflowFolders: string[];
	nodeTypes: string[];
	credentialTypes: string[];
}

export interface Item {
	json: IDataObject;
	/** The input item that it is paired with. */
	input: number | undefined;
}

/** What came of a workflow. */
export interface Outcome {
	status: string;
	error?: { name: string; message: string; httpCode?: string | null; itemIndex?: unknown };
	/** Items per output, by the name of the node. */
	outputs: Record<string, Item[][]>;
}

export interface Message {
	number: number;
	task: Task;
}

/** One reply for each message. */
export type Reply = { number: number } & ({ result: unknown } | { failure: string });

interface Results {
	describe: Description;
	run: Outcome;
	cancel: void;
	poll: { items: IDataObject[] | null; staticData: IDataObject };
	search: INodeListSearchResult;
}

/** An engine of n8n, and the package in it, in a process of its own. */
export interface EngineProcess {
	/** Has it perform a task, whose number cancels it where it is a run. */
	send<Kind extends keyof Results>(
		task: Task & { kind: Kind },
	): { number: number; result: Promise<Results[Kind]> };
	/** Ends the process, whatever it does at the moment. */
	close(): Promise<void>;
}

interface Waiting {
	resolve(result: unknown): void;
	reject(error: Error): void;
}

export function startEngine(engineFolder: string, packageFolder: string): EngineProcess {
	const child = fork(join(__dirname, 'driver.ts'), [engineFolder, packageFolder], {
		cwd: root,
		// What jest sets there would change what n8n does.
		env: { ...process.env, NODE_ENV: 'production' },
		execArgv: ['--import', 'tsx', '--no-warnings'],
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	const waiting = new Map<number, Waiting>();
	// Once the parent disconnects, Node reports no 'close' of the child.
	const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
	let printed = '';
	let count = 0;
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));

	child.on('message', (reply: Reply) => {
		const found = waiting.get(reply.number);
		waiting.delete(reply.number);
		if ('failure' in reply) found?.reject(new Error(`In the engine: ${reply.failure}`));
		else found?.resolve(reply.result);
	});
	const fail = (reason: string) => {
		const error = new Error(`The engine in ${engineFolder} ${reason}:\n${printed}`);
		waiting.forEach(({ reject }) => reject(error));
		waiting.clear();
	};
	child.on('error', ({ message }) => fail(`could not be started (${message})`));
	child.on('close', (code, signal) => fail(`ended (${code ?? signal})`));

	return {
		send: <Kind extends keyof Results>(task: Task & { kind: Kind }) => {
			const number = ++count;
			const result = new Promise((resolve, reject) => {
				waiting.set(number, { resolve, reject });
				const message: Message = { number, task };
				child.send(message, (error) => error && reject(error));
			});
			// The driver's result of a task has the type of this kind in Results.
			return { number, result: result as Promise<Results[Kind]> };
		},
		close: closeAtTheEnd(async () => {
			if (child.connected) child.disconnect();
			const timer = setTimeout(() => child.kill('SIGKILL'), grace);
			await ended;
			clearTimeout(timer);
		}),
	};
}
