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
/** Bytes; hashing more in JavaScript would block the process for too long. */
const largestBody = 10_000_000;
const longestForm = 1_000_000;

/**
 * The body of a request in a form that n8n and axios send unchanged.
 *
 * @param type the content type that the request brings
 * @throws UserError for a body whose bytes are made while it is sent, such as a stream
 */
export function contentOf(
	{ body, form, formData }: RequestOptions,
	type: string | undefined,
): Content | undefined {
	const isMultipart = type?.toLowerCase().includes('multipart/') ?? false;
	if (isMultipart || formData !== undefined || [body, form].some(isMadeWhileSent)) {
		throw new UserError(
			'Only JSON, form and binary bodies can be signed, not multipart or streams.',
		);
	}
	const content = form === undefined || form === null ? single(body, type) : formOf(form, body);
	if (!content || content.body.length === 0) return undefined;
	if (content.body.length <= largestBody) return content;
	throw new UserError(`The body is larger than ${largestBody.toLocaleString('en')} bytes.`);
}

/** A form's content type takes precedence over that of the request, as in n8n. */
function formOf(form: unknown, body: unknown): Content {
	const besides = single(body, undefined)?.body.toString() ?? '';
	if (!['', '{}'].includes(besides)) {
		throw new UserError('A request has either a body or a form, not both.');
	}
	return { body: formText(form), type: formType };
}

function single(body: unknown, type: string | undefined): Content | undefined {
	if (body === undefined || body === null) return undefined;
	if (type?.toLowerCase().startsWith(formType)) return { body: formText(body), type };
	const bytes = bytesOf(body);
	if (bytes) return { body: bytes, type: type ?? bytesType };
	if (body instanceof URLSearchParams) return textContent(body.toString(), type ?? formType);
	if (typeof body === 'string') return textContent(body, type);
	return { body: jsonText(body), type: type ?? jsonType };
}

/**
 * Text as axios sends it: with the content type of JSON, axios trims a text that is JSON, and quotes a
 * text that is not.
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
	throw new UserError('The body cannot be written as JSON.');
}

function formText(form: unknown): string {
	const bytes = bytesOf(form);
	if (bytes) return utf8Of(bytes);
	if (typeof form === 'string') return form;
	if (form instanceof URLSearchParams) return form.toString();
	return encodedPairs([...pairsOf(Object(form), 'form field', longestForm)]);
}

/** n8n sends a form as text only. */
function utf8Of(bytes: Buffer): string {
	const text = bytes.toString();
	if (Buffer.from(text).equals(bytes)) return text;
	throw new UserError('A form must be text: send these bytes with another content type.');
}

/** Bytes in any of JavaScript's forms, which JSON would turn into `{}` or into a list of numbers. */
function bytesOf(value: unknown): Buffer | undefined {
	if (Buffer.isBuffer(value)) return value;
	if (ArrayBuffer.isView(value)) {
		return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
	}
	return isArrayBuffer(value) ? Buffer.from(value) : undefined;
}

/** Not `instanceof`: n8n runs some code in contexts of their own, with classes of their own. */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
	return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}

function isMadeWhileSent(body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return false;
	if (body instanceof FormData || body instanceof Blob || body instanceof ReadableStream) {
		return true;
	}
	return ['pipe', 'getHeaders'].some((name) => typeof Reflect.get(body, name) === 'function');
}
