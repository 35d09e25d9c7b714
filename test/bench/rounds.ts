import { startFastServer } from './fastServer';
import { median, type Cell, type Level, type Round } from './measurement';
import type { Plan } from './plan';
import { inProcess } from './process';
import { subjects, type Cost, type SubjectName, type Trial } from './task';

export type Tell = (line: string) => void;

/**
 * Node, floor, SDK, SDK, floor, node, node …: in one process and in short turns, so that whatever
 * else the machine does meets all of them alike. The latencies are measured side by side.
 */
export async function measureCells({ steps, concurrency, warmUp }: Plan, tell: Tell) {
	const cells = steps.map(async ({ latency, sizes }) => {
		const turns = sizes.flatMap(({ sessions, rounds }) =>
			Array.from({ length: rounds }, (_, round) =>
				(round % 2 === 0 ? [...subjects] : [...subjects].reverse()).map((subject) => ({
					subject,
					sessions,
					concurrency,
				})),
			),
		);
		const trials = turns.flat();
		const costs = await withServer(
			latency,
			async (endpoint) => await inProcess({ endpoint, what: 'time', warmUp, trials }),
		);
		return sizes.map(({ sessions }) => {
			const rounds = turns
				.filter(([trial]) => trial.sessions === sessions)
				.map((turn) => roundOf((subject) => costs[trials.indexOf(of(turn, subject))]));
			const cell: Cell = { latency, sessions, rounds };
			tell(told(cell, ({ cpu }) => `${cpu.toFixed(2)} ms CPU`));
			return cell;
		});
	});
	return (await Promise.all(cells)).flat();
}

function of(turn: Trial[], subject: SubjectName): Trial {
	const found = turn.find((trial) => trial.subject === subject);
	if (!found) throw new Error(`${subject} has no turn.`);
	return found;
}

/** All of them at the same time: it takes a while, and memory does not depend on who else computes. */
export async function measureMemory({ memory, concurrency, warmUp }: Plan, tell: Tell) {
	const { latency, sizes } = memory;
	const cells: Cell[] = [];
	for (const ofOneProcess of sizes) {
		const costs = new Map<SubjectName, Cost[]>();
		await Promise.all(
			subjects.map(async (subject) => {
				const trials = ofOneProcess.map((sessions) => ({ subject, sessions, concurrency }));
				await withServer(latency, async (endpoint) => {
					costs.set(subject, await inProcess({ endpoint, what: 'memory', warmUp, trials }));
				});
			}),
		);
		for (const [place, sessions] of ofOneProcess.entries()) {
			const rounds = [roundOf((subject) => costs.get(subject)?.[place])];
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
		const trials = order.map(({ sessions, concurrency }): Trial => ({
			subject: 'node',
			sessions,
			concurrency,
		}));
		const costs = await withServer(
			latency,
			async (endpoint) => await inProcess({ endpoint, what: 'time', warmUp, trials }),
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

function roundOf(costOf: (subject: SubjectName) => Cost | undefined): Round {
	const found = (subject: SubjectName) => {
		const cost = costOf(subject);
		if (!cost) throw new Error(`${subject} was not measured.`);
		return cost;
	};
	return { node: found('node'), floor: found('floor'), sdk: found('sdk') };
}

/** The medians of a cell's rounds. */
function told({ latency, sessions, rounds }: Cell, figure: (cost: Cost) => string): string {
	const middle = (subject: SubjectName): Cost => ({
		cpu: median(rounds.map((round) => round[subject].cpu)),
		wall: median(rounds.map((round) => round[subject].wall)),
		memory: median(rounds.map((round) => round[subject].memory)),
		peak: Math.max(...rounds.map((round) => round[subject].peak)),
	});
	const parts = subjects.map((subject) => `${subject} ${figure(middle(subject))}`);
	return `${sessions} sessions at ${latency} ms: ${parts.join(', ')} per session`;
}
