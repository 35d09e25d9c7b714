/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- starts programs for the tests, never part of the package */
import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

interface Surroundings {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end and returns what it printed.
 *
 * @throws Error with all that the program printed, when it fails
 */
export async function run(
	program: string,
	parameters: string[],
	{ cwd, env = process.env }: Surroundings = {},
): Promise<string> {
	return await new Promise((resolve, reject) => {
		execFile(program, parameters, { cwd, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
			if (!error) return resolve(stdout);
			const command = [program, ...parameters].join(' ');
			reject(new Error(`${command} failed: ${error.message}\n${stdout}${stderr}`));
		});
	});
}

/** This process's environment with these programs' folders ahead of every other. */
export function environmentWith(...programs: string[]): NodeJS.ProcessEnv {
	const folders = [...programs.map((program) => dirname(program)), process.env.PATH];
	return { ...process.env, PATH: folders.join(delimiter) };
}
