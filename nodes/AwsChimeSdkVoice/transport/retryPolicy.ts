import type { AttemptLimits } from '../parameters/options';
import { isNotFound, isThrottling, isTransient } from './awsError';
import type { NetworkError } from './networkError';
import type { ChimeRequest } from './request';
import { headerOf, type HttpResponse } from './response';
import type { World } from './world';

/** Milliseconds, as in AWS's standard retry mode. */
export const transientBase = 50;
export const longestDelay = 20_000;

/** Milliseconds for throttling, where the rate limiter of the run delays requests, too. */
const throttlingBase = 250;

/** Milliseconds by which a server may delay the next attempt. */
export const longestRetryAfter = 20_000;

/** Milliseconds, while AWS does not find what it has just created. */
const notFoundBase = 1_000;
const longestNotFound = 10_000;

/** Give up on one request that stays throttled after 60 s and 8 times, or after 5 minutes. */
export const longThrottled = 60_000;
export const mostThrottled = 8;
export const longestThrottled = 300_000;

/** Whether and when one request is sent again. */
export class RetryPolicy {
	private hasCorrected = false;

	private repeats = 0;

	private throttled = 0;

	private notFound = 0;

	private throttledSince: number | undefined;

	constructor(
		private readonly request: Pick<ChimeRequest, 'idempotent'>,
		private readonly limits: Omit<AttemptLimits, 'timeout'>,
		private readonly world: Pick<World, 'now' | 'random'>,
		/** Until when AWS may not find what the request names. */
		private readonly unknownUntil = 0,
	) {}

	/**
	 * Milliseconds before the next attempt; undefined when there is to be none.
	 *
	 * @param isCorrected whether the response showed that the time or the session of the signature was
	 * wrong, and the next signature has another
	 */
	delayBeforeNext(result: HttpResponse | NetworkError, isCorrected: boolean): number | undefined {
		if (isCorrected && !this.hasCorrected) {
			this.hasCorrected = true;
			return 0;
		}
		const { deadline = Infinity } = this.limits;
		const delay = this.delayAfter(result);
		return delay !== undefined && this.world.now() + delay < deadline ? delay : undefined;
	}

	private delayAfter(result: HttpResponse | NetworkError): number | undefined {
		const { maxRetries } = this.limits;
		if (maxRetries > 0 && isNotFound(result)) return this.delayAfterNotFound();
		if (maxRetries === 0 || !isRetryable(this.request, result)) return undefined;
		if (isThrottling(result)) return this.delayAfterThrottling();
		if (this.repeats >= maxRetries) return undefined;
		return transientDelay(result, this.repeats++, this.world.random());
	}

	private delayAfterNotFound(): number | undefined {
		const delay = Math.min(notFoundBase * 2 ** this.notFound++, longestNotFound);
		return this.world.now() + delay < this.unknownUntil ? delay : undefined;
	}

	private delayAfterThrottling(): number | undefined {
		const { deadline, repeatsThrottled = deadline === undefined } = this.limits;
		if (!repeatsThrottled || this.isGivenUp()) return undefined;
		return throttlingDelay(this.throttled++, this.world.random());
	}

	private isGivenUp(): boolean {
		const now = this.world.now();
		this.throttledSince ??= now;
		const duration = now - this.throttledSince;
		const isOften = this.throttled >= mostThrottled;
		return (isOften && duration >= longThrottled) || duration >= longestThrottled;
	}
}

/** Whether a request may be repeated: after a transient failure, if it is idempotent or had no effect. */
export function isRetryable(
	request: Pick<ChimeRequest, 'idempotent'>,
	result: HttpResponse | NetworkError,
): boolean {
	return isTransient(result) && !outcomeIsUncertain(request, result);
}

/** Whether a request that is not idempotent may have had its effect, although no response says so. */
export function outcomeIsUncertain(
	{ idempotent }: Pick<ChimeRequest, 'idempotent'>,
	result: HttpResponse | NetworkError,
): boolean {
	if (idempotent) return false;
	if (result.statusCode === null) return !result.failedBeforeSending;
	return isUnclear(result.statusCode);
}

/** Whether a status leaves open what AWS has done. */
export function isUnclear(statusCode: number): boolean {
	return statusCode < 300 || statusCode === 408 || statusCode >= 500;
}

/**
 * Milliseconds before the next attempt: exponential with full jitter, as in AWS's standard retry mode, and
 * at least the time that the response names.
 *
 * @param repeats how often the request has been repeated before
 */
export function transientDelay(
	result: HttpResponse | NetworkError,
	repeats: number,
	random: number,
): number {
	return Math.max(jittered(transientBase, repeats, random), retryAfter(result));
}

/** Milliseconds before the next attempt of a throttled request: exponential with full jitter. */
export function throttlingDelay(repeats: number, random: number): number {
	return jittered(throttlingBase, repeats, random);
}

/**
 * The time to wait that a response names, in milliseconds: `x-amz-retry-after` (milliseconds) or
 * `Retry-After` (seconds, or a date by the server's own clock). At most 20,000; 0 without a number or date.
 */
export function retryAfter(result: HttpResponse | NetworkError): number {
	if (result.statusCode === null) return 0;
	const { headers } = result;
	const milliseconds = headerOf(headers, ['x-amz-retry-after']);
	const seconds = headerOf(headers, ['retry-after']);
	const wait =
		milliseconds === undefined ? inMilliseconds(seconds, headers) : decimal(milliseconds);
	return wait > 0 ? Math.min(wait, longestRetryAfter) : 0;
}

function jittered(base: number, repeats: number, random: number): number {
	return random * Math.min(longestDelay, base * 2 ** repeats);
}

function inMilliseconds(header: string | undefined, headers: HttpResponse['headers']): number {
	if (header === undefined) return 0;
	if (/^\d+(\.\d+)?$/.test(header)) return decimal(header) * 1_000;
	const serverTime = Date.parse(headerOf(headers, ['date']) ?? '');
	return Date.parse(header) - (Number.isNaN(serverTime) ? Date.now() : serverTime);
}

function decimal(text: string): number {
	return /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
}
