import { sleep } from 'n8n-workflow';

const pause = 200;

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
	while (Date.now() < end) {
		if (await condition()) return;
		await sleep(pause);
	}
	throw new Error(`Waited ${limit / 1000} s in vain for ${what}`);
}
