import type { World } from './world';

const leastRate = 0.5;
/** The least requests a second after the first throttled response. */
const firstRate = 10;
/** Sending rate over throughput: uses the whole limit, and few requests are throttled. */
export const aboveThroughput = 1.05;
/** Growth of the rate after a window without throttling: the limit may be higher. */
const growth = 1.25;
const shortestWindow = 500;
/** Milliseconds: long enough for some responses at one request a second. */
const longestWindow = 5_000;
const fullWindow = 10;
/** Give up on the whole run when throttled responses, and no others, span this time. */
export const longestThrottling = 60_000;
/**
 * Requests a second below which a throttled request has used up no slot. A server that lets through one
 * request a second, without a burst, would otherwise throttle every second one of a rate of 1.05.
 */
const slowRate = 5;
/** How long a slow rate waits after a throttled response, as a part of the time between two requests. */
const slowWait = 0.15;
/** How long a waiting request sleeps before it looks whether the run has given up, or its slot has moved. */
const longestSleep = 1_000;
const longestSlowSleep = 50;
/** Milliseconds of unused time that later requests may use up at once. */
const longestCatchUp = 100;

/**
 * Limits the requests of a run: one throttled response slows all items. It delays nothing until the
 * first throttled response. From then on it counts, window by window, how many responses a second are
 * not throttled, and lets 1.05 times as many requests through.
 */
export class RateLimiter {
	/** Requests a second. */
	private rate = Infinity;

	private nextSlot = 0;

	/** The end of the longest wait that a response has named. */
	private heldUntil = 0;

	private lastAcquired: Promise<void> = Promise.resolve();

	/** When the present row of throttled responses began, and how long it has been. */
	private throttledSince: number | undefined;

	private throttledFor = 0;

	private window: { start: number; accepted: number; throttled: number };

	/** @param isOver aborted when the run sends nothing more; then waiting requests are rejected */
	constructor(
		private readonly world: Pick<World, 'now' | 'sleep'>,
		private readonly isOver?: AbortSignal,
	) {
		this.window = { start: world.now(), accepted: 0, throttled: 0 };
	}

	/**
	 * Resolves when one more request may be sent; at once until a response has been throttled.
	 *
	 * @param deadline when the request is not wanted any more, and takes no slot
	 */
	async acquire(deadline = Infinity): Promise<void> {
		if (this.rate === Infinity) return;
		this.lastAcquired = this.lastAcquired.then(async () => await this.waitForSlot(deadline));
		await this.lastAcquired;
	}

	/** Counts a response that was not throttled. */
	onResponse(): void {
		this.onNetworkError();
		this.window.accepted += 1;
		if (this.rate !== Infinity) this.adapt();
	}

	/** Counts a request without a response, which ends a row of throttled responses. */
	onNetworkError(): void {
		this.throttledSince = undefined;
		this.throttledFor = 0;
	}

	/**
	 * Counts a throttled response.
	 *
	 * @param retryAfter the time to wait that the response names, in milliseconds
	 */
	onThrottled(retryAfter: number): void {
		const now = this.world.now();
		this.onSessionThrottled();
		this.window.throttled += 1;
		if (this.rate === Infinity) this.begin(now - this.window.start);
		else this.adapt();
		this.heldUntil = Math.max(this.heldUntil, now + retryAfter);
		const slot = this.rate < slowRate ? now + (slowWait * 1_000) / this.rate : this.nextSlot;
		this.nextSlot = Math.max(slot, this.heldUntil);
	}

	/** Counts a throttled request for a session, which says nothing of the rate of other requests. */
	onSessionThrottled(): void {
		const now = this.world.now();
		this.throttledSince ??= now;
		this.throttledFor = now - this.throttledSince;
	}

	/** Whether a minute has brought throttled responses only, so that the run gives up. */
	isExhausted(): boolean {
		return this.throttledFor >= longestThrottling;
	}

	private async waitForSlot(deadline: number): Promise<void> {
		const { now, sleep } = this.world;
		while (this.nextSlot > now() && !this.isExhausted() && now() < deadline)
			await sleep(Math.min(this.nextSlot - now(), this.longestSleep()), this.isOver);
		if (now() >= deadline) return;
		this.nextSlot = Math.max(this.nextSlot, now() - longestCatchUp) + 1_000 / this.rate;
	}

	private longestSleep(): number {
		return this.rate < slowRate ? longestSlowSleep : longestSleep;
	}

	private adapt(): void {
		const { start, accepted, throttled } = this.window;
		const length = this.world.now() - start;
		const isFull = accepted + throttled >= fullWindow;
		if (length >= longestWindow || (length >= shortestWindow && isFull)) this.closeWindow(length);
	}

	/** A few responses before the first throttled one do not tell the rate. */
	private begin(length: number): void {
		this.closeWindow(Math.max(length, 1_000));
		this.rate = Math.max(this.rate, firstRate);
	}

	private closeWindow(length: number): void {
		const { accepted, throttled } = this.window;
		const throughput = (accepted * 1_000) / length;
		if (throttled === 0) this.rate *= growth;
		else if (accepted > 0) this.rate = throughput * aboveThroughput;
		else this.rate = Math.min(this.rate / 2, firstRate);
		this.rate = Math.max(this.rate, leastRate);
		this.window = { start: this.world.now(), accepted: 0, throttled: 0 };
	}
}
