/** Whom the benchmark compares. */
export const subjects = ['node', 'floor', 'sdk'] as const;

export type SubjectName = (typeof subjects)[number];

/** So many sessions, so many at once. */
export interface Load {
	sessions: number;
	concurrency: number;
}

/** Under which load a subject is put. */
export interface Trial extends Load {
	subject: SubjectName;
}

/** What a process is told to do: one trial after the other. */
export interface Task {
	endpoint: string;
	/** The time that a load takes, or the memory: to look at the one disturbs the other. */
	what: 'time' | 'memory';
	/** Run first by every subject, and not counted: what the first sessions take is the price of starting. */
	warmUp: Load;
	trials: Trial[];
}

/** What a load took, per session. */
export interface Cost {
	/** Milliseconds of processor time, user and system. */
	cpu: number;
	/** Milliseconds on the clock. */
	wall: number;
	/** Bytes in use at the most, beyond those before; 0 where time is measured. */
	memory: number;
	/** The most requests in flight at once; of the whole load. */
	peak: number;
}

/** Gets ready for a load; what comes back runs it and resolves with the items that came out. */
export type Subject = (endpoint: string, load: Load) => Promise<() => Promise<unknown[]>>;

export const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

export function sessionIds(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) => `123a4bc5-67d8-901e-2f3g-${String(index).padStart(12, '0')}`,
	);
}
