import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { closeAtTheEnd } from '../cleanup';
import { waitFor } from './wait';

/** A program that ends with the tests, or with this process, however that happens. */
export interface Guarded {
	/** All that it has printed so far. */
	printed(): string;
	/** Ends it at once, as a crash or a power cut would: it gets no chance to say goodbye. */
	kill(): Promise<void>;
	/** Ends it in good order. */
	stop(): Promise<void>;
}

export interface Program {
	/** For error messages. */
	name: string;
	/** The Node that runs the guard. */
	node: string;
	/** Where it runs; removed when it has ended. */
	folder: string;
	/** The program and its parameters. */
	command: string[];
	env?: NodeJS.ProcessEnv;
}

/** Ends what it runs when this process ends, and removes what it has left. */
export const guard = join(__dirname, 'guard.ts');

/**
 * Starts a program and waits until it is ready.
 *
 * @throws Error with what it printed, when it ends instead
 */
export async function startGuarded(
	{ name, node, folder, command, env = process.env }: Program,
	isReady: () => Promise<boolean>,
): Promise<Guarded> {
	const child = spawn(node, [guard, folder, ...command], {
		cwd: folder,
		env,
		stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
	});
	const log: string[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk: Buffer) => log.push(chunk.toString()));
	const id = new Promise<number>((resolve) =>
		child.once('message', (message) => resolve(Number(message))),
	);
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
	const printed = () => log.join('');
	const stop = closeAtTheEnd(async () => {
		child.stdin?.end();
		await ended;
	});
	const kill = async () => {
		process.kill(await id, 'SIGKILL');
		await ended;
	};

	await waitFor(name, async () => hasEnded() || (await isReady())).catch(async (error) => {
		await stop();
		throw new Error(`${error}:\n${printed()}`);
	});
	if (hasEnded()) throw new Error(`${name} did not start:\n${printed()}`);
	return { printed, kill, stop };
}

/** A new folder for temporary files, removed when all that was started after it has ended. */
export async function temporaryFolder(name: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), `${name}-e2e-`));
	closeAtTheEnd(async () => await rm(folder, { recursive: true, force: true }));
	return folder;
}

/** Ports that are for programs that may not listen yet. */
const given = new Set<number>();

/**
 * A port of the loopback address that nothing listens on, another one each time. It is none of those that
 * the system gives to servers and connections that ask for any: before the program listens, another test
 * could get it, and be sent what is for the program.
 */
export async function freePort(): Promise<string> {
	const port = randomInt(20_000, 32_000);
	const server = createServer().listen(port, '127.0.0.1');
	const isFree = await once(server, 'listening').then(
		() => !given.has(port),
		() => false,
	);
	server.close();
	if (!isFree) return await freePort();
	given.add(port);
	return String(port);
}
