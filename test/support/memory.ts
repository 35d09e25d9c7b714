/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- looks at the memory of its process */
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
