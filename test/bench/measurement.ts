import type { Machine } from './machine';
import type { Cost, SubjectName } from './task';

/** One subject after the other, under the same load. */
export type Round = Record<SubjectName, Cost>;

export interface Cell {
	latency: number;
	sessions: number;
	rounds: Round[];
}

/** The node at a number of requests in flight, median of its rounds. */
export interface Level extends Cost {
	latency: number;
	concurrency: number;
	sessions: number;
	runs: number;
}

/** What n8n says of a run, in milliseconds. */
export interface Execution {
	/** The one node. */
	node: number;
	/** From the start of the workflow to its end. */
	whole: number;
	/** The most requests in flight at once. */
	peak: number;
}

/** In one n8n, one after the other: who asked, and with what credential. */
export type Pair = Record<'node' | 'signed' | 'unsigned', Execution>;

export interface N8nCell {
	latency: number;
	sessions: number;
	pairs: Pair[];
}

/** Everything that one run of the benchmark has found out. */
export interface Measurement {
	date: Date;
	machine: Machine;
	concurrency: number;
	/** Sessions that a process asks for before it measures. */
	warmUp: number;
	/** Max Concurrency, where it is not set. */
	defaultConcurrency: number;
	cells: Cell[];
	memory: Cell[];
	levels: Level[];
	/** Undefined where no n8n is installed. */
	n8n: { version: string; node: string; cells: N8nCell[] } | undefined;
}

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}
