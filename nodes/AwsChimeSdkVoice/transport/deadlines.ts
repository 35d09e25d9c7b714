import type { World } from './world';

/** Ends requests that take too long. */
export interface Deadlines {
	/**
	 * Calls `expire` after these milliseconds, unless the returned function is called before.
	 */
	set(milliseconds: number, expire: () => void): () => void;
}

interface Deadline {
	at: number;
	expire: () => void;
}

/**
 * Deadlines of all requests of a run, with one timer: a timer for each request would keep the memory of
 * the request until it fires, long after the response.
 *
 * @param isOver aborted when the run is over, so that no timer is left
 */
export function createDeadlines({ now, sleep }: World, isOver: AbortSignal): Deadlines {
	const deadlines = new Set<Deadline>();
	let next: { at: number } | undefined;

	async function sleepUntil(at: number): Promise<void> {
		const own = (next = { at });
		await sleep(Math.max(at - now(), 0), isOver);
		for (const deadline of deadlines) {
			if (deadline.at > now()) continue;
			deadlines.delete(deadline);
			deadline.expire();
		}
		if (next !== own) return;
		next = undefined;
		if (deadlines.size > 0) schedule(Math.min(...[...deadlines].map((deadline) => deadline.at)));
	}

	function schedule(at: number): void {
		if (next && next.at <= at) return;
		// Rejects when the run is over, and then there is nothing left to end.
		void sleepUntil(at).catch(() => {});
	}

	return {
		set(milliseconds, expire) {
			const deadline = { at: now() + milliseconds, expire };
			deadlines.add(deadline);
			schedule(deadline.at);
			return () => void deadlines.delete(deadline);
		},
	};
}
