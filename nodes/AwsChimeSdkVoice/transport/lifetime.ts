import { UnexpectedError, type IExecuteFunctions, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { World } from './world';

/** Milliseconds for what is being read when the run stops. */
const longestLastRead = 1_000;

/** In the place of a request that would have been sent after the run had ended. */
export class RunIsOver extends UnexpectedError {
	constructor() {
		super('The run is over.');
	}
}

/** What ends the requests of a run before their time. */
export interface Lifetime {
	/** Aborted when nothing new may be sent. */
	over: AbortSignal;
	/** Aborted when nobody waits for what is being read any more. */
	cut: AbortSignal;
	/** Aborted when nothing is on the wire any more. */
	done: AbortSignal;
	/** Aborted when the user stops the execution. */
	cancelled: AbortSignal | undefined;
	/** Sends nothing new, and gives what is being read a second. */
	stop(): void;
	/** Ends the run: nothing is sent or read any more, and no timer is left. */
	end(): void;
}

export function createLifetime(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	world: World,
): Lifetime {
	const over = new AbortController();
	const cut = new AbortController();
	const done = new AbortController();
	const end = () => {
		over.abort();
		cut.abort();
		done.abort();
	};
	const cancelled =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	if (cancelled?.aborted) end();
	cancelled?.addEventListener('abort', end, { once: true });
	return {
		over: over.signal,
		cut: cut.signal,
		done: done.signal,
		cancelled,
		stop() {
			over.abort();
			void world.sleep(longestLastRead, done.signal).then(
				() => cut.abort(),
				() => {},
			);
		},
		end() {
			cancelled?.removeEventListener('abort', end);
			end();
		},
	};
}
