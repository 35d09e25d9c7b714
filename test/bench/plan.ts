import type { Load, Task } from './task';

/** One table: which clients are measured under which loads. */
export interface Measure {
	what: Task['what'];
	clients: string[];
	/** What the others are compared with. */
	baseline?: string;
	/** Each inner list at one server, by one process, after uncounted sessions. */
	loads: Load[][];
}

/** By the names of the tables, in the order of the page. */
export type Plan = Record<string, Measure>;

function rounds(count: number, latency: number, sessions: number, concurrency = 100): Load[] {
	return Array.from({ length: count }, () => ({ latency, sessions, concurrency }));
}

export const warmUp = 2_000;
const latencies = [0, 50];
const clients = ['Node', 'Node, lists', 'Floor', 'SDK'];

export const whole: Plan = {
	/** In a whole n8n, where every node keeps its default concurrency. */
	n8n: {
		...{ what: 'time', baseline: 'HTTP Request' },
		clients: ['Node', 'Node, lists', 'HTTP Request', 'SDK'],
		loads: latencies.map((latency) => [
			...[...rounds(3, latency, 100), ...rounds(9, latency, 2_000)],
			...rounds(1, latency, 5_000),
		]),
	},
	times: {
		...{ what: 'time', clients, baseline: 'Node' },
		loads: latencies.map((latency) => [
			...rounds(5, latency, 100),
			...rounds(5, latency, 1_000),
			...[10_000, 50_000].flatMap((sessions) => rounds(1, latency, sessions)),
		]),
	},
	tls: {
		...{ what: 'time', baseline: 'Node' },
		clients: ['Node', 'Node, http', 'Floor', 'Floor, http', 'SDK', 'SDK, http'],
		loads: latencies.map((latency) => rounds(3, latency, 1_000)),
	},
	throttling: {
		what: 'throttling',
		clients: ['Node', 'Node, lists', 'SDK, adaptive', 'SDK, standard'],
		loads: [
			rounds(1, 50, 2_000).map((load) => ({ ...load, rate: 10 })),
			rounds(2, 50, 1_000).map((load) => ({ ...load, rate: 50 })),
		],
	},
	keys: {
		...{ what: 'time', baseline: 'Node, role' },
		clients: ['Node', 'Node, role', 'Node, token'],
		loads: [rounds(20, 0, 1_000)],
	},
	memory: {
		...{ what: 'memory', clients, baseline: 'Node' },
		loads: [[1_000, 10_000].flatMap((sessions) => rounds(1, 50, sessions))],
	},
	levels: {
		...{ what: 'time', clients: ['Node'] },
		loads: [0, 50, 200].map((latency) => [
			...[1, 5].flatMap((level) => rounds(1, latency, 100, level)),
			...[10, 25, 50, 75, 100].flatMap((level) => rounds(2, latency, 1_000, level)),
		]),
	},
};

/** For a look while developing, in some minutes. */
const small = ([name, measure]: [string, Measure]): [string, Measure] => {
	const isSmall = ({ sessions, rate }: Load) => sessions < 2_000 && rate !== 10;
	const few = measure.loads.map((group) => group.filter(isSmall).slice(-3));
	return [name, { ...measure, loads: few.filter((group) => group.length > 0) }];
};
export const quick: Plan = Object.fromEntries(
	Object.entries(whole)
		.filter(([name]) => name !== 'levels')
		.map(small),
);
