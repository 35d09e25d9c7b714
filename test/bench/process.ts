/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- starts a process for every measurement */
import { join, resolve } from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { run } from '../e2e/run';
import type { Cost, Task } from './task';

const root = resolve(__dirname, '..', '..');

/** Has a process of its own do a task; see one.ts. */
export async function inProcess(task: Task, ...nodeOptions: string[]): Promise<Cost[]> {
	const program = ['--import', 'tsx', join(__dirname, 'one.ts'), JSON.stringify(task)];
	const options = ['--expose-gc', '--no-warnings', ...nodeOptions];
	return jsonParse<Cost[]>(await run(process.execPath, [...options, ...program], { cwd: root }));
}
