import { sleep } from 'n8n-workflow';

/** What a run takes from the world around it: time in milliseconds, and chance from 0 to below 1. */
export interface World {
	now(): number;
	random(): number;
	/** Resolves after that many milliseconds; rejects as soon as the signal is aborted. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const thisMachine: World = {
	now: Date.now,
	random: Math.random,
	sleep: async (milliseconds, signal) => {
		if (!signal) return await sleep(milliseconds);
		// n8n before 2.34 does not know the signal and sleeps on.
		const woken = whenAborted(signal);
		try {
			await Promise.race([sleep(milliseconds, signal), woken.promise]);
		} finally {
			woken.forget();
		}
	},
};

/** A promise that rejects when the signal is aborted, and a way to take its listener off the signal. */
function whenAborted(signal: AbortSignal): { promise: Promise<never>; forget(): void } {
	let forget = () => {};
	const promise = new Promise<never>((_resolve, reject) => {
		const listener = () => reject(asError(signal.reason));
		if (signal.aborted) listener();
		else signal.addEventListener('abort', listener, { once: true });
		forget = () => signal.removeEventListener('abort', listener);
	});
	return { promise, forget: () => forget() };
}

function asError(reason: unknown): Error {
	return reason instanceof Error ? reason : new Error(String(reason));
}
