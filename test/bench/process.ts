/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- starts a process for every measurement */
import { join, resolve } from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { installN8n, isInstalled } from '../e2e/installation';
import { run } from '../e2e/run';
import type { Cost, Task } from './task';

const root = resolve(__dirname, '..', '..');

/** Has a process of its own do a task; see one.ts. */
export async function inProcess(task: Task, ...nodeOptions: string[]): Promise<Cost[]> {
	const program = ['--import', 'tsx', join(__dirname, 'one.ts'), JSON.stringify(task)];
	const options = ['--expose-gc', '--no-warnings', ...nodeOptions];
	const node = await nodeProgram();
	return jsonParse<Cost[]>(await run(node, [...options, ...program], { cwd: root }));
}

/** n8n's own Node.js where n8n is installed: it runs on a newer one than this package needs. */
export async function nodeProgram(): Promise<string> {
	return (await isInstalled()) ? (await installN8n()).node : process.execPath;
}
