import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../parameters/validation';
import type { Bulk, ValueError } from '../resources/operation';
import { listIn } from '../resources/results';
import { isTransientCode, statusOfCode } from './awsError';
import type { ChimeRequest } from './request';
import { isSuccess, type HttpResponse } from './response';
import type { FailedRequest, Sender } from './sender';
import { successOf } from './steps';

/** Of a value of which AWS says nothing, where AWS names one as failed that was not sent. */
const uncertain = {
	statusCode: 200,
	code: 'InvalidResponse',
	message:
		'AWS has reported an error for a phone number that was not in the request, so the result for this phone number is uncertain.',
	hint: 'Send the request for this phone number again: that changes nothing if AWS has done it already.',
};

/** Up to this many values share a request: AWS documents no limit, and its largest pages have as many. */
export const mostValues = 100;

/** The values of a request for many. */
export function valuesOf({ body }: ChimeRequest, { values }: Bulk): string[] {
	const list = body?.[values];
	return Array.isArray(list) ? [...new Set(list.map(String))] : [];
}

/** The same request for other values. */
export function withValues(request: ChimeRequest, { values }: Bulk, list: string[]): ChimeRequest {
	return { ...request, body: { ...request.body, [values]: list } };
}

/**
 * Sends a request for many values, and again for those that AWS names as failed in a way that may pass.
 *
 * @returns why values have failed, by value
 */
export async function sendBulk(
	bulk: Bulk,
	all: ChimeRequest,
	sender: Sender,
): Promise<{ errors: Map<string, ValueError> } | FailedRequest> {
	const errors = new Map<string, ValueError>();
	let values = valuesOf(all, bulk);
	for (let repeats = 0; ; repeats += 1) {
		const request = withValues(all, bulk, values);
		const result = await sender.send(request);
		const found = isSuccess(result) ? errorsOf(result, bulk, values) : undefined;
		// What earlier responses say of the values stays true.
		if (!found) return repeats === 0 ? { request, result } : { errors };
		for (const value of values) errors.delete(value);
		for (const [value, error] of found) errors.set(value, error);
		values = values.filter((value) => isTransientCode(errors.get(value)?.code ?? ''));
		if (values.length === 0 || !(await sender.waitToRepeat(repeats))) return { errors };
	}
}

/**
 * The failed values of a response. Where it names a value that was not sent, or more than were sent, any
 * value that it does not name may have failed, too.
 */
function errorsOf(
	response: HttpResponse,
	{ errors: name, errorId }: Bulk,
	values: string[],
): Map<string, ValueError> | undefined {
	const success = successOf(response);
	const entries = listIn(success, name, Infinity);
	if (!entries) return undefined;
	const { requestId } = success;
	const known = new Map(values.map((value) => [plain(value), value]));
	const found = new Map<string, ValueError>();
	let isCertain = entries.length <= values.length;
	for (const entry of entries) {
		const value = isRecord(entry) ? known.get(plain(String(entry[errorId]))) : undefined;
		if (isRecord(entry) && value !== undefined) found.set(value, { ...errorOf(entry), requestId });
		else isCertain = false;
	}
	const others = isCertain ? [] : values.filter((value) => !found.has(value));
	for (const value of others) found.set(value, { ...uncertain, requestId });
	return found;
}

function errorOf({ ErrorCode, ErrorMessage }: IDataObject): Omit<ValueError, 'requestId'> {
	const code = typeof ErrorCode === 'string' && ErrorCode !== '' ? ErrorCode : 'UnknownError';
	const message = typeof ErrorMessage === 'string' ? ErrorMessage : 'No message.';
	return { statusCode: statusOfCode(code), code, message };
}

/** AWS names `+12065550100` also as `%2B12065550100` and as `12065550100`. */
function plain(value: string): string {
	return value.replace(/^(%2B|\+)/i, '');
}
