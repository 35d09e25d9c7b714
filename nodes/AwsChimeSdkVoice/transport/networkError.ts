/** Nothing, or not all of an answer, came back. */
export interface NoAnswer {
	statusCode: null;
	/** Node's name for what happened: `ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `ENOTFOUND` … */
	code: string;
	message: string;
	/** Whether it is certain that the request never left. */
	isUnsent?: boolean;
}

/** Other libraries' names for an answer that broke off, in Node's terms. */
const cutShort = new Set(['ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_BUF_ERROR']);

/** Faults before a request has left: no address, nobody there, or not whom the certificate names. */
const faultsBeforeSending =
	/^(ConfigurationError$|EAI_AGAIN$|ECONNREFUSED$|ENOTFOUND$|Ssrf)|CERT|LEAF_SIGNATURE/;
const callsBeforeSending = new Set(['connect', 'getaddrinfo']);

/** What the network never throws: a fault of this package or of n8n. */
const faultsOfCode = /^(Eval|Range|Reference|Syntax|Type|URI)Error$/;

/**
 * What an exception in the place of a response means. n8n wraps the HTTP client's error, the client
 * the socket's: what happened stands innermost.
 *
 * @param hasResponse whether the head of a response had come before
 */
export function noAnswerOf(error: unknown, hasResponse = false): NoAnswer {
	const { code: ownCode, name, message, syscall } = shapeOf(innermostOf(error));
	const isFaultOfCode = ownCode === undefined && faultsOfCode.test(String(name));
	const code = isFaultOfCode ? 'InternalError' : String(ownCode ?? name ?? 'Error');
	const isBeforeSending =
		isFaultOfCode ||
		faultsBeforeSending.test(code) ||
		callsBeforeSending.has(String(syscall)) ||
		// Of all addresses of a host, none could be connected to.
		name === 'AggregateError';
	return {
		statusCode: null,
		code: cutShort.has(code) ? 'ECONNRESET' : code,
		message: isFaultOfCode ? `${name}: ${message}` : String(message || code),
		isUnsent: !hasResponse && isBeforeSending,
	};
}

type ErrorLike = Partial<
	Record<
		'code' | 'errorCode' | 'httpCode' | 'name' | 'message' | 'messages' | 'syscall' | 'cause',
		unknown
	>
>;

/**
 * The same with its code and its own text, wherever they stand. Some versions of n8n (1.123 to 2.20 do)
 * wrap an error without its cause; they keep the code as `httpCode` and the text as the last of
 * `messages`. The credential says `errorCode`.
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

/** By their shape: an error from elsewhere need not be an instance of this place's Error. */
function innermostOf(error: unknown): ErrorLike {
	if (typeof error !== 'object' || error === null) return { message: error };
	const { cause }: ErrorLike = error;
	return typeof cause === 'object' && cause !== null ? innermostOf(cause) : error;
}
