import { refusalOf } from './awsError';
import type { NetworkError } from './networkError';
import { headerOf, type HttpResponse } from './response';

/** AWS refuses a signature at five minutes; below four, a refusal has another reason. */
export const leastSkew = 4 * 60_000;
/** A larger difference is ignored: the server could collect signatures for a later time. */
export const mostSkew = 7 * 86_400_000;

/** AWS's names for a refused signature, of which the time may be the reason. */
const timeRefusals = new Set([
	'AuthFailure',
	'InvalidSignatureException',
	'RequestExpired',
	'RequestInTheFuture',
	'RequestTimeTooSkewed',
	'SignatureDoesNotMatch',
]);

/** The time of AWS: this machine's time until AWS refuses a signature because of it. */
export interface Clock {
	now(): Date;
	/** Corrects the time by a response to a request that was signed at `signedAt`; false when it needs none. */
	correctBy(result: HttpResponse | NetworkError, signedAt: Date): boolean;
}

export function createClock(machineTime: () => number): Clock {
	let offset = 0;
	return {
		now: () => new Date(machineTime() + offset),
		correctBy(result, signedAt) {
			const serverTime = refusedAt(result);
			// Compared with the time of this request: another response may have corrected the clock since.
			if (serverTime === undefined || Math.abs(serverTime - signedAt.getTime()) < leastSkew)
				return false;
			const found = serverTime - machineTime();
			if (Math.abs(found) > mostSkew) return false;
			offset = found;
			return true;
		},
	};
}

/**
 * The server's time in a response that refuses a signature. One with an Age header comes from a cache, and
 * its Date is stale.
 */
function refusedAt(result: HttpResponse | NetworkError): number | undefined {
	if (result.statusCode === null || !timeRefusals.has(refusalOf(result) ?? '')) return undefined;
	if (headerOf(result.headers, ['age']) !== undefined) return undefined;
	const time = Date.parse(headerOf(result.headers, ['date']) ?? '');
	return Number.isNaN(time) ? undefined : time;
}

/** The form of `x-amz-date`, in which the credential takes the time of signing: 20261123T000000Z. */
export function amzDate(date: Date): string {
	return date.toISOString().replace(/[-:]|\.\d+/g, '');
}
