import type { World } from './world';

/** How fast a run sends. Throttling is news for the whole run: one item's answer slows all of them. */
export interface Pace {
	/** Waits until one more request may be sent; at once, as long as nothing has been throttled. */
	turn(): Promise<void>;
	/** Takes in a response that was no throttling. */
	passed(): void;
	/** Takes in that a request was not answered. */
	failed(): void;
	/** Takes in a throttled response, and how long the server wants to be left alone. */
	throttled(pause: number): void;
	/** Whether a minute has brought nothing but throttled responses, so that the run gives up. */
	isHopeless(): boolean;
}

const leastRate = 0.5;
/** Where the very first responses are throttled, and nothing is known. */
const firstRate = 10;
/** Just above what gets through: all of the limit is used, and little is refused. */
export const aboveThroughput = 1.05;
/** Where nothing is throttled, the limit may be higher than thought. */
const growth = 1.25;
const shortestWindow = 500;
const longestWindow = 2_000;
const fullWindow = 10;
/** Give up on the whole run when throttled responses, and no others, span this time. */
export const longestSilence = 60_000;
/** How long a waiting request sleeps before it looks whether the run has given up. */
const longestSleep = 1_000;
/** Requests that came late are caught up with, but never as a burst. */
const mostCatchUp = 100;

/**
 * A pace that finds the server's limit by what gets through. Until the first throttling it does not
 * hold anything back. From then on it measures, window by window, how many answers a second are no
 * throttling, and sends at little more than that.
 *
 * @param isOver aborted when the run sends nothing more; then whoever waits is rejected
 */
export function createPace(
	{ now, sleep }: Pick<World, 'now' | 'sleep'>,
	isOver?: AbortSignal,
): Pace {
	/** Requests a second. */
	let rate = Infinity;
	let nextTurn = 0;
	let lastTurn: Promise<void> = Promise.resolve();
	/** When the present row of throttled responses has begun, and how long it is. */
	let silentSince: number | undefined;
	let silence = 0;
	let window = { start: now(), passed: 0, throttled: 0 };

	async function wait(): Promise<void> {
		while (nextTurn > now() && !isHopeless())
			await sleep(Math.min(nextTurn - now(), longestSleep), isOver);
		nextTurn = Math.max(nextTurn, now() - mostCatchUp) + 1_000 / rate;
	}

	function isHopeless(): boolean {
		return silence >= longestSilence;
	}

	function endSilence(): void {
		silentSince = undefined;
		silence = 0;
	}

	function closeWindow(length: number): void {
		const throughput = (window.passed * 1_000) / length;
		if (window.throttled === 0) rate *= growth;
		else if (window.passed > 0) rate = throughput * aboveThroughput;
		else rate = Math.min(rate / 2, firstRate);
		rate = Math.max(rate, leastRate);
		window = { start: now(), passed: 0, throttled: 0 };
	}

	function adapt(): void {
		const length = now() - window.start;
		const isFull = window.passed + window.throttled >= fullWindow;
		if (length >= longestWindow || (length >= shortestWindow && isFull)) closeWindow(length);
	}

	return {
		async turn() {
			if (rate === Infinity) return;
			lastTurn = lastTurn.then(wait);
			await lastTurn;
		},
		passed() {
			endSilence();
			window.passed += 1;
			if (rate !== Infinity) adapt();
		},
		failed: endSilence,
		throttled(pause) {
			silentSince ??= now();
			silence = now() - silentSince;
			window.throttled += 1;
			if (rate === Infinity) closeWindow(Math.max(now() - window.start, 1_000));
			else adapt();
			nextTurn = Math.max(nextTurn, now() + pause);
		},
		isHopeless,
	};
}
