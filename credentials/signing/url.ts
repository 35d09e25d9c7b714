import { UserError } from 'n8n-workflow';

import type { RequestOptions } from './dialects';

type Pair = [name: string, value: string];

/**
 * In characters: a page token of AWS has up to 65,535, and each may be escaped. This limit and the next
 * bound the time that signing takes.
 */
const longestUrl = 200_000;
const mostParameters = 1_000;

/**
 * The final URL of a request, with the queries of its URL and of `qs`. User name and password are left
 * out, because an HTTP client would turn them into Basic authentication.
 *
 * @throws UserError for a URL that a client or a server could read in two ways
 */
export function urlOf({ baseURL, url: target, uri, qs }: RequestOptions): URL {
	const url = parse(combine(bounded(baseURL), bounded(target || uri)));
	const query = [...url.searchParams, ...pairsOf(qs ?? {}, 'query parameter', longestUrl)];
	if (query.length > mostParameters) {
		throw new UserError(
			`The query holds more than ${mostParameters.toLocaleString('en')} parameters: send fewer.`,
		);
	}
	query.forEach(([name]) => assertSignableName(name));
	url.search = encodedPairs(query);
	url.hash = url.username = url.password = '';
	return url;
}

/** Whether the path holds a part that a URL parser resolves: `.` or `..`, percent-encoded or not. */
export function hasDotSegment(url: string): boolean {
	const [path] = url.split(/[?#]/, 1);
	return path.split(/[/\\]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** Whether a text holds control characters, some of which a URL parser drops silently. */
export function hasControlCharacter(text: string): boolean {
	return /\p{Cc}/u.test(text);
}

/**
 * The names and values of fields. A list becomes one pair for each entry, because AWS repeats the name of
 * a list; a field that is undefined is left out.
 *
 * @param kind the word for a field in error messages, such as "query parameter"
 * @param limit the most characters that all names and values may have together
 */
export function* pairsOf(fields: object, kind: string, limit: number): Generator<Pair> {
	let characters = 0;
	for (const [name, field] of Object.entries(fields)) {
		const values: unknown[] = Array.isArray(field) ? field : [field];
		for (const value of values) {
			if (value === undefined) continue;
			const text = textOf(value, name, kind);
			characters += name.length + text.length;
			if (characters > limit) throw tooLong(`The list of ${kind}s`, limit);
			yield [name, text];
		}
	}
}

/** Encodes all but the unreserved characters of RFC 3986, so that every server reads it alike. */
export function encodedPairs(pairs: Pair[]): string {
	return pairs.map((pair) => pair.map(encoded).join('=')).join('&');
}

function bounded(url: string | URL = ''): string {
	const text = String(url);
	if (text.length > longestUrl) throw tooLong('The URL', longestUrl);
	return text.trim();
}

function tooLong(what: string, limit: number): UserError {
	return new UserError(
		`${what} is longer than ${limit.toLocaleString('en')} characters: shorten it.`,
	);
}

/** Combines a base URL and a path as axios does: by appending the path, not by resolving it. */
function combine(base: string, target: string): string {
	const isWhole = /^([a-z][a-z\d+.-]*:)?\/\//i.test(target);
	if (!base || isWhole) return target;
	if (!target) return base;
	return `${withoutSlashesAtEnd(base)}/${target.replace(/^\/+/, '')}`;
}

/** Uses a loop, because `/\/+$/` takes a time that grows with the square of the slashes. */
export function withoutSlashesAtEnd(text: string): string {
	let end = text.length;
	while (text[end - 1] === '/') end -= 1;
	return text.slice(0, end);
}

function parse(text: string): URL {
	if (hasControlCharacter(text)) {
		throw new UserError('The URL holds a control character, such as a line break: remove it.');
	}
	if (hasDotSegment(text)) {
		throw new UserError(
			'The URL holds "." or ".." as a part of its path, and would lead to another path: encode each value in the path with encodeURIComponent. An ID cannot be "." or "..".',
		);
	}
	if (URL.canParse(text)) return new URL(text);
	throw new UserError(
		'The URL is not valid: enter a complete one, such as "https://voice-chime.us-east-1.amazonaws.com/voice-connectors".',
	);
}

/** Throws for a name that the signer would not sign, or that belongs to a signature in the query. */
function assertSignableName(name: string): void {
	if (name === '__proto__' || /^x-amz-/i.test(name)) {
		throw new UserError(
			'The name of a query parameter is "__proto__", or begins with "X-Amz-" as the parameters of a signature do: remove the parameter.',
		);
	}
}

function textOf(value: unknown, name: string, kind: string): string {
	if (value instanceof Date) return value.toISOString();
	if (value !== null && typeof value === 'object') {
		throw new UserError(
			`The ${kind} "${name}" is an object or a list in a list: send text, a number, or a list of texts and numbers.`,
		);
	}
	return String(value ?? '');
}

function encoded(text: string): string {
	if (/\p{Surrogate}/u.test(text)) {
		throw new UserError(
			'The query or the form holds half of a character (a lone surrogate): remove it.',
		);
	}
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
