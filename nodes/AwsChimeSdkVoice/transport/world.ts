import { OperationalError, sleep } from 'n8n-workflow';

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
		const slept = sleep(milliseconds, signal);
		if (!signal) return await slept;
		// n8n before 2.34 does not know the signal and sleeps on.
		await new Promise<void>((resolve, reject) => {
			const wake = () => reject(new OperationalError('Woken', { cause: signal.reason }));
			if (signal.aborted) wake();
			signal.addEventListener('abort', wake, { once: true });
			void slept.then(resolve, reject).finally(() => signal.removeEventListener('abort', wake));
		});
	},
};
