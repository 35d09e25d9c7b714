import { UserError, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';

import { contentOf } from './body';
import type { RequestOptions } from './dialects';
import { urlOf } from './url';

/** A request as it is sent: n8n and axios serialise, combine or resolve nothing of it later. */
export interface FinalRequest {
	method: IHttpRequestMethods;
	url: URL;
	/** Headers that are sent unsigned. */
	headers: IDataObject;
	/** Headers that are signed: `content-type` and every `x-amz-*`, by names in lower case. */
	signedHeaders: Record<string, string>;
	/** The value of the request's own `x-amz-date`; undefined if it has none. */
	date: string | undefined;
	/** The body as it is sent, byte for byte; undefined if there is none. */
	body: string | Buffer | undefined;
}

const methods: readonly IHttpRequestMethods[] = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];
const methodsWithoutBody: readonly IHttpRequestMethods[] = ['GET', 'HEAD'];

/**
 * Headers that the signature or the HTTP client sets. Those of the caller are dropped, because a request
 * with both would contradict itself.
 */
const droppedHeaders = new Set([
	'authorization',
	'content-length',
	'host',
	'transfer-encoding',
	'x-amz-content-sha256',
	'x-amz-date',
	'x-amz-security-token',
]);
/** In characters. */
const longestHeader = 8_192;
const longestHeaderName = 256;

/**
 * Brings the URL, the headers and the body of a request into the form in which n8n sends them. If n8n
 * serialised the query or the body after signing, the bytes that it sends could differ from the signed
 * ones.
 *
 * @throws UserError for a request that no signature can cover
 */
export function finalRequestOf(request: RequestOptions): FinalRequest {
	const method = methodOf(request.method);
	const { headers, signedHeaders, date } = headersOf(request.headers);
	const { 'content-type': type, ...amzHeaders } = signedHeaders;
	const content = contentOf(methodsWithoutBody.includes(method) ? {} : request, type || undefined);
	const contentType = content?.type ?? type;
	return {
		method,
		url: urlOf(request),
		headers,
		signedHeaders: { ...(contentType && { 'content-type': contentType }), ...amzHeaders },
		date,
		body: content?.body,
	};
}

/** The method in upper case, as axios sends it. */
function methodOf(method: string | undefined): IHttpRequestMethods {
	const name = String(method || 'GET').toUpperCase();
	const known = methods.find((candidate) => candidate === name);
	if (known) return known;
	throw new UserError(
		`The method of the request cannot be signed: use one of ${methods.join(', ')}.`,
	);
}

type SortedHeaders = Pick<FinalRequest, 'headers' | 'signedHeaders' | 'date'>;

/**
 * Sorts the headers of the request into signed and unsigned ones. If two names differ in case only, the
 * last one is signed, because axios sends that one.
 */
function headersOf(request: IDataObject = {}): SortedHeaders {
	const headers: Array<[string, IDataObject[string]]> = [];
	const signed = new Map<string, string>();
	let date: string | undefined;
	for (const [key, value] of Object.entries(request)) {
		if (key.length > longestHeaderName) {
			throw new UserError(
				`The name of a header is longer than ${longestHeaderName} characters: shorten it.`,
			);
		}
		const name = key.trim().toLowerCase();
		const hasValue = value !== undefined && value !== null && value !== false;
		if (name === 'x-amz-date' && hasValue) date = String(value);
		if (droppedHeaders.has(name)) continue;
		const isSigned = name === 'content-type' || name.startsWith('x-amz-');
		if (!isSigned) headers.push([key, value]);
		else if (hasValue) signed.set(name, headerText(name, value));
	}
	return {
		headers: Object.fromEntries(headers),
		signedHeaders: Object.fromEntries(signed),
		date,
	};
}

/** The value of a header without surplus white space, as the canonical request has it. */
function headerText(name: string, value: unknown): string {
	const text = String(value);
	if (text.length <= longestHeader && /^[\t\x20-\x7e]*$/.test(text)) {
		return text.trim().replace(/[ \t]+/g, ' ');
	}
	throw new UserError(
		`The header "${name}" cannot be signed: its value must be at most ${longestHeader.toLocaleString('en')} printable ASCII characters.`,
	);
}
