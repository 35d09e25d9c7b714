import { startFastServer } from './fastServer';
import { median, type Cell, type Level, type Round } from './measurement';
import type { Plan } from './plan';
import { inProcess } from './process';
import { subjects, type Cost, type SubjectName, type Task } from './task';

export type Tell = (line: string) => void;

/** Node, floor, SDK, node, floor, SDK …: what else the machine does meets all of them alike. */
export async function measureCells({ steps, concurrency, warmUp }: Plan, tell: Tell) {
	const cells: Cell[] = [];
	for (const { latency, sizes, rounds } of steps) {
		// A process gets faster for its first thousands of sessions: the largest goes first.
		const loads = [...sizes]
			.reverse()
			.flatMap(({ sessions, repeats }) =>
				Array.from({ length: repeats }, () => ({ sessions, concurrency })),
			);
		const own = sizes.map(({ sessions }): Cell => ({ latency, sessions, rounds: [] }));
		await withServer(latency, async (endpoint) => {
			for (let round = 0; round < rounds; round += 1) {
				const costs = new Map<SubjectName, Cost[]>();
				for (const subject of subjects)
					costs.set(subject, await inProcess({ subject, endpoint, what: 'time', warmUp, loads }));
				for (const cell of own) {
					cell.rounds.push(roundOf(costs, (_, index) => loads[index].sessions === cell.sessions));
					tell(told(cell, ({ cpu }) => `${cpu.toFixed(2)} ms CPU`));
				}
			}
		});
		cells.push(...own);
	}
	return cells;
}

/** All of them at the same time: it takes a while, and memory does not depend on who else computes. */
export async function measureMemory({ memory, concurrency, warmUp }: Plan, tell: Tell) {
	const { latency, sizes } = memory;
	const cells: Cell[] = [];
	for (const ofOneProcess of sizes) {
		const loads = ofOneProcess.map((sessions) => ({ sessions, concurrency }));
		const costs = new Map<SubjectName, Cost[]>();
		await Promise.all(
			subjects.map(async (subject) => {
				await withServer(latency, async (endpoint) => {
					const task: Task = { subject, endpoint, what: 'memory', warmUp, loads };
					costs.set(subject, await inProcess(task));
				});
			}),
		);
		for (const [place, sessions] of ofOneProcess.entries()) {
			const rounds = [roundOf(costs, (_, index) => index === place)];
			cells.push({ latency, sessions, rounds });
			tell(told({ latency, sessions, rounds }, (cost) => `${(cost.memory / 1_000).toFixed(2)} kB`));
		}
	}
	return cells;
}

/** The node, at one number of requests in flight after the other. */
export async function measureLevels({ levels: { latencies, loads }, warmUp }: Plan, tell: Tell) {
	const levels: Level[] = [];
	for (const latency of latencies) {
		const rounds = Math.max(...loads.map((load) => load.rounds));
		const order = Array.from({ length: rounds }, (_, round) =>
			loads.filter((load) => round < load.rounds),
		).flat();
		const costs = await withServer(
			latency,
			async (endpoint) =>
				await inProcess({ subject: 'node', endpoint, what: 'time', warmUp, loads: order }),
		);
		for (const { concurrency, sessions, rounds: runs } of loads) {
			const own = costs.filter((_, index) => order[index].concurrency === concurrency);
			const of = (figure: keyof Cost) => median(own.map((cost) => cost[figure]));
			const peak = Math.max(...own.map((cost) => cost.peak));
			const [cpu, wall] = [of('cpu'), of('wall')];
			levels.push({ latency, concurrency, sessions, runs, cpu, wall, memory: 0, peak });
		}
		tell(`${loads.length} numbers of requests in flight at ${latency} ms`);
	}
	return levels;
}

export async function withServer<T>(
	latency: number,
	use: (endpoint: string) => Promise<T>,
): Promise<T> {
	const server = await startFastServer({ latency });
	try {
		return await use(server.url);
	} finally {
		await server.close();
	}
}

function mean(costs: Cost[]): Cost {
	const of = (figure: keyof Cost) =>
		costs.reduce((sum, cost) => sum + cost[figure], 0) / costs.length;
	const peak = Math.max(...costs.map((cost) => cost.peak));
	return { cpu: of('cpu'), wall: of('wall'), memory: of('memory'), peak };
}

/** The means of those figures that belong to a round. */
function roundOf(
	costs: Map<SubjectName, Cost[]>,
	belongs: (cost: Cost, index: number) => boolean,
): Round {
	const of = (subject: SubjectName) => mean((costs.get(subject) ?? []).filter(belongs));
	return { node: of('node'), floor: of('floor'), sdk: of('sdk') };
}

/** The newest round of a cell. */
function told({ latency, sessions, rounds }: Cell, figure: (cost: Cost) => string): string {
	const [last] = rounds.slice(-1);
	const parts = subjects.map((subject) => `${subject} ${figure(last[subject])}`);
	return `${sessions} sessions at ${latency} ms: ${parts.join(', ')} per session`;
}
