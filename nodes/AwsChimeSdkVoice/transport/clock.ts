import { headerOf, nameOf, type Answer } from './response';
import { type NoAnswer } from './networkError';

/** AWS refuses a signature at five minutes; below four, a refusal has another reason. */
export const leastSkew = 4 * 60_000;
/** A server whose time is further off is no clock to follow: a signature for that time could be used then. */
export const mostSkew = 7 * 86_400_000;

/** What AWS says when it refuses a signature, and its time may be the reason. */
const timeRefusals = new Set([
	'AuthFailure',
	'InvalidSignatureException',
	'RequestExpired',
	'RequestInTheFuture',
	'RequestTimeTooSkewed',
	'SignatureDoesNotMatch',
]);

/** The time of AWS, as far as it is known: this machine's, until AWS refuses a signature for it. */
export interface Clock {
	now(): Date;
	/** Learns AWS's time from an answer to a request of that time; false if it teaches nothing. */
	learn(answer: Answer | NoAnswer, signedAt: Date): boolean;
}

export function createClock(machineTime: () => number): Clock {
	let offset = 0;
	return {
		now: () => new Date(machineTime() + offset),
		learn(answer, signedAt) {
			const serverTime = refusedAt(answer);
			// Against the time of this request: another one may have set the clock right since.
			if (serverTime === undefined || Math.abs(serverTime - signedAt.getTime()) < leastSkew)
				return false;
			const found = serverTime - machineTime();
			if (Math.abs(found) > mostSkew) return false;
			offset = found;
			return true;
		},
	};
}

/** The server's time in a response that refuses a signature. One with an Age header comes from a cache, and its Date is stale. */
function refusedAt(answer: Answer | NoAnswer): number | undefined {
	if (answer.statusCode === null || !timeRefusals.has(nameOf(answer) ?? '')) return undefined;
	if (headerOf(answer.headers, ['age']) !== undefined) return undefined;
	const time = Date.parse(headerOf(answer.headers, ['date']) ?? '');
	return Number.isNaN(time) ? undefined : time;
}

/** The form of `x-amz-date`: 20261123T000000Z. */
export function amzDate(date: Date): string {
	return date.toISOString().replace(/[-:]|\.\d+/g, '');
}
