import type { HttpResponse } from './response';

/** No response, or only a part of one, came back. */
export interface NetworkError {
	statusCode: null;
	/** Node's name for what happened: `ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `ENOTFOUND` … */
	code: string;
	message: string;
	/** Whether it is certain that the request never left. */
	failedBeforeSending?: boolean;
	/** Whether the credential has not signed the request, so that n8n has not even tried to send it. */
	isUnsigned?: boolean;
}

/** Other libraries' names for what Node.js calls ECONNRESET: a response that breaks off. */
const truncations = new Set(['ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_BUF_ERROR']);

/**
 * Codes of errors before a request has left: no session, no address, no listener, or a certificate of
 * another host.
 */
const codesBeforeSending =
	/^(ConfigurationError$|AssumeRole|SessionNeeded$|EAI_AGAIN$|ECONNREFUSED$|ENOTFOUND$|Ssrf)|CERT|LEAF_SIGNATURE/;
const callsBeforeSending = new Set(['connect', 'getaddrinfo']);

/** Names of errors that the network never throws: a fault of this package or of n8n. */
const programmingErrors = /^(Eval|Range|Reference|Syntax|Type|URI)Error$/;

/**
 * The network error that an exception stands for. n8n wraps the error of the HTTP client, which wraps
 * the error of the socket: the innermost cause says what happened.
 *
 * @param hasResponse whether the headers of a response had come before
 */
export function networkErrorOf(error: unknown, hasResponse = false): NetworkError {
	const { code: ownCode, name, message, syscall } = shapeOf(innermostOf(error));
	const isProgrammingError = ownCode === undefined && programmingErrors.test(String(name));
	const code = isProgrammingError ? 'InternalError' : String(ownCode ?? name ?? 'Error');
	const isCertain =
		isProgrammingError ||
		isBeforeSending(code) ||
		callsBeforeSending.has(String(syscall)) ||
		// No address of the host accepted a connection.
		name === 'AggregateError';
	return {
		statusCode: null,
		code: truncations.has(code) ? 'ECONNRESET' : code,
		message: isProgrammingError ? `${name}: ${message}` : String(message || code),
		failedBeforeSending: !hasResponse && isCertain,
	};
}

/** Whether a code is one of an error before a request has left. */
export function isBeforeSending(code: string): boolean {
	return codesBeforeSending.test(code);
}

type ErrorLike = Partial<
	Record<
		'code' | 'errorCode' | 'httpCode' | 'name' | 'message' | 'messages' | 'syscall' | 'cause',
		unknown
	>
>;

/**
 * The error with its code and its message, wherever they stand. n8n 1.123 to 2.20 wrap an error without
 * its cause, keep its code as `httpCode` and its message as the last of `messages`. The credential's
 * errors have an `errorCode`.
 */
function shapeOf(error: ErrorLike): ErrorLike {
	const { code, errorCode, httpCode, messages, message } = error;
	const isWrapped = code === undefined && Array.isArray(messages) && messages.length > 0;
	return {
		...error,
		name: error.name,
		syscall: error.syscall,
		code: code ?? errorCode ?? httpCode ?? undefined,
		message: isWrapped ? messages.at(-1) : message,
	};
}

/** The innermost cause of an error, by its shape: an error of another realm is no instance of this Error. */
function innermostOf(error: unknown): ErrorLike {
	if (typeof error !== 'object' || error === null) return { message: error };
	const { cause }: ErrorLike = error;
	return typeof cause === 'object' && cause !== null ? innermostOf(cause) : error;
}

/** The result of a request that was on the wire when the run was stopped. */
export const interrupted: NetworkError = {
	statusCode: null,
	code: 'ABORT_ERR',
	message:
		'The run was stopped before the response was complete, so AWS may have carried out the request.',
};

/** The result of a request that was not signed in time: the credential still waits for a session of the role. */
export function unsignedInTime(timeout: number): NetworkError {
	return {
		statusCode: null,
		code: 'AssumeRoleUnavailable',
		message: `AWS STS returned no session of the role within ${timeout} ms, so the request was not sent.`,
		failedBeforeSending: true,
		isUnsigned: true,
	};
}

/** The result of a request that was not sent any more when the run was stopped. */
export const interruptedBefore: NetworkError = {
	statusCode: null,
	code: 'ABORT_ERR',
	message: 'The run was stopped before the last request of this item was sent.',
	failedBeforeSending: true,
	isUnsigned: true,
};

export function isUnsigned(result: HttpResponse | NetworkError): boolean {
	return result.statusCode === null && result.isUnsigned === true;
}

export function isInterrupted(result: HttpResponse | NetworkError): result is NetworkError {
	return result.statusCode === null && result.code === interrupted.code;
}

/** Whether the credential has refused to sign because of its own settings. */
export function isConfigurationError(result: HttpResponse | NetworkError): result is NetworkError {
	return result.statusCode === null && result.code === 'ConfigurationError';
}
