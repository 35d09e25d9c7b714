import { UserError, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';

import { contentOf } from './body';
import type { RequestOptions } from './dialects';
import { urlOf } from './url';

/** A request in its final form: nothing in it is serialised, combined or resolved later. */
export interface FinalRequest {
	method: IHttpRequestMethods;
	url: URL;
	/** Headers that are sent as they are, without being signed. */
	headers: IDataObject;
	/** Headers that are sent and signed: `content-type` and all `x-amz-*`, with names in lower case. */
	signedHeaders: Record<string, string>;
	/** The time to sign for, where the request brings one. */
	date: string | undefined;
	/** Exactly what is sent; undefined where there is no body. */
	body: string | Buffer | undefined;
}

const methods: readonly IHttpRequestMethods[] = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];
const methodsWithoutBody: readonly IHttpRequestMethods[] = ['GET', 'HEAD'];

/** Headers that the signature or the HTTP client sets; those of the caller are dropped. */
const ownHeaders = new Set([
	'authorization',
	'content-length',
	'host',
	'transfer-encoding',
	'x-amz-content-sha256',
	'x-amz-date',
	'x-amz-security-token',
]);
const longestHeader = 8_192;
const longestHeaderName = 256;

/**
 * Brings the URL, the query, the headers and the body of a request into their final form, so that n8n
 * sends what is signed: a query or a body that is serialised later could differ from the signed bytes.
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
	throw new UserError(`Only these methods can be signed: ${methods.join(', ')}.`);
}

type Headers = Pick<FinalRequest, 'headers' | 'signedHeaders' | 'date'>;

/** Sorts the caller's headers by whether they are signed. Of a header in two spellings, axios sends the last one. */
function headersOf(request: IDataObject = {}): Headers {
	const headers: Array<[string, IDataObject[string]]> = [];
	const signed = new Map<string, string>();
	let date: string | undefined;
	for (const [key, value] of Object.entries(request)) {
		if (key.length > longestHeaderName) {
			throw new UserError(`The name of a header is longer than ${longestHeaderName} characters.`);
		}
		const name = key.trim().toLowerCase();
		const hasValue = value !== undefined && value !== null && value !== false;
		if (name === 'x-amz-date' && hasValue) date = String(value);
		if (ownHeaders.has(name)) continue;
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

/** The value of a header as the canonical request has it. */
function headerText(name: string, value: unknown): string {
	const text = String(value);
	if (text.length <= longestHeader && /^[\t\x20-\x7e]*$/.test(text)) {
		return text.trim().replace(/[ \t]+/g, ' ');
	}
	throw new UserError(
		`The header "${name}" must be at most ${longestHeader.toLocaleString('en')} printable ASCII characters.`,
	);
}
