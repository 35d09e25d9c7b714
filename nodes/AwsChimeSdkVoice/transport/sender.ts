import type { AttemptLimits } from '../parameters/options';
import { isThrottling } from './awsError';
import type { Clock } from './clock';
import type { Created } from './created';
import type { Deadlines } from './deadlines';
import { RunStopped, settling } from './lifetime';
import { interruptedBefore, isInterrupted, isUnsigned, type NetworkError } from './networkError';
import type { RateLimiter } from './rateLimiter';
import type { ChimeRequest } from './request';
import type { HttpResponse } from './response';
import { outcomeIsUncertain, retryAfter, RetryPolicy, throttlingDelay } from './retryPolicy';
import type { RoundTrip } from './roundTrip';
import type { Session } from './session';
import type { World } from './world';

/** The result of the last attempt, and how many requests were sent for the input item by then. */
export type SentResult = (HttpResponse | NetworkError) & { attempts: number };

export type Send = (request: ChimeRequest, until?: number) => Promise<SentResult>;

/** A request whose response is not the expected success, or that had no response. */
export interface FailedRequest {
	request: ChimeRequest;
	result: SentResult;
	/** What is wrong with the response, unless its body says it. */
	problem?: string;
	/** What to tell the user because of the requests before it. */
	ifFails?: string;
}

/** What all requests of a run share. */
interface Run {
	roundTrip: RoundTrip;
	rateLimiter: RateLimiter;
	clock: Clock;
	session: Session;
	/** Aborted when nothing new may be sent. */
	stopped: AbortSignal;
	deadlines: Deadlines;
	/** How many requests the run has sent. */
	traffic: { requests: number };
	created: Created;
	world: World;
}

/** The result of a request that the run gave up before sending it. */
const notSent: NetworkError = {
	statusCode: null,
	code: 'NotSent',
	message: 'Not sent, because AWS has throttled every request of this run for a minute.',
	failedBeforeSending: true,
};

/** The result of a request for which no time is left. */
const tooLate: NetworkError = {
	statusCode: null,
	code: 'ETIMEDOUT',
	message: 'Not sent, because the time limit for all requests had passed.',
	failedBeforeSending: true,
};

/** Sends the requests of one input item, one after the other. */
export class Sender {
	/** How many requests were sent. */
	attempts = 0;

	/** How many of them AWS has throttled. */
	throttled = 0;

	/** Whether AWS has, or may have, changed something: then the item says so where the run is stopped. */
	private mayHaveChanged = false;

	constructor(
		private readonly run: Run,
		private readonly limits: AttemptLimits,
	) {}

	/**
	 * Sends a request, and repeats it as the retry policy says. Every status and every network error is
	 * a result.
	 *
	 * @param until when the result must be there, beside the deadline of the sender; by the clock of the world
	 * @throws RunStopped
	 */
	send: Send = async (request, until) => {
		const { rateLimiter, stopped, created, world } = this.run;
		const limits = this.limitsUntil(until);
		const retryPolicy = new RetryPolicy(request, limits, world, created.unknownUntil(request));
		const { maxRetries, deadline = Infinity } = limits;
		const isLimited = maxRetries > 0;
		for (let last: HttpResponse | NetworkError = notSent; ;) {
			if (isLimited) await this.untilStopped(this.before(deadline, rateLimiter.acquire(deadline)));
			if (isLimited && rateLimiter.isExhausted()) return { ...last, attempts: this.attempts };
			if (world.now() >= deadline)
				return { ...(last === notSent ? tooLate : last), attempts: this.attempts };
			if (stopped.aborted) return this.endOfStopped(last === notSent ? interruptedBefore : last);
			const { result, isCorrected } = await this.attempt(request, limits);
			created.add(request, result);
			if (isInterrupted(result)) return this.endOfStopped(result);
			// A deadline that cuts the wait for a session says less than what came before.
			if (isUnsigned(result) && last !== notSent && world.now() >= deadline)
				return { ...last, attempts: this.attempts };
			const delay = retryPolicy.delayBeforeNext(result, isCorrected);
			if (delay === undefined) return { ...result, attempts: this.attempts };
			last = result;
			await this.untilStopped(world.sleep(delay, stopped));
		}
	};

	/** Milliseconds by the clock of the world. */
	now(): number {
		return this.run.world.now();
	}

	/**
	 * Waits these milliseconds, or until the run is stopped.
	 *
	 * @throws RunStopped where a stopped run has nothing to say of the item
	 */
	async wait(milliseconds: number): Promise<void> {
		const { stopped, world } = this.run;
		await this.untilStopped(world.sleep(milliseconds, stopped));
		if (stopped.aborted) this.endOfStopped(interruptedBefore);
	}

	/**
	 * Waits before a part of a request is repeated; false where it is not to be.
	 *
	 * @throws RunStopped
	 */
	async waitToRepeat(repeats: number): Promise<boolean> {
		if (repeats >= this.limits.maxRetries) return false;
		await this.wait(throttlingDelay(repeats, this.run.world.random()));
		return !this.run.stopped.aborted;
	}

	/**
	 * The result of a request that a stopped run does not send, or not again.
	 *
	 * @throws RunStopped where nothing was sent for the item, and, unless the run settles, where AWS has
	 * changed nothing for it
	 */
	private endOfStopped(last: HttpResponse | NetworkError): SentResult {
		const isSettling = this.run.stopped.reason === settling && this.attempts > 0;
		if (!this.mayHaveChanged && !isSettling) throw new RunStopped();
		return { ...last, attempts: this.attempts };
	}

	private limitsUntil(until: number | undefined): AttemptLimits {
		if (until === undefined) return this.limits;
		const deadline = Math.min(until, this.limits.deadline ?? Infinity);
		return { ...this.limits, deadline, repeatsThrottled: true };
	}

	private async attempt(request: ChimeRequest, { timeout, deadline = Infinity }: AttemptLimits) {
		const { roundTrip, rateLimiter, clock, session, world } = this.run;
		const signedAt = clock.now();
		this.attempts += 1;
		const longest = Math.min(timeout, Math.max(deadline - world.now(), 1));
		const result = await roundTrip(request, longest, signedAt);
		if (isUnsigned(result)) this.attempts -= 1;
		else this.run.traffic.requests += 1;
		if (isThrottling(result) && isUnsigned(result)) rateLimiter.onSessionThrottled();
		else if (isThrottling(result)) {
			this.throttled += 1;
			rateLimiter.onThrottled(retryAfter(result));
		} else if (result.statusCode === null) rateLimiter.onNetworkError();
		else rateLimiter.onResponse();
		this.mayHaveChanged ||=
			request.method !== 'GET' && outcomeIsUncertain({ idempotent: false }, result);
		const isCorrected = session.isRenewedAfter(result) || clock.correctBy(result, signedAt);
		return { result, isCorrected };
	}

	/** Waits until the deadline at most. */
	private async before(deadline: number, wait: Promise<void>): Promise<void> {
		if (deadline === Infinity) return await wait;
		const { deadlines, world } = this.run;
		let clear: (() => void) | undefined;
		const end = new Promise<void>((resolve) => {
			clear = deadlines.set(deadline - world.now(), resolve);
		});
		await Promise.race([wait, end]).finally(() => clear?.());
	}

	/** Waits until the run is stopped at most. */
	private async untilStopped(wait: Promise<void>): Promise<void> {
		await wait.catch((error: unknown) => {
			if (!this.run.stopped.aborted) throw error;
		});
	}
}
