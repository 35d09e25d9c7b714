export interface Load {
	/** Milliseconds that the server takes for a response. */
	latency: number;
	sessions: number;
	/** The most requests that a client may have in flight. */
	concurrency: number;
	/** Requests a second that the server lets through, where it throttles. */
	rate?: number;
}

/**
 * A client is Node, Floor or SDK. Behind a comma: `lists` for the option Fetch From Lists, `http` for
 * plain http, `role` for the session of a role, `token` for a temporary key, or a retry mode of the SDK.
 */
export type Trial = Load & { client: string };

/** What one process does. */
export interface Task {
	/** Memory apart, because looking at it takes time. */
	what: 'time' | 'memory' | 'throttling';
	/** How many sessions every client gets first, uncounted. */
	warmUp: number;
	trials: Trial[];
}

/** What the server has counted since the last request for its counts. */
export interface Counts {
	/** The most requests that were in flight at once. */
	inFlight: number;
	requests: number;
}

/** One run of a client; in a whole n8n, no concurrency is set. */
export interface Run extends Omit<Load, 'concurrency'>, Counts {
	client: string;
	concurrency?: number;
	figures: Record<string, number>;
}

/** Runs a load that is prepared, and resolves with the items. */
export type Running = () => Promise<unknown[]>;
export type Client = (endpoint: string, load: Load, variant?: string) => Promise<Running>;

export const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

export const sessionIds = (count: number, first = 0) =>
	Array.from(
		{ length: count },
		(_, index) => `123a4bc5-67d8-901e-2f3g-${String(first + index).padStart(12, '0')}`,
	);
