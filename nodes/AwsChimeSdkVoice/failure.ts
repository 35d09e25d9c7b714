import type { IDataObject } from 'n8n-workflow';

import { hintFor } from './hints';
import type { Parameters } from './operation';
import type { Redact } from './redact';
import type { Answer, NoAnswer } from './send';

/** Why an input item did not become what was asked for. */
export interface Failure {
	/** Null where there was no answer. */
	statusCode: number | null;
	/**
	 * AWS's name where AWS gave one; `UnknownError` for a failed status without a name,
	 * `UnexpectedRedirect`, `InvalidResponse` for an answer that the API does not promise,
	 * `InvalidParameter` for what was never sent; else Node's code (`ETIMEDOUT` …).
	 */
	code: string;
	message: string;
	/** AWS's, for a support case. */
	requestId: string | null;
	/** Requests sent. */
	attempts: number;
	/** Whether the same request may succeed later. */
	retryable: boolean;
	/** The ids that were asked for; null where there was none. */
	voiceConnectorId: string | null;
	proxySessionId: string | null;
	/** Advice, where there is some to give. */
	hint?: string;
}

/** The input item that failed, and what must not be shown of it. */
export interface Subject {
	parameters: Parameters;
	redact: Redact;
}

type Told = Omit<Failure, 'voiceConnectorId' | 'proxySessionId' | 'hint'>;

const retryableStatuses = new Set([408, 429, 500, 502, 503, 504]);
/** Names that AWS gives to throttling, whatever the status. */
const throttling = /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown)/;
const transientFaults = new Set([
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

/** A request that was never sent. */
export function refusal(error: unknown, subject: Subject): Failure {
	const message = error instanceof Error ? error.message : String(error);
	const told = { statusCode: null, code: 'InvalidParameter', message, requestId: null };
	return shown({ ...told, attempts: 0, retryable: false }, subject);
}

/** What an answer means that is not the success that was asked for, or the lack of any answer. */
export function failureOf(answer: Answer | NoAnswer, subject: Subject): Failure {
	return shown(answer.statusCode === null ? fault(answer) : statusFailure(answer), subject);
}

function shown(told: Told, { parameters, redact }: Subject): Failure {
	const hint = hintFor(told);
	return {
		...told,
		code: redact(told.code),
		message: redact(told.message),
		requestId: told.requestId === null ? null : redact(told.requestId),
		voiceConnectorId: idIn(parameters.voiceConnectorId, redact),
		proxySessionId: idIn(parameters.proxySessionId, redact),
		...(hint === undefined ? {} : { hint }),
	};
}

function idIn(value: unknown, redact: Redact): string | null {
	return typeof value === 'string' || typeof value === 'number' ? redact(String(value)) : null;
}

function fault({ statusCode, code, message, attempts }: NoAnswer): Told {
	return {
		statusCode,
		code,
		message,
		requestId: null,
		attempts,
		retryable: transientFaults.has(code),
	};
}

function statusFailure(answer: Answer): Told {
	const { statusCode, attempts } = answer;
	const { code, message } = meaningOf(answer);
	return {
		statusCode,
		code,
		message,
		requestId: requestIdOf(answer),
		attempts,
		retryable: retryableStatuses.has(statusCode) || throttling.test(code),
	};
}

function meaningOf(answer: Answer): Pick<Failure, 'code' | 'message'> {
	const { statusCode, flaw } = answer;
	const kind = Math.floor(statusCode / 100);
	if (kind === 2) return { code: 'InvalidResponse', message: notPromised(answer) };
	if (kind === 3) {
		return {
			code: 'UnexpectedRedirect',
			message: `HTTP ${statusCode}: the redirect was not followed.`,
		};
	}
	const message = textIn(answer.body, ['message', 'Message']);
	return {
		code: nameOf(answer) ?? 'UnknownError',
		message: message ?? `HTTP ${statusCode} with ${flaw ?? 'no message'}.`,
	};
}

function notPromised({ statusCode, body, flaw }: Answer): string {
	return `HTTP ${statusCode} with ${flaw ?? kindOf(body)}, which is not what the API promises.`;
}

function kindOf(body: unknown): string {
	if (body === null) return 'null';
	if (Array.isArray(body)) return 'a list';
	return typeof body === 'object' ? 'an object of another shape' : `a ${typeof body}`;
}

/**
 * The error's name, where the AWS SDKs look for it, in their order: `x-amzn-errortype`, `code` or
 * `Code`, `__type`; cut as they cut it (`aws.protocol#Name:http://…`).
 */
function nameOf({ headers, body }: Answer): string | undefined {
	const raw = headerOf(headers, ['x-amzn-errortype']) ?? textIn(body, ['code', 'Code', '__type']);
	const name = raw?.split(',')[0].split(':')[0].split('#').at(-1)?.trim();
	return name || undefined;
}

function requestIdOf({ headers }: Answer): string | null {
	const names = ['x-amzn-requestid', 'x-amzn-request-id', 'x-amz-request-id'];
	return headerOf(headers, names) ?? null;
}

function headerOf(headers: Record<string, unknown>, names: string[]): string | undefined {
	const values = names.map((name) => headers[name]).flat();
	return values.find((value): value is string => typeof value === 'string' && value !== '');
}

function textIn(body: unknown, names: string[]): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const fields: IDataObject = { ...body };
	const values = names.map((name) => fields[name]);
	return values.find((value): value is string => typeof value === 'string' && value !== '');
}
