import { headerOf, isThrottling, isTransient, type Answer } from './response';
import { type NoAnswer } from './networkError';
import type { ChimeRequest } from '../resources/operation';
import type { Patience } from '../parameters/options';
import type { World } from './world';

/** Milliseconds: AWS's standard retry mode. */
export const transientBase = 50;
export const longestWait = 20_000;

/** For throttling: the pace of the run does the rest. */
const throttlingBase = 250;

/** How far a server may lengthen a wait of its own accord. */
export const longestWish = 20_000;

/** Give up on one request that stays throttled after 60 s and 8 times, or after 5 minutes. */
export const longThrottled = 60_000;
export const mostThrottled = 8;
export const longestThrottled = 300_000;

/** What the attempts of one request have come to. */
export interface Course {
	/**
	 * Milliseconds before the next attempt; undefined when there is to be none.
	 *
	 * @param hasLearntTime whether the answer told that the signature's time was wrong
	 */
	waitAfter(answer: Answer | NoAnswer, hasLearntTime: boolean): number | undefined;
}

export function createCourse(
	request: ChimeRequest,
	{ maxRetries, deadline = Infinity }: Omit<Patience, 'timeout'>,
	{ now, random }: Pick<World, 'now' | 'random'>,
): Course {
	let isTimeCorrected = false;
	let repeats = 0;
	let throttled = 0;
	let throttledSince: number | undefined;

	function isGivenUp(): boolean {
		throttledSince ??= now();
		const duration = now() - throttledSince;
		const isOften = throttled >= mostThrottled;
		return (isOften && duration >= longThrottled) || duration >= longestThrottled;
	}

	function waitAfterThrottling(): number | undefined {
		const isAwaited = deadline !== Infinity;
		return isAwaited || isGivenUp() ? undefined : throttlingWait(throttled++, random());
	}

	function waitFor(answer: Answer | NoAnswer): number | undefined {
		if (maxRetries === 0 || !mayRepeat(request, answer)) return undefined;
		if (isThrottling(answer)) return waitAfterThrottling();
		return repeats < maxRetries ? transientWait(answer, repeats++, random()) : undefined;
	}

	return {
		waitAfter(answer, hasLearntTime) {
			if (hasLearntTime && !isTimeCorrected) {
				isTimeCorrected = true;
				return 0;
			}
			const wait = waitFor(answer);
			return wait !== undefined && now() + wait < deadline ? wait : undefined;
		},
	};
}

/**
 * Whether a request may be sent again after this. A POST that may have had its effect may not: only
 * one that nobody accepted.
 */
export function mayRepeat(request: ChimeRequest, answer: Answer | NoAnswer): boolean {
	return isTransient(answer) && !mayHaveAdded(request, answer);
}

/** Whether a request may have added something, though no answer says so. */
export function mayHaveAdded(
	{ method, isRepeatable = false }: ChimeRequest,
	answer: Answer | NoAnswer,
): boolean {
	if (method !== 'POST' || isRepeatable) return false;
	if (answer.statusCode === null) return !answer.isUnsent;
	const { statusCode } = answer;
	return statusCode < 300 || statusCode === 408 || statusCode >= 500;
}

/**
 * Milliseconds before the next attempt: exponential with full jitter, as AWS's standard mode counts
 * it, and no sooner than the server wishes.
 *
 * @param repeats how often the request has been repeated before
 */
export function transientWait(answer: Answer | NoAnswer, repeats: number, random: number): number {
	return Math.max(jittered(transientBase, repeats, random), serverWish(answer));
}

/** The same for one more round of being throttled. */
export function throttlingWait(repeats: number, random: number): number {
	return jittered(throttlingBase, repeats, random);
}

/**
 * Milliseconds that the server asks to wait: `x-amz-retry-after` (milliseconds) or `Retry-After`
 * (seconds, or a date by the server's own clock). Bounded; 0 without a sensible wish.
 */
export function serverWish(answer: Answer | NoAnswer): number {
	if (answer.statusCode === null) return 0;
	const { headers } = answer;
	const milliseconds = headerOf(headers, ['x-amz-retry-after']);
	const seconds = headerOf(headers, ['retry-after']);
	const wish =
		milliseconds === undefined ? inMilliseconds(seconds, headers) : decimal(milliseconds);
	return wish > 0 ? Math.min(wish, longestWish) : 0;
}

function jittered(base: number, repeats: number, random: number): number {
	return random * Math.min(longestWait, base * 2 ** repeats);
}

function inMilliseconds(retryAfter: string | undefined, headers: Answer['headers']): number {
	if (retryAfter === undefined) return 0;
	if (/^\d+(\.\d+)?$/.test(retryAfter)) return decimal(retryAfter) * 1_000;
	const serverTime = Date.parse(headerOf(headers, ['date']) ?? '');
	return Date.parse(retryAfter) - (Number.isNaN(serverTime) ? Date.now() : serverTime);
}

function decimal(text: string): number {
	return /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
}
