import { setImmediate } from 'node:timers/promises';

/** Bytes that are reachable. Turns of the event loop lie between, because what waits there keeps things alive. */
export async function bytesInUse(): Promise<number> {
	if (!globalThis.gc) throw new Error('Memory is measured under "node --expose-gc" only.');
	for (let turn = 0; turn < 10; turn += 1) {
		await setImmediate();
		globalThis.gc();
	}
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Looks at the memory now and then; the function that it returns takes the last look and returns the peak. */
export function watchMemory(): () => number {
	const looks: number[] = [];
	const look = () => {
		globalThis.gc?.();
		const { heapUsed, external } = process.memoryUsage();
		looks.push(heapUsed + external);
	};
	let timer = setTimeout(function next() {
		const start = performance.now();
		look();
		// Most of the time is the run's own.
		timer = setTimeout(next, Math.max(20, (performance.now() - start) * 5));
	});
	return () => {
		clearTimeout(timer);
		look();
		return Math.max(...looks);
	};
}
