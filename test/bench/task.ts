/** What the benchmark compares. */
export const subjects = ['Node', 'Floor', 'SDK'] as const;

export type SubjectName = (typeof subjects)[number];

export interface Load {
	/** Milliseconds that the server takes for a response. */
	latency: number;
	sessions: number;
	/** The most requests that a subject may have in flight. */
	concurrency: number;
}

export type Trial = Load & { subject: SubjectName };

/** What one process does. */
export interface Task {
	/** Apart, because looking at the memory takes time. */
	what: 'time' | 'memory';
	/** How many sessions every subject gets first, uncounted. */
	warmUp: number;
	trials: Trial[];
}

/** One run of a subject; in a whole n8n, there are other subjects, and no concurrency is set. */
export interface Run extends Omit<Load, 'concurrency'> {
	subject: string;
	concurrency?: number;
	figures: Record<string, number>;
	/** The most requests that were in flight at once. */
	inFlight: number;
}

/** Runs a load that is prepared, and resolves with the items. */
export type Running = () => Promise<unknown[]>;
export type Subject = (endpoint: string, load: Load) => Promise<Running>;

export const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

export function sessionIds(count: number): string[] {
	const suffixes = Array.from({ length: count }, (_, index) => String(index).padStart(12, '0'));
	return suffixes.map((suffix) => `123a4bc5-67d8-901e-2f3g-${suffix}`);
}
