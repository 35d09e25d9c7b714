import '../support/engine/environment';

import { Expression, jsonParse } from 'n8n-workflow';

import { bytesInUse, watchMemory } from '../support/memory';
import { startExpressions } from '../support/engine/expressions';
import { takeCounts } from '../support/chime/fastServer';
import type { Load, Run, Running, Task } from './task';

const participantsPerSession = 2;

/** Runs the trials of a task one after the other, and prints the runs. Parameters: the addresses of the server, plain and over TLS, and the task. */
async function main([url, secureUrl, json]: string[]): Promise<void> {
	const { what, warmUp, trials } = jsonParse<Task>(json);
	await startExpressions(process.versions.node);
	const concurrency = Math.max(...trials.map((trial) => trial.concurrency));
	const load = { ...trials[0], sessions: warmUp, concurrency };
	const names = new Set(trials.map(({ client }) => client));
	const warmUps = [...names].map((client) => ({ ...load, client }));
	const runs: Run[] = [];
	for (const trial of [...warmUps, ...trials]) {
		const [name, variant] = trial.client.split(', ');
		const run = await prepare([name, variant], variant === 'http' ? url : secureUrl, trial);
		await takeCounts(url);
		const figures = await figuresOf(run, trial.sessions, what);
		runs.push({ ...trial, figures, ...(await takeCounts(url)) });
	}
	// A process that leaves the isolates of the expressions behind may crash at its end.
	await Expression.disposeExpressionEngine();
	console.log(JSON.stringify(runs.slice(warmUps.length)));
	process.exit(0);
}

/** Imports each client alone, so that none pays for what another needs. */
async function prepare([name, variant]: string[], endpoint: string, load: Load) {
	if (name === 'SDK') return await (await import('./sdk.js')).theSdk(endpoint, load, variant);
	const { theNode, theFloor } = await import('./inEngine.js');
	return await (name === 'Node' ? theNode : theFloor)(endpoint, load, variant);
}

/** Milliseconds of processor time and by the clock, or kilobytes beyond those before: per session. Under throttling, seconds, and sessions that are lost. */
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
	const lost = sessions - length / participantsPerSession;
	if (what === 'throttling') return { Seconds: time / 1_000, Lost: lost };
	if (lost !== 0) throw new Error(`${length} items came out.`);
	if (memory !== undefined) return { Memory: memory };
	return { CPU: (user + system) / 1_000 / sessions, Time: time / sessions };
}

void main(process.argv.slice(2));
