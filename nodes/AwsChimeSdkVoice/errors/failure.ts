import type { IDataObject } from 'n8n-workflow';

import type { Operation, Parameters } from '../resources/operation';
import { sentFieldsOf } from '../resources/properties';
import { errorMessageOf, errorNameOf, isTransient, requestIdOf } from '../transport/awsError';
import type { FailedRequest } from '../transport/paginate';
import type { HttpResponse } from '../transport/response';
import { outcomeIsUncertain } from '../transport/retryPolicy';
import type { SentResult } from '../transport/sender';
import { hintFor } from './hints';
import { hiddenValuesOf, type Redact } from './redact';

/** Why an input item has no result. */
export interface Failure {
	/** Null where there was no response. */
	statusCode: number | null;
	/**
	 * AWS's name where AWS gave one; `UnknownError` for a failed status without a name;
	 * `UnexpectedRedirect`; `InvalidResponse` for a response that the API does not promise;
	 * `InvalidParameter` for a value of the user that was never sent; `NotSent` for a request that was
	 * never sent because the run gave up; `InternalError` for a fault of this package; else Node.js's
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
	/** Advice, where there is some to give. */
	hint?: string;
}

/** What a failure needs to describe itself. */
export interface FailureContext {
	operation: Pick<Operation, 'awsName' | 'fields' | 'retired'> & { ifUncertain?: string };
	parameters: Parameters;
	redact: Redact;
}

type Description = Omit<Failure, 'ids' | 'hint'>;

const withoutResponse = { statusCode: null, requestId: null, attempts: 0, retryable: false };

/** A value of the user with which no request may be sent. */
export function invalidInput(error: unknown, context: FailureContext): Failure {
	const message = error instanceof Error ? error.message : String(error);
	return toFailure({ ...withoutResponse, code: 'InvalidParameter', message }, context);
}

/** A fault of this package. The outcome of a request that had been sent by then is uncertain. */
export function internalError(error: unknown, attempts: number, context: FailureContext): Failure {
	const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	const message = `The node stopped this item because of an internal fault. ${cause}`;
	const ifUncertain = attempts > 0 ? context.operation.ifUncertain : undefined;
	const description = { ...withoutResponse, code: 'InternalError', message, attempts };
	return toFailure(description, context, ifUncertain);
}

/** A response that is not the expected success, or no response. */
export function requestFailure(
	{ request, result, problem }: FailedRequest,
	context: FailureContext,
): Failure {
	const isUncertain = result.attempts > 0 && outcomeIsUncertain(request, result);
	const ifUncertain = isUncertain ? context.operation.ifUncertain : undefined;
	const hidden = hiddenValuesOf(request.sensitiveValues);
	const redact: Redact = (text) => context.redact(text, hidden);
	const description = descriptionOf(result, problem);
	const isExplained = problem !== undefined;
	return toFailure(description, { ...context, redact }, ifUncertain, isExplained);
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
	// AWS has throttled this run, if not this item.
	if (code === 'NotSent') return { ...common, statusCode: 429, code, message, retryable: true };
	return { ...common, statusCode: null, code, message };
}

function toFailure(
	description: Description,
	{ operation, parameters, redact }: FailureContext,
	ifUncertain?: string,
	isExplained = false,
): Failure {
	const { code, message, requestId } = description;
	const advice = isExplained ? undefined : hintFor(description, operation);
	const hint = [ifUncertain, advice].filter(Boolean).join(' ') || undefined;
	return {
		...description,
		code: redact(code),
		message: redact(message),
		requestId: requestId === null ? null : redact(requestId),
		ids: idsOf(operation, parameters, redact),
		...(hint === undefined ? {} : { hint }),
	};
}

function idsOf(
	{ fields }: FailureContext['operation'],
	parameters: Parameters,
	redact: Redact,
): Failure['ids'] {
	const inPath = sentFieldsOf(fields).filter((field) => field.in === 'path');
	return Object.fromEntries(
		inPath.map(({ property: { name }, isSensitive = false }) => [
			name,
			idOf(parameters[name], isSensitive ? lastDigits : redact),
		]),
	);
}

function idOf(value: unknown, show: (text: string) => string): string | null {
	return typeof value === 'string' || typeof value === 'number' ? show(String(value)) : null;
}

/** The last four digits of a phone number. */
function lastDigits(phoneNumber: string): string {
	return phoneNumber.replace(/\D/g, '').slice(-4);
}

function meaningOf(
	response: HttpResponse,
	problem: string | undefined,
): Pick<Failure, 'code' | 'message'> {
	const { statusCode, bodyProblem } = response;
	const kind = Math.floor(statusCode / 100);
	if (kind === 2) return { code: 'InvalidResponse', message: problem ?? unexpectedBody(response) };
	if (kind === 3) {
		const message = `HTTP ${statusCode}: the redirect was not followed.`;
		return { code: 'UnexpectedRedirect', message };
	}
	const message = `HTTP ${statusCode} with ${bodyProblem ?? 'no message'}.`;
	return {
		code: errorNameOf(response) ?? 'UnknownError',
		message: errorMessageOf(response) ?? message,
	};
}

function unexpectedBody({ statusCode, body, bodyProblem }: HttpResponse): string {
	return `HTTP ${statusCode} with ${bodyProblem ?? kindOf(body)}, which is not a response that Chime SDK Voice documents.`;
}

function kindOf(body: unknown): string {
	if (body === null) return 'null';
	if (Array.isArray(body)) return 'a list';
	return typeof body === 'object' ? 'an object of another shape' : `a ${typeof body}`;
}

/** A failure, or a part of one, as the JSON of an item. */
export function failureJson({
	ids,
	hint,
	...failure
}: Pick<Failure, 'ids' | 'hint'> & Partial<Failure>): IDataObject {
	return { ...failure, ...ids, ...(hint === undefined ? {} : { hint }) };
}
