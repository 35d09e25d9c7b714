import type { NoAnswer } from './networkError';

/** What came back over HTTP, whatever its status. */
export interface Answer {
	statusCode: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The parsed JSON body; empty or undefined where there was none, and then `flaw` says what was there. */
	body: unknown;
	flaw?: string;
	/** Truncated JSON, although the connection was closed cleanly. */
	isCutShort?: boolean;
	/** Of the body, in bytes. */
	size?: number;
}

/** A response as n8n's helpers give it, its body still to be read. */
export interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** A page of 100 sessions has about 60 kB; beyond 1 MB, somebody is filling the memory of n8n. */
export const mostBytes = 1_000_000;
/** A session is three deep. n8n copies items by recursion, and a few thousand levels would end it. */
export const deepest = 50;
/** A page of 100 sessions has about 3,000. */
export const mostValues = 50_000;
/** Of the name of an error; AWS's longest has 50 characters. */
const longestName = 1_000;

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
	const name = raw?.slice(0, longestName).split(',')[0].split(':')[0].split('#').at(-1)?.trim();
	return name || undefined;
}

export function messageOf({ body }: Answer): string | undefined {
	return textIn(body, ['message', 'Message']);
}

/** AWS's id of the request; null for a text that cannot be one, which somebody might have put there. */
export function requestIdOf({ headers }: Pick<Answer, 'headers'>): string | null {
	const names = ['x-amzn-requestid', 'x-amzn-request-id', 'x-amz-request-id'];
	const id = headerOf(headers, names);
	return id !== undefined && /^[\w-]{1,100}$/.test(id) ? id : null;
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
	if (!isStream(body)) {
		const text = typeof body === 'string' ? body : '';
		return text.length > mostBytes ? undefined : Buffer.from(text);
	}
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

type Content = Pick<Answer, 'body' | 'flaw' | 'isCutShort' | 'size'>;

function contentOf(bytes: Buffer | undefined): Content {
	if (!bytes) return { body: undefined, flaw: `more than ${mostBytes / 1_000_000} MB` };
	// TextDecoder also takes out a byte order mark.
	return { ...contentOfText(new TextDecoder().decode(bytes).trim()), size: bytes.length };
}

function contentOfText(text: string): Content {
	if (!text) return { body: '', flaw: 'an empty body' };
	const flaw = excessOf(text);
	if (flaw) return { body: undefined, flaw };
	const body = parsed(text);
	if (body !== undefined) return { body };
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

/** What a JSON text has too much of, before anybody builds anything of it; undefined where it is fine. */
function excessOf(text: string): string | undefined {
	let depth = 0;
	let values = 0;
	let isInString = false;
	for (let at = 0; at < text.length; at += 1) {
		const character = text[at];
		if (isInString && character === '\\') at += 1;
		else if (character === '"') isInString = !isInString;
		else if (isInString) continue;
		else if (character === '[' || character === '{') depth += 1;
		else if (character === ']' || character === '}') depth -= 1;
		else if (character === ',') values += 1;
		if (depth > deepest) return `more than ${deepest} levels`;
		if (values > mostValues) return `more than ${mostValues} values`;
	}
	return undefined;
}
