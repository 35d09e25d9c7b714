/** What came back over HTTP, whatever its status. */
export interface Answer {
	statusCode: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The parsed JSON body; empty or undefined where there was none, and then `flaw` says what was there. */
	body: unknown;
	flaw?: string;
	/** JSON that ends before it is complete, by an end of the connection that looks like any other. */
	isCutShort?: boolean;
}

/** Nothing, or not all of an answer, came back. */
export interface NoAnswer {
	statusCode: null;
	/** Node's name for what happened: `ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `ENOTFOUND` … */
	code: string;
	message: string;
}

/** A response as n8n's helpers give it, its body still to be read. */
export interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Far above any answer of the API; beyond it, somebody is filling the memory of n8n. */
const mostBytes = 5_000_000;
/** A session is three deep. n8n copies items by recursion, and a few thousand levels would end it. */
const deepest = 50;

/** Other libraries' names for an answer that broke off, in Node's terms. */
const cutShort = new Set(['ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_BUF_ERROR']);

/** Faults that another attempt may not meet. */
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

/** Statuses that another attempt may not meet. */
const transientStatuses = new Set([408, 500, 502, 503, 504]);

/** AWS's names for throttling, which come with 400 and 503 too. */
const throttlingNames =
	/throttl|^(TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded|SlowDown)/i;

/** Reads a response to its end. Rejects where the end does not come. */
export async function readAnswer({ statusCode, headers, body }: FullResponse): Promise<Answer> {
	const bytes = await readBytes(body);
	return { statusCode, headers, ...contentOf(bytes) };
}

/** n8n wraps the HTTP client's error, the client the socket's: what happened is told innermost. */
export function noAnswerOf(error: unknown): NoAnswer {
	const { code: ownCode, name, message } = innermostOf(error);
	const code = String(ownCode ?? name ?? 'Error');
	return {
		statusCode: null,
		code: cutShort.has(code) ? 'ECONNRESET' : code,
		message: String(message || code),
	};
}

/** Whether AWS asks for fewer requests, by the status or by the name of the error. */
export function isThrottling(answer: Answer | NoAnswer): answer is Answer {
	if (answer.statusCode === null) return false;
	const mayName = answer.statusCode === 400 || answer.statusCode === 503;
	return answer.statusCode === 429 || (mayName && throttlingNames.test(nameOf(answer) ?? ''));
}

/** Whether the same request may succeed later. */
export function isTransient(answer: Answer | NoAnswer): boolean {
	if (answer.statusCode === null) return transientFaults.has(answer.code);
	return transientStatuses.has(answer.statusCode) || isThrottling(answer) || isHalfAnswer(answer);
}

function isHalfAnswer({ statusCode, isCutShort = false }: Answer): boolean {
	return isCutShort && statusCode >= 200 && statusCode < 300;
}

/**
 * The error's name, where the AWS SDKs look for it, in their order: `x-amzn-errortype`, `code` or
 * `Code`, `__type`; cut as they cut it (`aws.protocol#Name:http://…`).
 */
export function nameOf({ headers, body }: Answer): string | undefined {
	const raw = headerOf(headers, ['x-amzn-errortype']) ?? textIn(body, ['code', 'Code', '__type']);
	const name = raw?.split(',')[0].split(':')[0].split('#').at(-1)?.trim();
	return name || undefined;
}

export function messageOf({ body }: Answer): string | undefined {
	return textIn(body, ['message', 'Message']);
}

export function requestIdOf({ headers }: Answer): string | null {
	const names = ['x-amzn-requestid', 'x-amzn-request-id', 'x-amz-request-id'];
	return headerOf(headers, names) ?? null;
}

/** The first of these headers that is there. */
export function headerOf(headers: Record<string, unknown>, names: string[]): string | undefined {
	const values = names.map((name) => headers[name]).flat();
	return values.find((value): value is string => typeof value === 'string' && value !== '');
}

function textIn(body: unknown, names: string[]): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const fields: Record<string, unknown> = { ...body };
	const values = names.map((name) => fields[name]);
	return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/** Undefined where there is more than any answer of the API could hold; the rest is not waited for. */
async function readBytes(body: unknown): Promise<Buffer | undefined> {
	if (!isStream(body)) return Buffer.from(typeof body === 'string' ? body : '');
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		// Leaving the loop closes the connection.
		if (size > mostBytes) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function contentOf(bytes: Buffer | undefined): Pick<Answer, 'body' | 'flaw' | 'isCutShort'> {
	if (!bytes) return { body: undefined, flaw: `more than ${mostBytes / 1_000_000} MB` };
	// TextDecoder also takes out a byte order mark.
	const text = new TextDecoder().decode(bytes).trim();
	if (!text) return { body: '', flaw: 'an empty body' };
	const body = parsed(text);
	if (body !== undefined && !isDeeperThan(deepest, body)) return { body };
	if (body !== undefined) return { body: undefined, flaw: `more than ${deepest} levels` };
	if (/^[{[][^\0]*$/.test(text)) return { body, flaw: 'JSON that breaks off', isCutShort: true };
	const isPage = /^<(!doctype|html)/i.test(text);
	return { body, flaw: isPage ? 'a page of HTML' : 'a body that is not JSON' };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isDeeperThan(levels: number, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

type ErrorLike = { code?: unknown; name?: unknown; message?: unknown; cause?: unknown };

/** By their shape: an error from elsewhere need not be an instance of this place's Error. */
function innermostOf(error: unknown): ErrorLike {
	if (typeof error !== 'object' || error === null) return { message: error };
	const { cause }: ErrorLike = error;
	return typeof cause === 'object' && cause !== null ? innermostOf(cause) : error;
}
