import { OperationalError, sleep } from 'n8n-workflow';

/** The clock and the random numbers of a run: times are in milliseconds, random numbers from 0 to below 1. */
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
		signal.throwIfAborted();
		const waking = new AbortController();
		const sleepers = sleepersOf(signal).add(waking);
		try {
			await new Promise<void>((resolve, reject) => {
				// n8n before 2.34 does not know the signal and sleeps on.
				waking.signal.addEventListener('abort', () => reject(new OperationalError('Woken')));
				sleep(milliseconds, waking.signal).then(resolve, reject);
			});
		} finally {
			sleepers.delete(waking);
		}
	},
};

const sleeping = new WeakMap<AbortSignal, Set<AbortController>>();

/** The sleepers that a signal wakes, with one listener: Node.js warns about more than ten listeners. */
function sleepersOf(signal: AbortSignal): Set<AbortController> {
	const known = sleeping.get(signal);
	if (known) return known;
	const sleepers = new Set<AbortController>();
	sleeping.set(signal, sleepers);
	signal.addEventListener('abort', () => sleepers.forEach((each) => each.abort()), { once: true });
	return sleepers;
}
