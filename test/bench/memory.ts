/* eslint-disable @n8n/community-nodes/no-restricted-globals -- looks at the memory of its process */

/** Between two looks, so many times as long as a look takes: most of the time is the run's own. */
const pauses = 5;
const shortestPause = 20;

/**
 * Watches how much memory is in use: what is reachable, on JavaScript's heap and outside of it. So
 * every look collects the garbage first; how much of that lies about at a moment is up to chance.
 */
export function watchMemory(): { most(): number } {
	const before = inUse();
	let most = before;
	let timer = setTimeout(look, shortestPause);

	function look(): void {
		const start = performance.now();
		most = Math.max(most, inUse());
		timer = setTimeout(look, Math.max(shortestPause, (performance.now() - start) * pauses));
	}

	return {
		/** Bytes beyond those at the beginning, up to now. */
		most() {
			clearTimeout(timer);
			return Math.max(most, inUse()) - before;
		},
	};
}

function inUse(): number {
	if (!globalThis.gc) throw new Error('Memory is measured under "node --expose-gc" only.');
	globalThis.gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}
