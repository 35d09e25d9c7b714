import type { Load } from './task';

export type Plan = typeof whole;

function rounds(count: number, latency: number, sessions: number, concurrency = 100): Load[] {
	return Array.from({ length: count }, () => ({ latency, sessions, concurrency }));
}

/** The loads to measure; each inner list at one latency, by one process, after uncounted sessions. */
export const whole = {
	warmUp: 2_000,
	times: [0, 50].map((latency) => [
		...rounds(10, latency, 100),
		...rounds(5, latency, 1_000),
		...[10_000, 50_000].flatMap((sessions) => rounds(1, latency, sessions)),
	]),
	memory: [1_000, 10_000, 50_000].flatMap((sessions) => rounds(1, 50, sessions)),
	/** Of the node alone, at different concurrencies. */
	levels: [0, 50, 200].map((latency) => [
		...[1, 5].flatMap((level) => rounds(1, latency, 100, level)),
		...[10, 25, 50, 75, 100].flatMap((level) => rounds(2, latency, 1_000, level)),
	]),
	/** In a whole n8n, where every node keeps its default concurrency. */
	n8n: [0, 50].map((latency) => rounds(5, latency, 2_000)),
};

/** For a look while developing, in a few minutes. */
export const quick: Plan = {
	...whole,
	times: [0, 50].map((latency) => rounds(5, latency, 1_000)),
	memory: rounds(1, 50, 1_000),
	levels: [0, 50].map((at) => [10, 50, 100].flatMap((level) => rounds(1, at, 500, level))),
	n8n: [rounds(1, 50, 500)],
};
