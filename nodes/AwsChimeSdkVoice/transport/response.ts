/** What came back over HTTP, whatever its status. */
export interface HttpResponse {
	statusCode: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The parsed JSON; empty where there was no body, undefined where `bodyProblem` says why. */
	body: unknown;
	/** What the body is, where it is no JSON. */
	bodyProblem?: string;
	/** Whether the JSON breaks off, although the connection was closed cleanly. */
	isTruncated?: boolean;
	/** The size of the body in bytes. */
	size?: number;
}

/** A response as n8n's helpers give it, its body still to be read. */
export interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** In bytes. A session has less than 1 kB; a larger response would only fill n8n's memory. */
export const mostBytes = 1_000_000;
/** In bytes, of a page: 100 orders of 180 phone numbers each have 1.1 MB. */
export const mostPageBytes = 16_000_000;
/** A session has three levels. n8n copies items by recursion, and a few thousand levels would crash n8n. */
export const deepest = 50;
/** In bytes, on average. The values of AWS have 30 or more, with their names. */
const leastValue = 20;
export const mostValues = mostBytes / leastValue;
export const mostPageValues = mostPageBytes / leastValue;

/** Reads a response to its end, with the limits of a page or of one record. Rejects when the connection breaks before. */
export async function readResponse(
	{ statusCode, headers, body }: FullResponse,
	isPage = false,
): Promise<HttpResponse> {
	const most = isPage ? mostPageBytes : mostBytes;
	const bytes = await readBytes(body, most);
	return { statusCode, headers, ...contentOf(bytes, most) };
}

/** Any 2xx status but 206, which is partial content. */
export function isSuccess<T extends { statusCode: number | null }>(
	result: T,
): result is T & HttpResponse {
	const { statusCode } = result;
	return statusCode !== null && statusCode >= 200 && statusCode < 300 && statusCode !== 206;
}

/** The first of these headers that has a value. */
export function headerOf(headers: Record<string, unknown>, names: string[]): string | undefined {
	return firstText(names.map((name) => headers[name]).flat());
}

/** The first text that is not empty. */
export function firstText(values: unknown[]): string | undefined {
	return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/**
 * The bytes of a body; undefined, and not read any further, where they are more than any response of AWS
 * has.
 */
async function readBytes(body: unknown, most: number): Promise<Buffer | undefined> {
	if (!isStream(body)) {
		const text = typeof body === 'string' ? body : '';
		return text.length > most ? undefined : Buffer.from(text);
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		// Leaving the loop closes the connection.
		if (size > most) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

type Content = Pick<HttpResponse, 'body' | 'bodyProblem' | 'isTruncated' | 'size'>;

function contentOf(bytes: Buffer | undefined, most: number): Content {
	if (!bytes) return { body: undefined, bodyProblem: `more than ${most / 1_000_000} MB` };
	// TextDecoder also takes out a byte order mark.
	const text = new TextDecoder().decode(bytes).trim();
	return { ...contentOfText(text, most / leastValue), size: bytes.length };
}

function contentOfText(text: string, most: number): Content {
	if (!text) return { body: '', bodyProblem: 'an empty body' };
	const bodyProblem = excessOf(text, most);
	if (bodyProblem) return { body: undefined, bodyProblem };
	const body = parsed(text);
	if (body !== undefined) return { body };
	if (/^[{[][^\0]*$/.test(text)) return { body, bodyProblem: 'truncated JSON', isTruncated: true };
	const isPage = /^<(!doctype|html)/i.test(text);
	return { body, bodyProblem: isPage ? 'an HTML page' : 'a body that is not JSON' };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What a JSON text has too much of, found before it is parsed; undefined within the limits. */
function excessOf(text: string, mostCommas: number): string | undefined {
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
		if (values > mostCommas) return `more than ${mostCommas.toLocaleString('en')} values`;
	}
	return undefined;
}
