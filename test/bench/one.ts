/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- one measurement, in a process of its own */
import './environment';

import { Expression, jsonParse } from 'n8n-workflow';

import { startExpressions } from './expressions';
import { takePeak } from './fastServer';
import { watchMemory } from './memory';
import type { Cost, Subject, SubjectName, Task } from './task';

const participantsPerSession = 2;

/**
 * Makes one trial after the other and prints what each took, as JSON.
 *
 * Parameter: the task, as JSON.
 */
async function work({ endpoint, what, warmUp, trials }: Task): Promise<Cost[]> {
	await startExpressions(process.versions.node);
	for (const subject of new Set(trials.map((trial) => trial.subject))) {
		const run = await (await find(subject))(endpoint, warmUp);
		await run();
	}
	const costs: Cost[] = [];
	for (const { subject, ...load } of trials) {
		const run = await (await find(subject))(endpoint, load);
		await takePeak(endpoint);
		const { items, ...total } = what === 'time' ? await timeOf(run) : await memoryOf(run);
		const expected = load.sessions * participantsPerSession;
		if (items !== expected) throw new Error(`${items} items came out, not ${expected}.`);
		costs.push({
			cpu: total.cpu / load.sessions,
			wall: total.wall / load.sessions,
			memory: total.memory / load.sessions,
			peak: await takePeak(endpoint),
		});
	}
	return costs;
}

/** Each is loaded alone, so that none pays for what another needs. */
async function find(name: SubjectName): Promise<Subject> {
	if (name === 'sdk') return (await import('./sdk.js')).theSdk;
	const { theNode, theFloor } = await import('./inEngine.js');
	return name === 'node' ? theNode : theFloor;
}

type Total = Omit<Cost, 'peak'> & { items: number };

async function timeOf(run: () => Promise<unknown[]>): Promise<Total> {
	// What others have left is not collected at the expense of this run.
	globalThis.gc?.();
	const startCpu = process.cpuUsage();
	const start = performance.now();
	const items = await run();
	const wall = performance.now() - start;
	const { user, system } = process.cpuUsage(startCpu);
	return { items: items.length, cpu: (user + system) / 1_000, wall, memory: 0 };
}

async function memoryOf(run: () => Promise<unknown[]>): Promise<Total> {
	const memory = watchMemory();
	const items = await run();
	return { memory: memory.most(), items: items.length, cpu: 0, wall: 0 };
}

work(jsonParse<Task>(process.argv[2])).then(
	async (costs) => {
		// A process that leaves the isolates of the expressions behind may crash at its end.
		await Expression.disposeExpressionEngine();
		console.log(JSON.stringify(costs));
		process.exit(0);
	},
	(error) => {
		console.error(error);
		process.exit(1);
	},
);
