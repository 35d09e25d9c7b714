import {
	isTransient,
	messageOf as awsMessageOf,
	nameOf,
	requestIdOf,
	type Answer,
} from '../transport/response';
import type { Unexpected } from '../transport/paginate';
import { hintFor } from './hints';
import { messageOf, type Operation, type Parameters } from '../resources/operation';
import { options } from '../parameters/options';
import { phoneNumbersOf, type Redact } from './redact';
import { mayHaveAdded } from '../transport/retryPolicy';
import type { Sent } from '../transport/client';

/** Why an input item did not become what was asked for. */
export interface Failure {
	/** Null where there was no answer. */
	statusCode: number | null;
	/**
	 * AWS's name where AWS gave one; `UnknownError` for a failed status without a name,
	 * `UnexpectedRedirect`, `InvalidResponse` for an answer that the API does not promise,
	 * `InvalidParameter` for what the user gave and was never sent, `NotSent` for what a run that gave
	 * up never sent, `InternalError` for a fault of this package; else Node's code (`ETIMEDOUT` …).
	 */
	code: string;
	message: string;
	/** AWS's, for a support case. */
	requestId: string | null;
	/** Requests sent, over all pages and repeats. */
	attempts: number;
	/** Whether the same request may succeed later. */
	retryable: boolean;
	/** The ids that were asked for; null where there was none. */
	voiceConnectorId: string | null;
	proxySessionId: string | null;
	/** Advice, where there is some to give. */
	hint?: string;
}

/** What a failure needs to describe itself. */
export interface Subject {
	operation: Pick<Operation, 'awsName' | 'doubt' | 'fields'>;
	parameters: Parameters;
	redact: Redact;
}

type Told = Omit<Failure, 'voiceConnectorId' | 'proxySessionId' | 'hint'>;

/** Something the user gave, for which no request may be sent. */
export function refusal(error: unknown, subject: Subject): Failure {
	const message = messageOf(error, [...subject.operation.fields, options]);
	return shown({ ...unanswered, code: 'InvalidParameter', message }, subject);
}

/** A fault of this package; what had left by then stays in doubt. */
export function internalError(error: unknown, attempts: number, subject: Subject): Failure {
	const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	const message = `The node met a fault of its own. ${cause}`;
	const doubt = attempts > 0 ? subject.operation.doubt : undefined;
	return shown({ ...unanswered, code: 'InternalError', message, attempts }, subject, doubt);
}

const unanswered = { statusCode: null, requestId: null, attempts: 0, retryable: false };

/** What an answer means that is not the success that was asked for, or the lack of any answer. */
export function failureOf({ request, answer, problem }: Unexpected, subject: Subject): Failure {
	const isInDoubt = answer.attempts > 0 && mayHaveAdded(request, answer);
	const doubt = isInDoubt ? subject.operation.doubt : undefined;
	const numbers = phoneNumbersOf(request);
	const redact: Redact = (text) => subject.redact(text, numbers);
	return shown(toldOf(answer, problem), { ...subject, redact }, doubt, problem !== undefined);
}

function toldOf(answer: Sent, problem: string | undefined): Told {
	const { attempts } = answer;
	const common = { attempts, retryable: isTransient(answer), requestId: null };
	if (answer.statusCode !== null)
		return {
			...common,
			statusCode: answer.statusCode,
			...meaningOf(answer, problem),
			requestId: requestIdOf(answer),
		};
	const { code, message } = answer;
	// AWS has told this run, if not this item, to send less.
	if (code === 'NotSent') return { ...common, statusCode: 429, code, message, retryable: true };
	return { ...common, statusCode: null, code, message };
}

function shown(
	told: Told,
	{ operation, parameters, redact }: Subject,
	doubt?: string,
	isExplained = false,
): Failure {
	const advice = isExplained ? undefined : hintFor(told, operation);
	const hint = [doubt, advice].filter(Boolean).join(' ') || undefined;
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

function meaningOf(answer: Answer, problem: string | undefined): Pick<Failure, 'code' | 'message'> {
	const { statusCode, flaw } = answer;
	const kind = Math.floor(statusCode / 100);
	if (kind === 2) return { code: 'InvalidResponse', message: problem ?? notPromised(answer) };
	if (kind === 3) {
		return {
			code: 'UnexpectedRedirect',
			message: `HTTP ${statusCode}: the redirect was not followed.`,
		};
	}
	return {
		code: nameOf(answer) ?? 'UnknownError',
		message: awsMessageOf(answer) ?? `HTTP ${statusCode} with ${flaw ?? 'no message'}.`,
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
