import type { Load } from './task';

/** A process of its own, in which the subjects take turns: so many rounds for every size. */
export interface Step {
	/** Of the server, in milliseconds. */
	latency: number;
	sizes: Array<{ sessions: number; rounds: number }>;
}

export interface N8nPlan {
	latencies: number[];
	sessions: number;
	pairs: number;
}

export interface Plan {
	concurrency: number;
	warmUp: Load;
	steps: Step[];
	/** Every list is gone through by one process. */
	memory: { latency: number; sizes: number[][] };
	levels: { latencies: number[]; loads: Array<Load & { rounds: number }> };
	/** Left out where undefined. */
	n8n: N8nPlan | undefined;
}

const comparedAt = 100;
const latencies = [0, 50];
const everyLevel = [1, 5, 10, 25, 50, 75, 100];

export const whole: Plan = {
	concurrency: comparedAt,
	warmUp: { sessions: 2_000, concurrency: comparedAt },
	steps: latencies.map((latency) => ({
		latency,
		sizes: [
			{ sessions: 100, rounds: 10 },
			{ sessions: 1_000, rounds: 5 },
			{ sessions: 10_000, rounds: 1 },
			{ sessions: 50_000, rounds: 1 },
		],
	})),
	memory: { latency: 50, sizes: [[1_000, 10_000, 50_000]] },
	levels: {
		latencies: [0, 50, 200],
		loads: everyLevel.map((concurrency) =>
			concurrency < 10
				? { concurrency, sessions: 100, rounds: 1 }
				: { concurrency, sessions: 1_000, rounds: 2 },
		),
	},
	n8n: { latencies, sessions: 2_000, pairs: 5 },
};

/** For a look while developing, in two or three minutes. */
export const quick: Plan = {
	...whole,
	steps: latencies.map((latency) => ({ latency, sizes: [{ sessions: 1_000, rounds: 5 }] })),
	memory: { latency: 50, sizes: [[1_000]] },
	levels: {
		latencies: [0, 50],
		loads: [10, 50, 100].map((concurrency) => ({ concurrency, sessions: 500, rounds: 1 })),
	},
	n8n: { latencies: [50], sessions: 500, pairs: 1 },
};
