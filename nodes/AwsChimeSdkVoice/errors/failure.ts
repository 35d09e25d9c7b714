import type { Operation, ValueError } from '../resources/operation';
import type { Parameters } from '../resources/record';
import {
	errorMessageOf,
	errorNameOf,
	isThrottling,
	isTransient,
	isTransientCode,
	requestIdOf,
} from '../transport/awsError';
import type { ChimeRequest } from '../transport/request';
import type { HttpResponse } from '../transport/response';
import { outcomeIsUncertain } from '../transport/retryPolicy';
import type { FailedRequest, SentResult } from '../transport/sender';
import { hintFor } from './hints';
import { idsOf, lastDigits } from './ids';
import { hiddenValuesOf, type Redact } from './redact';

/** Why an input item has no result. */
export interface Failure {
	/** Null where there was no response. */
	statusCode: number | null;
	/**
	 * AWS's name where AWS gave one; `UnknownError` for a failed status without a name;
	 * `UnexpectedRedirect`; `InvalidResponse` for a response that the API does not promise;
	 * `InvalidParameter` for a value of the user that was never sent; `NotSent` for a request that was
	 * never sent because the run gave up; `ConfigurationError` for a setting with which no request can be
	 * sent any more; `InternalError` for a fault of this package; else Node.js's
	 * code of a network error (`ETIMEDOUT` …).
	 */
	code: string;
	message: string;
	/** AWS's id of the request, for a support case. */
	requestId: string | null;
	/** Requests sent for the item, over all pages and repeats. */
	attempts: number;
	/** Whether the same request may succeed later. */
	retryable: boolean;
	/** The ids in the path of the operation, by the names of their parameters; null where none was given. */
	ids: Record<string, string | null>;
	/** Advice; absent where there is none. */
	hint?: string;
}

/** What a failure needs to describe itself. */
export interface FailureContext {
	operation: Pick<Operation, 'awsName' | 'fields' | 'retired' | 'regions' | 'adviceOn'> & {
		ifUncertain?: string;
	};
	parameters: Parameters;
	redact: Redact;
	/** The AWS region of the credential. */
	region: string;
}

type Description = Omit<Failure, 'ids' | 'hint'>;

const withoutResponse = { statusCode: null, requestId: null, attempts: 0, retryable: false };

/** A value of the user with which no request may be sent. */
export function invalidInput(error: unknown, context: FailureContext): Failure {
	const message = error instanceof Error ? error.message : String(error);
	return toFailure({ ...withoutResponse, code: 'InvalidParameter', message }, context);
}

/** An item of which nothing was sent, because another one has met what ends the run. */
export function notSent({ message }: Error, context: FailureContext): Failure {
	return toFailure(
		{
			...withoutResponse,
			code: 'NotSent',
			message: `Not sent, because the run had to end. ${message}`,
		},
		context,
		['Nothing was sent for this item: send it again when the cause is removed.'],
	);
}

/** A fault of this package. The outcome of a request that had been sent by then is uncertain. */
export function internalError(error: unknown, attempts: number, context: FailureContext): Failure {
	const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	const message = `The node stopped this item because of an internal fault. ${cause}`;
	const ifUncertain = attempts > 0 ? context.operation.ifUncertain : undefined;
	const description = { ...withoutResponse, code: 'InternalError', message, attempts };
	return toFailure(description, context, [ifUncertain]);
}

/** A response that is not the expected success, or no response. */
export function requestFailure(
	{ request, result, problem, ifFails }: FailedRequest,
	context: FailureContext,
): Failure {
	const { operation, parameters } = context;
	const isUncertain = result.attempts > 0 && outcomeIsUncertain(request, result);
	const ifUncertain = isUncertain ? operation.ifUncertain : undefined;
	const { statusCode } = result;
	const isRefused = statusCode !== null && statusCode >= 400 && statusCode < 500;
	const advice = isRefused ? operation.adviceOn?.(parameters, statusCode) : undefined;
	const isExplained = problem !== undefined;
	return toFailure(
		descriptionOf(result, problem),
		// The permission that may be missing is that of the request.
		{ ...hiding(request, context), operation: { ...operation, awsName: request.awsName } },
		[ifUncertain, ifFails, advice],
		isExplained,
	);
}

/** One value for which AWS did nothing, of several in a request. */
export function valueFailure(
	{ hint, ...error }: ValueError,
	[name, value]: [name: string, value: string],
	{ request, attempts }: { request: ChimeRequest; attempts: number },
	context: FailureContext,
): Failure {
	const description = { ...error, attempts, retryable: isTransientCode(error.code) };
	const isExplained = hint !== undefined;
	const failure = toFailure(description, hiding(request, context), [hint], isExplained);
	return { ...failure, ids: { ...failure.ids, [name]: lastDigits(value) } };
}

/** Redacts the sensitive values of the request, too. */
function hiding({ sensitiveValues }: ChimeRequest, context: FailureContext): FailureContext {
	const hidden = hiddenValuesOf(sensitiveValues);
	return { ...context, redact: (text) => context.redact(text, hidden) };
}

function descriptionOf(result: SentResult, problem: string | undefined): Description {
	const { attempts } = result;
	const common = { attempts, retryable: isTransient(result), requestId: null };
	if (result.statusCode !== null) {
		const { statusCode } = result;
		const requestId = requestIdOf(result);
		return { ...common, statusCode, ...meaningOf(result, problem), requestId };
	}
	const { code, message } = result;
	// AWS has throttled this run, if not this item, or the request for its session.
	if (code === 'NotSent' || isThrottling(result))
		return { ...common, statusCode: 429, code, message, retryable: true };
	return { ...common, statusCode: null, code, message };
}

function toFailure(
	description: Description,
	{ operation, parameters, redact, region }: FailureContext,
	known: Array<string | undefined> = [],
	isExplained = false,
): Failure {
	const { code, message, requestId } = description;
	const advice = isExplained ? undefined : hintFor(description, { ...operation, region });
	const hint = [...known, advice].filter(Boolean).join(' ') || undefined;
	return {
		...description,
		code: redact(code),
		message: redact(message),
		requestId: requestId === null ? null : redact(requestId),
		ids: idsOf(operation.fields, parameters, redact),
		...(hint === undefined ? {} : { hint }),
	};
}

function meaningOf(
	response: HttpResponse,
	problem: string | undefined,
): Pick<Failure, 'code' | 'message'> {
	const { statusCode, bodyProblem } = response;
	const kind = Math.floor(statusCode / 100);
	if (kind === 2) return { code: 'InvalidResponse', message: problem ?? unexpectedBody(response) };
	if (kind === 3) {
		const message = `HTTP ${statusCode}: the node does not follow redirects.`;
		return { code: 'UnexpectedRedirect', message };
	}
	const message = `HTTP ${statusCode} with ${bodyProblem ?? 'no message'}.`;
	return {
		code: errorNameOf(response) ?? 'UnknownError',
		message: errorMessageOf(response) ?? message,
	};
}

function unexpectedBody(response: HttpResponse): string {
	const { statusCode, body, bodyProblem } = response;
	const found = bodyProblem ?? kindOf(body);
	const isForeign = requestIdOf(response) === null;
	return `HTTP ${statusCode} with ${found}${isForeign ? ' and no request ID of AWS' : ''}, which is not a response that Chime SDK Voice documents.`;
}

function kindOf(body: unknown): string {
	if (body === null) return 'null';
	if (Array.isArray(body)) return 'a list';
	return typeof body === 'object' ? 'an object without the expected fields' : `a ${typeof body}`;
}
