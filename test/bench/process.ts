/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- starts a process for every measurement */
import { join } from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { installN8n, isInstalled } from '../e2e/installation';
import { runProgram } from '../support/program';
import type { Cost, Task } from './task';

/** Has a process of its own do a task; see one.ts. */
export async function inProcess(task: Task, ...nodeOptions: string[]): Promise<Cost[]> {
	const options = ['--expose-gc', ...nodeOptions];
	const program = join(__dirname, 'one.ts');
	const printed = await runProgram(program, [JSON.stringify(task)], options, await nodeProgram());
	return jsonParse<Cost[]>(printed);
}

/** n8n's own Node.js where n8n is installed: it runs on a newer one than this package needs. */
export async function nodeProgram(): Promise<string> {
	return (await isInstalled()) ? (await installN8n()).node : process.execPath;
}
