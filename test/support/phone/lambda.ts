import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

import { closeAtTheEnd } from '../cleanup';

const file = join(__dirname, '..', '..', '..', 'examples', 'masked-calls', 'lambda.mjs');

/** The response of the function; the phone network checks its actions. */
export interface LambdaResponse {
	SchemaVersion: unknown;
	Actions: Array<{ Type: string; Parameters: Record<string, unknown> }>;
	TransactionAttributes?: Record<string, string>;
}

export interface Lambda {
	invoke(event: object): Promise<LambdaResponse>;
	/** How long the function lets its requests take, in milliseconds. */
	timeouts(): number[];
	/** Stops the function, and returns all that it has logged. */
	stop(): Promise<string>;
}

interface Message {
	isReady?: boolean;
	id: number;
	response: LambdaResponse;
	timeouts: number[];
}

/** The function of the example, in a process of its own. */
export async function startLambda(environment: Record<string, string>): Promise<Lambda> {
	const env = { PATH: process.env.PATH, LAMBDA_FILE: pathToFileURL(file).href, ...environment };
	const child = fork(join(__dirname, 'runtime.mjs'), [], {
		env,
		execArgv: [],
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	const logged = Promise.all(
		[child.stdout, child.stderr].map(async (stream) => (stream ? await text(stream) : '')),
	);
	const exited = once(child, 'exit');
	const waiting = new Map<number, (response: LambdaResponse) => void>();
	let timeouts: number[] = [];
	const close = closeAtTheEnd(async () => {
		child.kill();
		await exited;
	});

	await new Promise<void>((resolve, reject) => {
		void exited.then(() => reject(new Error('The function has ended')));
		child.on('message', (message: Message) => {
			if (message.isReady) return resolve();
			timeouts = message.timeouts;
			waiting.get(message.id)?.(message.response);
			waiting.delete(message.id);
		});
	});
	let count = 0;
	return {
		invoke: async (event) =>
			await new Promise((resolve, reject) => {
				const id = ++count;
				waiting.set(id, resolve);
				child.send({ id, event }, (error) => error && reject(error));
			}),
		timeouts: () => timeouts,
		stop: async () => {
			await close();
			return (await logged).join('');
		},
	};
}
