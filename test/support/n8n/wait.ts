import { sleep } from 'n8n-workflow';

/** Milliseconds between two looks: few at first, because most waits are short. */
const shortestPause = 20;
const longestPause = 200;

/**
 * Waits until a condition holds, for five minutes unless a limit is given, because a busy machine is no failure.
 *
 * @throws Error after the limit, with what was waited for
 */
export async function waitFor(
	what: string,
	condition: () => Promise<boolean> | boolean,
	limit = 300_000,
): Promise<void> {
	const end = Date.now() + limit;
	for (let pause = shortestPause; Date.now() < end; pause = Math.min(1.5 * pause, longestPause)) {
		if (await condition()) return;
		await sleep(pause);
	}
	throw new Error(`Waited ${limit / 1000} s in vain for ${what}`);
}
