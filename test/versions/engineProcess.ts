/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- starts a process for the tests, never part of the package */
import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';

import type { ICredentialDataDecryptedObject, INode, INodeListSearchResult } from 'n8n-workflow';

import type { WorkflowDefinition } from '../engine/engine';
import type { Description, Message, Outcome, Reply, Task } from './messages';

const root = resolve(__dirname, '..', '..');
const grace = 10_000;

/** An engine of n8n, and the package in it, in a process of its own. */
export interface EngineProcess {
	describe(): Promise<Description>;
	run(
		definition: WorkflowDefinition,
		credential: ICredentialDataDecryptedObject,
	): { outcome: Promise<Outcome>; cancel(): Promise<void> };
	search(
		method: string,
		node: INode,
		credential: ICredentialDataDecryptedObject,
	): Promise<INodeListSearchResult>;
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

	function send(task: Task): { number: number; result: Promise<unknown> } {
		const number = ++count;
		const result = new Promise((resolve, reject) => {
			waiting.set(number, { resolve, reject });
			const message: Message = { number, task };
			child.send(message, (error) => error && reject(error));
		});
		return { number, result };
	}
	/** The driver's answer to a task has the type that messages.ts gives it. */
	const ask = async <T>(task: Task) => (await send(task).result) as T;

	return {
		describe: async () => await ask<Description>({ kind: 'describe' }),
		run: (definition, credential) => {
			const { number, result } = send({ kind: 'run', definition, credential });
			return {
				outcome: result as Promise<Outcome>,
				cancel: async () => await ask<void>({ kind: 'cancel', run: number }),
			};
		},
		search: async (method, node, credential) =>
			await ask<INodeListSearchResult>({ kind: 'search', method, node, credential }),
		close: async () => {
			if (child.connected) child.disconnect();
			const timer = setTimeout(() => child.kill('SIGKILL'), grace);
			await ended;
			clearTimeout(timer);
		},
	};
}
