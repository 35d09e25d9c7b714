/** This node, the cheapest node that n8n's engine allows, and AWS's SDK. */
export const subjects = ['node', 'floor', 'sdk'] as const;
export type SubjectName = (typeof subjects)[number];

export interface Load {
	sessions: number;
	/** Requests in flight at once. */
	concurrency: number;
}

export interface Trial extends Load {
	subject: SubjectName;
}

/** What one process does: one trial after the other. */
export interface Task {
	endpoint: string;
	/** To measure memory takes time, so each is measured in trials of its own. */
	what: 'time' | 'memory';
	/** Run first by every subject, and not counted. */
	warmUp: Load;
	trials: Trial[];
}

/** The cost of a trial, per session but for the peak. */
export interface Cost {
	/** Milliseconds of processor time, user and system. */
	cpu: number;
	/** Milliseconds on the clock. */
	wall: number;
	/** Bytes in use at the peak, beyond those before. */
	memory: number;
	/** The most requests in flight at once. */
	peak: number;
}

export type Round = Record<SubjectName, Cost>;

/** Every subject under the same load, round after round. */
export interface Cell {
	latency: number;
	sessions: number;
	rounds: Round[];
}

/** Milliseconds of the one node and of the whole workflow, by n8n's own account. */
export interface Execution {
	node: number;
	workflow: number;
}

/** One run of each in the same n8n. */
export type Pair = Record<'node' | 'httpRequest', Execution>;

/** Everything that one run of the benchmark measures. */
export interface Measurement {
	date: string;
	machine: Record<string, string>;
	concurrency: number;
	warmUp: number;
	time: Cell[];
	memory: Cell[];
	/** The node with other numbers of requests in flight. */
	levels: Array<{ latency: number; concurrency: number; sessions: number; costs: Cost[] }>;
	/** Undefined where no n8n is installed. */
	n8n?: Array<{ latency: number; sessions: number; pairs: Pair[] }>;
}

export interface Plan {
	concurrency: number;
	warmUp: number;
	latencies: number[];
	time: Array<{ sessions: number; rounds: number }>;
	memory: Plan['time'];
	levels: { latencies: number[]; concurrencies: number[]; sessions: number; rounds: number };
	/** Left out where undefined. */
	n8n?: { latencies: number[]; sessions: number; pairs: number };
}

export const whole: Plan = {
	concurrency: 100,
	warmUp: 2_000,
	latencies: [0, 50],
	time: [
		{ sessions: 100, rounds: 10 },
		{ sessions: 1_000, rounds: 5 },
		{ sessions: 10_000, rounds: 3 },
		{ sessions: 50_000, rounds: 1 },
	],
	memory: [1_000, 10_000, 50_000].map((sessions) => ({ sessions, rounds: 1 })),
	levels: {
		latencies: [0, 50, 200],
		concurrencies: [10, 25, 50, 75, 100],
		sessions: 1_000,
		rounds: 2,
	},
	n8n: { latencies: [0, 50], sessions: 2_000, pairs: 5 },
};

/** For a look while developing, in some minutes. */
export const quick: Plan = {
	...whole,
	time: [{ sessions: 1_000, rounds: 5 }],
	memory: [{ sessions: 1_000, rounds: 1 }],
	levels: { latencies: [50], concurrencies: [10, 50, 100], sessions: 500, rounds: 1 },
	n8n: { latencies: [50], sessions: 500, pairs: 3 },
};
