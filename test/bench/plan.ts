import type { Load } from './task';

/** So many rounds, each with a process for every subject, which goes through the sizes. */
export interface Step {
	/** Of the server, in milliseconds. */
	latency: number;
	rounds: number;
	/** Short runs are repeated, so that they add up to something. */
	sizes: Array<{ sessions: number; repeats: number }>;
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
	warmUp: { sessions: 5_000, concurrency: comparedAt },
	steps: latencies.flatMap((latency) => [
		{
			latency,
			rounds: 3,
			sizes: [
				{ sessions: 100, repeats: 10 },
				{ sessions: 1_000, repeats: 5 },
				{ sessions: 10_000, repeats: 1 },
			],
		},
		{ latency, rounds: 1, sizes: [{ sessions: 50_000, repeats: 1 }] },
	]),
	memory: { latency: 50, sizes: [[100, 1_000, 10_000], [50_000]] },
	levels: {
		latencies: [0, 50, 200],
		loads: everyLevel.map((concurrency) =>
			concurrency < 10
				? { concurrency, sessions: 100, rounds: 1 }
				: { concurrency, sessions: 1_000, rounds: 2 },
		),
	},
	n8n: { latencies, sessions: 2_000, pairs: 3 },
};

/** For a look while developing, in two or three minutes. */
export const quick: Plan = {
	...whole,
	steps: latencies.map((latency) => ({
		latency,
		rounds: 2,
		sizes: [{ sessions: 1_000, repeats: 2 }],
	})),
	memory: { latency: 50, sizes: [[1_000]] },
	levels: {
		latencies: [0, 50],
		loads: [10, 50, 100].map((concurrency) => ({ concurrency, sessions: 500, rounds: 1 })),
	},
	n8n: { latencies: [50], sessions: 500, pairs: 1 },
};
