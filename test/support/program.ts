import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

import { closeAtTheEnd } from './cleanup';

const root = resolve(__dirname, '..', '..');

/**
 * Runs a program to its end, or that of the test.
 *
 * @returns what it printed
 * @throws Error with all that it printed, when it fails
 */
export async function run(
	program: string,
	parameters: string[],
	{ cwd = root, env = process.env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
	return await new Promise((done, failed) => {
		const options = { cwd, env, maxBuffer: 2 ** 28 };
		const child = execFile(program, parameters, options, (error, stdout, stderr) => {
			void close();
			if (!error) return done(stdout);
			const command = [program, ...parameters].join(' ');
			failed(new Error(`${command} failed: ${error.message}\n${stdout}${stderr}`));
		});
		const ended = new Promise((end) => child.once('close', end));
		const close = closeAtTheEnd(async () => {
			child.kill();
			await ended;
		});
	});
}

/** Runs a TypeScript program in a Node.js process of its own, as `run` does. */
export async function runProgram(
	file: string,
	parameters: string[],
	nodeOptions: string[] = [],
	node = process.execPath,
): Promise<string> {
	const options = ['--no-warnings', ...nodeOptions, '--import', 'tsx'];
	return await run(node, [...options, file, ...parameters]);
}
