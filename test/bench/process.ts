import { join } from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { installN8n, isInstalled } from '../support/n8n/installation';
import { runProgram } from '../support/program';
import { startFastServer } from '../support/chime/fastServer';
import type { Run, Task } from './task';

/** Runs a task in a process of its own, with a server of its own; see one.ts. */
export async function inProcess(task: Task, certificate: string): Promise<Run[]> {
	const { url, secureUrl, close } = await startFastServer({ ...task.trials[0], certificate });
	const parameters = [url, secureUrl, JSON.stringify(task)];
	const program = join(__dirname, 'one.ts');
	const printed = await runProgram(program, parameters, ['--expose-gc'], await nodeProgram());
	await close();
	return jsonParse<Run[]>(printed);
}

/** n8n's own Node.js where n8n is installed: it runs on a newer one than this package needs. */
export async function nodeProgram(): Promise<string> {
	return (await isInstalled()) ? (await installN8n()).node : process.execPath;
}
