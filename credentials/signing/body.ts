import { UserError } from 'n8n-workflow';

import type { RequestOptions } from './dialects';
import { encodedPairs, pairsOf } from './url';

/** A body as it is sent, byte for byte, and its content type. */
export interface Content {
	body: string | Buffer;
	type: string;
}

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';
const bytesType = 'application/octet-stream';
/** In bytes: hashing in JavaScript blocks the process, so a longer body would delay all workflows. */
const largestBody = 10_000_000;
/** In characters. */
const longestForm = 1_000_000;

/**
 * Serialises the body of a request so that n8n and axios send it unchanged.
 *
 * @param type the content type in the headers of the request
 * @throws UserError for a body whose bytes are not known before it is sent, such as a stream
 */
export function contentOf(
	{ body, form, formData }: RequestOptions,
	type: string | undefined,
): Content | undefined {
	const isMultipart = type?.toLowerCase().includes('multipart/') ?? false;
	if (isMultipart || formData !== undefined || [body, form].some(isStreamed)) {
		throw new UserError(
			'The body is multipart or a stream, which cannot be signed: send it as JSON, as a form, as text or as a buffer.',
		);
	}
	const content =
		form === undefined || form === null ? bodyContent(body, type) : formContent(form, body);
	if (!content || content.body.length === 0) return undefined;
	if (content.body.length <= largestBody) return content;
	throw new UserError(
		`The body is larger than ${largestBody.toLocaleString('en')} bytes, which is too large to sign: send a smaller one.`,
	);
}

/** The body of a form. Its content type replaces the one in the headers, as in n8n. */
function formContent(form: unknown, body: unknown): Content {
	const otherBody = bodyContent(body, undefined)?.body.toString() ?? '';
	if (!['', '{}'].includes(otherBody)) {
		throw new UserError('The request has both a body and a form: send only one of them.');
	}
	return { body: formText(form), type: formType };
}

function bodyContent(body: unknown, type: string | undefined): Content | undefined {
	if (body === undefined || body === null) return undefined;
	if (type?.toLowerCase().startsWith(formType)) return { body: formText(body), type };
	const bytes = bytesOf(body);
	if (bytes) return { body: bytes, type: type ?? bytesType };
	if (body instanceof URLSearchParams) return textContent(body.toString(), type ?? formType);
	if (typeof body === 'string') return textContent(body, type);
	return { body: jsonText(body), type: type ?? jsonType };
}

/**
 * A text as axios sends it. If its content type is JSON, axios trims a text that is valid JSON and
 * quotes any other text; signing has to do so first.
 */
function textContent(text: string, type: string | undefined): Content {
	if (type === undefined) {
		return isJson(text) ? { body: text.trim(), type: jsonType } : { body: text, type: formType };
	}
	if (!type.toLowerCase().includes(jsonType)) return { body: text, type };
	return { body: isJson(text) ? text.trim() : JSON.stringify(text), type };
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function jsonText(body: unknown): string {
	const text: unknown = JSON.stringify(body);
	if (typeof text === 'string') return text;
	throw new UserError(
		'The body cannot be written as JSON: send an object, a list, text or a buffer.',
	);
}

function formText(form: unknown): string {
	const bytes = bytesOf(form);
	if (bytes) return utf8Of(bytes);
	if (typeof form === 'string') return form;
	if (form instanceof URLSearchParams) return form.toString();
	return encodedPairs([...pairsOf(Object(form), 'form field', longestForm)]);
}

/** Decodes the bytes of a form, because n8n sends a form as text only. */
function utf8Of(bytes: Buffer): string {
	const text = bytes.toString();
	if (Buffer.from(text).equals(bytes)) return text;
	throw new UserError(
		'The form holds bytes that are not UTF-8 text: send them with another content type.',
	);
}

/** The bytes of a buffer, a typed array or an array buffer, which JSON would turn into an object. */
function bytesOf(value: unknown): Buffer | undefined {
	if (Buffer.isBuffer(value)) return value;
	if (ArrayBuffer.isView(value)) {
		return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
	}
	return isArrayBuffer(value) ? Buffer.from(value) : undefined;
}

/**
 * Whether a value is an array buffer. It does not use `instanceof`, because n8n runs some code in other
 * contexts, where `ArrayBuffer` is another class.
 */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
	return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}

/** Whether the bytes of a body are made while it is sent. */
function isStreamed(body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return false;
	if (body instanceof FormData || body instanceof Blob || body instanceof ReadableStream) {
		return true;
	}
	return ['pipe', 'getHeaders'].some((name) => typeof Reflect.get(body, name) === 'function');
}
