import { isTransient, messageOf, nameOf, requestIdOf, type Answer, type NoAnswer } from './answer';
import type { Unexpected } from './ask';
import { hintFor } from './hints';
import type { Operation, Parameters } from './operation';
import { phoneNumbersOf, type Redact } from './redact';
import { mayHaveAdded } from './retry';

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
	operation: Pick<Operation, 'awsName' | 'doubt'>;
	parameters: Parameters;
	redact: Redact;
}

type Told = Omit<Failure, 'voiceConnectorId' | 'proxySessionId' | 'hint'>;

/** A request that was never sent. */
export function refusal(error: unknown, subject: Subject): Failure {
	const message = error instanceof Error ? error.message : String(error);
	const told = { statusCode: null, code: 'InvalidParameter', message, requestId: null };
	return shown({ ...told, attempts: 0, retryable: false }, subject);
}

/** What an answer means that is not the success that was asked for, or the lack of any answer. */
export function failureOf({ request, answer }: Unexpected, subject: Subject): Failure {
	const told = answer.statusCode === null ? fault(answer) : statusFailure(answer);
	const isInDoubt = answer.attempts > 0 && mayHaveAdded(request, answer);
	const doubt = isInDoubt ? subject.operation.doubt : undefined;
	const numbers = phoneNumbersOf(request);
	const redact: Redact = (text) => subject.redact(text, numbers);
	return shown(told, { ...subject, redact }, doubt);
}

function shown(told: Told, { operation, parameters, redact }: Subject, doubt?: string): Failure {
	const hint = [doubt, hintFor(told, operation)].filter(Boolean).join(' ') || undefined;
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

function fault({ statusCode, code, message, attempts }: NoAnswer & { attempts: number }): Told {
	return {
		statusCode,
		code,
		message,
		requestId: null,
		attempts,
		retryable: isTransient({ statusCode, code, message }),
	};
}

function statusFailure(answer: Answer & { attempts: number }): Told {
	return {
		statusCode: answer.statusCode,
		...meaningOf(answer),
		requestId: requestIdOf(answer),
		attempts: answer.attempts,
		retryable: isTransient(answer),
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
	return {
		code: nameOf(answer) ?? 'UnknownError',
		message: messageOf(answer) ?? `HTTP ${statusCode} with ${flaw ?? 'no message'}.`,
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
