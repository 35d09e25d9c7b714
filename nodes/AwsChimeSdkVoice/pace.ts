/** What a pace is told and asks the world for, in milliseconds. */
export interface PaceWorld {
	now(): number;
	sleep(milliseconds: number): Promise<void>;
}

/** How fast a run sends. Throttling is news for the whole run: one item's answer slows all of them. */
export interface Pace {
	/** Waits until one more request may be sent; at once, as long as nothing has been throttled. */
	turn(): Promise<void>;
	/** Takes in an answer that was no throttling. */
	passed(): void;
	/** Takes in a throttled answer, and how long the server wants to be left alone. */
	throttled(pause: number): void;
	/** Whether there has been nothing but throttling for so long that asking on makes no sense. */
	isHopeless(): boolean;
}

const leastRate = 0.5;
/** Where the very first answers are throttled, and nothing is known. */
const firstRate = 10;
/** Just above what gets through: all of the limit is used, and little is refused. */
const aboveThroughput = 1.05;
/** Where nothing is throttled, the limit may be higher than thought. */
const growth = 1.25;
const shortestWindow = 500;
const longestWindow = 2_000;
const fullWindow = 10;
/** After so many milliseconds of nothing but throttling, nobody waits any longer. */
const longestSilence = 60_000;
/** How long a waiting turn sleeps before it looks whether there is still something to wait for. */
const longestSleep = 1_000;
/** Turns that came late are caught up with, but never as a burst. */
const mostCatchUp = 100;

/**
 * A pace that finds the server's limit by what gets through. Until the first throttling it does not
 * hold anything back. From then on it measures, window by window, how many answers a second are no
 * throttling, and sends at little more than that.
 */
export function createPace({ now, sleep }: PaceWorld): Pace {
	/** Requests a second. */
	let rate = Infinity;
	let nextTurn = 0;
	let lastTurn: Promise<void> = Promise.resolve();
	let silentSince: number | undefined;
	let window = { start: now(), passed: 0, throttled: 0 };

	async function wait(): Promise<void> {
		while (nextTurn > now() && !isHopeless()) await sleep(Math.min(nextTurn - now(), longestSleep));
		nextTurn = Math.max(nextTurn, now() - mostCatchUp) + 1_000 / rate;
	}

	function isHopeless(): boolean {
		return silentSince !== undefined && now() - silentSince >= longestSilence;
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
			silentSince = undefined;
			window.passed += 1;
			if (rate !== Infinity) adapt();
		},
		throttled(pause) {
			silentSince ??= now();
			window.throttled += 1;
			if (rate === Infinity) closeWindow(Math.max(now() - window.start, 1_000));
			else adapt();
			nextTurn = Math.max(nextTurn, now() + pause);
		},
		isHopeless,
	};
}
