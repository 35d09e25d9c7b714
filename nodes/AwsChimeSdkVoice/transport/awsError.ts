import type { NetworkError } from './networkError';
import { firstText, headerOf, type HttpResponse } from './response';

/** AWS's longest name of an error has 50 characters. */
const longestName = 1_000;

/** AWS's names for throttling, which come with 400 and 503, too. */
const throttlingNames =
	/throttl|^(TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded|SlowDown)/i;

/** Network errors, and those of the credential, that another attempt may not meet. */
const transientCodes = new Set([
	'AssumeRoleThrottled',
	'AssumeRoleUnavailable',
	'EAI_AGAIN',
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
]);

/** Statuses that another attempt may not meet. */
const transientStatuses = new Set([408, 500, 502, 503, 504]);

/**
 * The error's name, where the AWS SDKs look for it, in their order: `x-amzn-errortype`, `code` or
 * `Code`, `__type`; cut as they cut it (`aws.protocol#Name:http://…`).
 */
export function errorNameOf({ headers, body }: HttpResponse): string | undefined {
	const raw = headerOf(headers, ['x-amzn-errortype']) ?? textIn(body, ['code', 'Code', '__type']);
	const name = raw?.slice(0, longestName).split(',')[0].split(':')[0].split('#').at(-1)?.trim();
	return name || undefined;
}

export function errorMessageOf({ body }: HttpResponse): string | undefined {
	return textIn(body, ['message', 'Message']);
}

/** AWS's id of the request; null for a text of another form, which a proxy may have set. */
export function requestIdOf({ headers }: Pick<HttpResponse, 'headers'>): string | null {
	const names = ['x-amzn-requestid', 'x-amzn-request-id', 'x-amz-request-id'];
	const id = headerOf(headers, names);
	return id !== undefined && /^[\w-]{1,100}$/.test(id) ? id : null;
}

/**
 * The error's name in a response by which AWS refuses the key, the session or the time of a signature: AWS has
 * done nothing then, and the request may be signed again. By any other status, it may have been carried out.
 */
export function refusalOf(result: HttpResponse | NetworkError): string | undefined {
	if (result.statusCode === null || ![400, 401, 403].includes(result.statusCode)) return undefined;
	return errorNameOf(result);
}

/** Whether AWS says that the resource does not exist. A 404 of another server says nothing about it. */
export function isNotFound(result: HttpResponse | NetworkError): boolean {
	if (result.statusCode !== 404 || requestIdOf(result) === null) return false;
	return /^NotFound(Exception)?$/.test(errorNameOf(result) ?? '');
}

/** Whether AWS has throttled the request, or that for its session, by the status or by the name of the error. */
export function isThrottling(result: HttpResponse | NetworkError): boolean {
	if (result.statusCode === null) return result.code === 'AssumeRoleThrottled';
	const mayName = result.statusCode === 400 || result.statusCode === 503;
	return result.statusCode === 429 || (mayName && throttlingNames.test(errorNameOf(result) ?? ''));
}

/** Whether the same request may succeed later. */
export function isTransient(result: HttpResponse | NetworkError): boolean {
	if (result.statusCode === null) return transientCodes.has(result.code);
	const { statusCode, isTruncated = false } = result;
	const isTruncatedSuccess = isTruncated && statusCode >= 200 && statusCode < 300;
	return transientStatuses.has(statusCode) || isThrottling(result) || isTruncatedSuccess;
}

function textIn(body: unknown, names: string[]): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const fields: Record<string, unknown> = { ...body };
	return firstText(names.map((name) => fields[name]));
}

/** The statuses of the names by which AWS says, in a success, why a part of a request has failed. */
const statuses = new Map([
	['AccessDenied', 403],
	['BadRequest', 400],
	['Conflict', 409],
	['Forbidden', 403],
	['Gone', 410],
	['NotFound', 404],
	['PhoneNumberAssociationsExist', 409],
	['PreconditionFailed', 412],
	['ResourceLimitExceeded', 400],
	['ServiceFailure', 500],
	['ServiceUnavailable', 503],
	['Throttled', 429],
	['Throttling', 429],
	['Unauthorized', 401],
	['Unprocessable', 422],
	['Validation', 400],
	['VoiceConnectorGroupAssociationsExist', 409],
]);

/** The HTTP status that goes with such a name; null for a name that AWS does not document. */
export function statusOfCode(code: string): number | null {
	return statuses.get(code) ?? null;
}

/** Whether the failed part of a request may succeed later. */
export function isTransientCode(code: string): boolean {
	const status = statusOfCode(code);
	return status === 429 || (status !== null && transientStatuses.has(status));
}
