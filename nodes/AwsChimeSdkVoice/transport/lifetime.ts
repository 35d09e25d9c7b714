import {
	UnexpectedError,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import type { World } from './world';

/** Milliseconds for responses that are being read when the run stops. */
const longestLastRead = 1_000;

/** Why a run is stopped whose requests in flight may finish, and whose items are all wanted. */
export const settling = Symbol('settling');

/** Thrown instead of sending a request after the run has stopped. */
export class RunStopped extends UnexpectedError {
	constructor() {
		super('The run has stopped.');
	}
}

/** What n8n hands to whatever sends requests. */
export type RunContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** Signals that end the requests of a run early. */
export interface Lifetime {
	/** Aborted when nothing new may be sent. */
	stopped: AbortSignal;
	/** Aborted when GET requests are given up. */
	readsEnded: AbortSignal;
	/** Aborted when no request is in flight any more. */
	closed: AbortSignal;
	/** Sends nothing new, and gives up GET requests after one second, unless their results are wanted. */
	stop(isSettling: boolean): void;
	/** Ends the run: nothing is sent or read any more, and no timer is left. */
	close(): void;
}

/** Aborted when the user, or the timeout of the workflow, stops the execution. */
export function cancelSignalOf(context: RunContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

export function createLifetime(context: RunContext, world: World): Lifetime {
	const stopped = new AbortController();
	const readsEnded = new AbortController();
	const closed = new AbortController();
	const end = () => [stopped, readsEnded, closed].forEach((each) => each.abort());
	const cancelled = cancelSignalOf(context);
	if (cancelled?.aborted) end();
	cancelled?.addEventListener('abort', end, { once: true });
	return {
		stopped: stopped.signal,
		readsEnded: readsEnded.signal,
		closed: closed.signal,
		stop(isSettling) {
			stopped.abort(isSettling ? settling : undefined);
			if (isSettling) return;
			void world.sleep(longestLastRead, closed.signal).then(
				() => readsEnded.abort(),
				() => {},
			);
		},
		close() {
			cancelled?.removeEventListener('abort', end);
			end();
		},
	};
}
