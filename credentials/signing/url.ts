import { UserError } from 'n8n-workflow';

import type { RequestOptions } from './dialects';

type Pair = [name: string, value: string];

/** Limits far above what AWS accepts; they bound what signing costs. */
const longestUrl = 65_536;
const mostParameters = 1_000;

/**
 * The final URL of a request, with the query of its URL and of `qs`. User name and password are left
 * out, because an HTTP client would turn them into Basic authentication.
 *
 * @throws UserError for a URL that a client or a server could read in two ways
 */
export function urlOf({ baseURL, url: target, uri, qs }: RequestOptions): URL {
	const url = parse(combine(bounded(baseURL), bounded(target || uri)));
	const query = [...url.searchParams, ...pairsOf(qs ?? {}, 'query parameter', longestUrl)];
	if (query.length > mostParameters) {
		throw new UserError(
			`The query holds more than ${mostParameters.toLocaleString('en')} parameters.`,
		);
	}
	query.forEach(([name]) => refuseUnsignable(name));
	url.search = encodedPairs(query);
	url.hash = url.username = url.password = '';
	return url;
}

/** Whether the path has a segment that a URL parser resolves: `.` or `..`, also percent-encoded. */
export function hasDotSegment(url: string): boolean {
	const [path] = url.split(/[?#]/, 1);
	return path.split(/[/\\]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** Whether a text holds control characters, some of which a URL parser drops. */
export function hasControlCharacter(text: string): boolean {
	return /\p{Cc}/u.test(text);
}

/**
 * The fields as pairs of name and value. A list becomes a pair per entry, as AWS repeats the name of a
 * list; a field without a value is left out.
 *
 * @param kind the name of a field in an error message
 * @param most how many characters the fields may have in all
 */
export function* pairsOf(fields: object, kind: string, most: number): Generator<Pair> {
	let characters = 0;
	for (const [name, field] of Object.entries(fields)) {
		const values: unknown[] = Array.isArray(field) ? field : [field];
		for (const value of values) {
			if (value === undefined) continue;
			const text = textOf(value, name, kind);
			characters += name.length + text.length;
			if (characters > most) throw tooLong(`The list of ${kind}s`, most);
			yield [name, text];
		}
	}
}

/** Encodes by RFC 3986: everything but the unreserved characters. */
export function encodedPairs(pairs: Pair[]): string {
	return pairs.map((pair) => pair.map(encoded).join('=')).join('&');
}

function bounded(url: string | URL = ''): string {
	const text = String(url);
	if (text.length > longestUrl) throw tooLong('The URL', longestUrl);
	return text.trim();
}

function tooLong(what: string, most: number): UserError {
	return new UserError(`${what} is longer than ${most.toLocaleString('en')} characters.`);
}

/** Combines a base URL and a path as axios does: the path is appended, never resolved against the base. */
function combine(base: string, target: string): string {
	const isWhole = /^([a-z][a-z\d+.-]*:)?\/\//i.test(target);
	if (!base || isWhole) return target;
	if (!target) return base;
	return `${withoutSlashesAtEnd(base)}/${target.replace(/^\/+/, '')}`;
}

/** A loop, because `/\/+$/` takes a time that grows with the square of the slashes. */
export function withoutSlashesAtEnd(text: string): string {
	let end = text.length;
	while (text[end - 1] === '/') end -= 1;
	return text.slice(0, end);
}

function parse(text: string): URL {
	if (hasControlCharacter(text)) {
		throw new UserError('The URL must not hold control characters, such as a line break.');
	}
	if (hasDotSegment(text)) {
		throw new UserError(
			'The URL must not hold "." or ".." as a part of its path: it would address something else. Encode what becomes a part of a path with encodeURIComponent; an ID cannot be "." or "..".',
		);
	}
	if (URL.canParse(text)) return new URL(text);
	throw new UserError(
		'Invalid URL: it must be a whole one, such as "https://voice-chime.us-east-1.amazonaws.com/voice-connectors".',
	);
}

/** Refuses names that the signer leaves out of what it signs, or that belong to a signature in the query. */
function refuseUnsignable(name: string): void {
	if (name === '__proto__' || /^x-amz-/i.test(name)) {
		throw new UserError(
			'A query parameter must not be called "__proto__", and its name must not begin with "X-Amz-", as those of a signature do.',
		);
	}
}

function textOf(value: unknown, name: string, kind: string): string {
	if (value instanceof Date) return value.toISOString();
	if (value !== null && typeof value === 'object') {
		throw new UserError(`The ${kind} "${name}" must be text, a number or a list of them.`);
	}
	return String(value ?? '');
}

function encoded(text: string): string {
	if (/\p{Surrogate}/u.test(text)) {
		throw new UserError('A query or form must not hold half of a character (a lone surrogate).');
	}
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
