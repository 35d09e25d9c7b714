import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

/** A request in its final form: nothing in it is serialised, combined or resolved later. */
export interface SettledRequest {
	method: IHttpRequestMethods;
	url: URL;
	headers: IDataObject;
	/** Exactly what is sent; undefined where there is no body. */
	body: string | Buffer | undefined;
}

/** What n8n hands to `authenticate`: its helpers' options, or the older dialect of the HTTP Request node. */
export type RequestOptions = Partial<IHttpRequestOptions> & {
	uri?: string | URL;
	form?: unknown;
	formData?: unknown;
};

type Content = { body: string | Buffer; type?: string };

const methodsWithoutBody = new Set(['GET', 'HEAD', 'OPTIONS']);
const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';

/**
 * Settles the address, the query and the body of a request, so that what gets signed is what n8n
 * sends: serialised later, either could differ from the signed bytes.
 */
export function settle(request: RequestOptions): SettledRequest {
	const method = request.method ?? 'GET';
	const mayHaveBody = !methodsWithoutBody.has(method.toUpperCase());
	const content = mayHaveBody ? contentOf(request) : undefined;
	const headers = { ...request.headers };
	const contentTypeIsMissing = headerOf(headers, 'content-type') === undefined;
	if (content?.type && contentTypeIsMissing) headers['Content-Type'] = content.type;
	return { method, url: addressOf(request), headers, body: content?.body };
}

/** The value of a header whatever the case of its name. */
export function headerOf(headers: IDataObject, name: string): string | undefined {
	const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
	const value = key === undefined ? undefined : headers[key];
	return value === undefined || value === null ? undefined : String(value);
}

function addressOf(request: RequestOptions): URL {
	const url = new URL(combine(request.baseURL, request.url || request.uri));
	const pairs = [...url.searchParams, ...Object.entries(request.qs ?? {}).flatMap(pairsOf)];
	url.search = pairs.map((pair) => pair.map(encode).join('=')).join('&');
	url.hash = '';
	// An HTTP client makes Basic authentication of these, in the place of the signature.
	url.username = url.password = '';
	return url;
}

/** As axios combines them: a path is appended to the base address, never resolved against it. */
function combine(baseURL: string | undefined, url: string | URL | undefined): string {
	const target = String(url ?? '');
	const isAbsolute = /^([a-z][a-z\d+.-]*:)?\/\//i.test(target);
	if (!baseURL || isAbsolute) return target;
	if (!target) return baseURL;
	return `${baseURL.replace(/\/+$/, '')}/${target.replace(/^\/+/, '')}`;
}

/** One pair per value, as AWS repeats the name of a list; a field without a value is left out. */
function pairsOf([name, value]: [string, unknown]): Array<[string, string]> {
	if (value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap((entry) => pairsOf([name, entry]));
	if (value instanceof Date) return [[name, value.toISOString()]];
	if (value !== null && typeof value === 'object') {
		throw new TypeError(`The query parameter "${name}" must be text, a number or a list of them.`);
	}
	return [[name, String(value ?? '')]];
}

/** RFC 3986: everything but the unreserved characters, so no server reads it in two ways. */
function encode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function contentOf(request: RequestOptions): Content | undefined {
	const { form, formData } = request;
	const body: unknown = request.body ?? form;
	if (formData !== undefined || isMultipartOrStream(body)) {
		throw new TypeError(
			'Only JSON, form and binary bodies can be signed, not multipart or streams.',
		);
	}
	if (body === undefined || body === null || body === '') return undefined;
	if (body instanceof URLSearchParams) return { body: body.toString(), type: formType };

	const contentType = headerOf(request.headers ?? {}, 'content-type')?.toLowerCase();
	const isForm = contentType?.startsWith(formType) ?? request.body === undefined;
	if (Buffer.isBuffer(body)) return { body: isForm ? body.toString() : body };
	if (typeof body === 'string') return textContent(body, isForm, contentType);
	if (isForm) return { body: formText(body), type: formType };
	return { body: JSON.stringify(body), type: jsonType };
}

/**
 * axios reads a text sent as JSON, trims it when it is JSON and quotes it when it is not; the same
 * is done here, ahead of the signature.
 */
function textContent(text: string, isForm: boolean, contentType: string | undefined): Content {
	if (isForm) return { body: text, type: formType };
	if (isJson(text)) return { body: text.trim(), type: jsonType };
	const isSentAsJson = contentType?.includes('json') ?? false;
	return isSentAsJson ? { body: JSON.stringify(text) } : { body: text, type: formType };
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function formText(body: unknown): string {
	return Object.entries(body ?? {})
		.flatMap(pairsOf)
		.map((pair) => pair.map(encode).join('='))
		.join('&');
}

function isMultipartOrStream(body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return false;
	return 'getHeaders' in body || 'pipe' in body || body instanceof FormData;
}
