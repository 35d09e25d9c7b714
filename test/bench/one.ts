/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- one measurement, in a process of its own */
import '../engine/measuredEnvironment';

import { Expression, jsonParse } from 'n8n-workflow';

import { takePeak } from '../chime/fastServer';
import { startExpressions } from '../engine/expressions';
import type { Cost, SubjectName, Task } from './plan';
import type { Subject } from './subjects';

const participantsPerSession = 2;

/** Runs the trials of the task in the first parameter, and prints their costs as JSON. */
async function work({ endpoint, what, warmUp, trials }: Task): Promise<Cost[]> {
	await startExpressions(process.versions.node);
	for (const subject of new Set(trials.map((trial) => trial.subject)))
		await (
			await (
				await find(subject)
			)(endpoint, warmUp)
		)();
	const costs: Cost[] = [];
	for (const { subject, ...load } of trials) {
		const run = await (await find(subject))(endpoint, load);
		await takePeak(endpoint);
		const {
			items,
			cpu = 0,
			wall = 0,
			memory = 0,
		} = what === 'time' ? await timeOf(run) : await memoryOf(run);
		const expected = load.sessions * participantsPerSession;
		if (items !== expected) throw new Error(`${items} items came out, not ${expected}.`);
		const [each, peak] = [load.sessions, await takePeak(endpoint)];
		costs.push({ cpu: cpu / each, wall: wall / each, memory: memory / each, peak });
	}
	return costs;
}

/** Each is loaded alone, so that none pays for the modules of another. */
async function find(name: SubjectName): Promise<Subject> {
	if (name === 'sdk') return (await import('./sdk.js')).theSdk;
	const { theNode, theFloor } = await import('./subjects.js');
	return name === 'node' ? theNode : theFloor;
}

type Total = Partial<Omit<Cost, 'peak'>> & { items: number };

async function timeOf(run: () => Promise<unknown[]>): Promise<Total> {
	// The garbage of other trials is not collected at the expense of this one.
	globalThis.gc?.();
	const startCpu = process.cpuUsage();
	const start = performance.now();
	const items = await run();
	const wall = performance.now() - start;
	const { user, system } = process.cpuUsage(startCpu);
	return { items: items.length, cpu: (user + system) / 1_000, wall };
}

/** Looks at the memory every now and then, and collects the garbage first: its size is chance. */
async function memoryOf(run: () => Promise<unknown[]>): Promise<Total> {
	const before = inUse();
	let most = before;
	let timer: NodeJS.Timeout;
	const look = () => {
		const start = performance.now();
		most = Math.max(most, inUse());
		// Most of the time is the run's own.
		timer = setTimeout(look, Math.max(20, (performance.now() - start) * 5));
	};
	look();
	const items = await run();
	clearTimeout(timer!);
	return { items: items.length, memory: Math.max(most, inUse()) - before };
}

function inUse(): number {
	if (!globalThis.gc) throw new Error('Memory is measured under "node --expose-gc" only.');
	globalThis.gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

// A rejection ends the process with its error.
void work(jsonParse<Task>(process.argv[2])).then(async (costs) => {
	// A process that leaves the isolates of the expressions behind may crash at its end.
	await Expression.disposeExpressionEngine();
	console.log(JSON.stringify(costs));
	process.exit(0);
});
