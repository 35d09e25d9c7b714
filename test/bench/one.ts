/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- measures in a process of its own */
import './environment';

import { Expression, jsonParse } from 'n8n-workflow';

import { bytesInUse } from '../support/memory';
import { startExpressions } from './expressions';
import { takePeak } from './fastServer';
import type { Load, Run, Running, SubjectName, Task } from './task';

const participantsPerSession = 2;

/** Runs the trials of a task one after the other, and prints the runs. Parameters: the address of the server, and the task. */
async function main([endpoint, json]: string[]): Promise<void> {
	const { what, warmUp, trials } = jsonParse<Task>(json);
	await startExpressions(process.versions.node);
	const concurrency = Math.max(...trials.map((trial) => trial.concurrency));
	const load = { ...trials[0], sessions: warmUp, concurrency };
	const names = new Set(trials.map(({ subject }) => subject));
	const warmUps = [...names].map((subject) => ({ ...load, subject }));
	const runs: Run[] = [];
	for (const trial of [...warmUps, ...trials]) {
		const run = await prepare(trial.subject, endpoint, trial);
		await takePeak(endpoint);
		const figures = await figuresOf(run, trial.sessions, what);
		runs.push({ ...trial, figures, inFlight: await takePeak(endpoint) });
	}
	// A process that leaves the isolates of the expressions behind may crash at its end.
	await Expression.disposeExpressionEngine();
	console.log(JSON.stringify(runs.slice(warmUps.length)));
	process.exit(0);
}

/** Imports each subject alone, so that none pays for what another needs. */
async function prepare(name: SubjectName, endpoint: string, load: Load) {
	if (name === 'SDK') return await (await import('./sdk.js')).theSdk(endpoint, load);
	const { theNode, theFloor } = await import('./inEngine.js');
	return await (name === 'Node' ? theNode : theFloor)(endpoint, load);
}

/** Milliseconds of processor time and by the clock, or kilobytes beyond those before: per session. */
async function figuresOf(run: Running, sessions: number, what: string): Promise<Run['figures']> {
	// The garbage of the trial before is not collected at the expense of this one.
	const before = await bytesInUse();
	const peakBytes = what === 'memory' ? watchMemory() : undefined;
	const startCpu = process.cpuUsage();
	const start = performance.now();
	const items = await run();
	const time = performance.now() - start;
	const { user, system } = process.cpuUsage(startCpu);
	const memory = peakBytes && (peakBytes() - before) / 1_000 / sessions;
	// The items are a part of the memory: to be kept until it has been looked at.
	const { length } = items;
	if (length !== sessions * participantsPerSession) throw new Error(`${length} items came out.`);
	if (memory !== undefined) return { Memory: memory };
	return { CPU: (user + system) / 1_000 / sessions, Time: time / sessions };
}

/** Looks at the memory now and then; the function that it returns takes the last look and returns the peak. */
function watchMemory(): () => number {
	const looks: number[] = [];
	const look = () => {
		globalThis.gc?.();
		const { heapUsed, external } = process.memoryUsage();
		looks.push(heapUsed + external);
	};
	let timer = setTimeout(function next() {
		const start = performance.now();
		look();
		// Most of the time is the run's own.
		timer = setTimeout(next, Math.max(20, (performance.now() - start) * 5));
	});
	return () => {
		clearTimeout(timer);
		look();
		return Math.max(...looks);
	};
}

void main(process.argv.slice(2));
