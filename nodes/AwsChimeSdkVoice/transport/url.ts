import { InvalidParameter } from '../resources/operation';

/** One id under the name of its parameter, so that a refusal can say which one it was. */
type NamedId = Record<string, unknown>;

/** AWS: 1–128 characters, at least one of them not white space. */
const maxCharacters = 128;

/**
 * Builds the path of a request: path`/voice-connectors/${{ voiceConnectorId }}`. Every id becomes
 * exactly one percent-encoded segment (RFC 3986, as the AWS SDKs encode it).
 *
 * @throws InvalidParameter for an id that must not be sent: `.` and `..` would name another
 * resource, and the rest AWS could not tell from a missing id
 */
export function path(literals: TemplateStringsArray, ...ids: NamedId[]): string {
	const segments = ids.flatMap((id) =>
		Object.entries(id).map(([name, value]) => segment(name, value)),
	);
	return String.raw({ raw: literals }, ...segments);
}

/** Appends a query, but for what is undefined. Values are encoded as ids are. */
export function withQuery(address: string, values: Record<string, string | undefined>): string {
	const pairs = Object.entries(values).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}=${encode(value)}`],
	);
	return pairs.length > 0 ? `${address}?${pairs.join('&')}` : address;
}

function segment(name: string, value: unknown): string {
	if (typeof value !== 'string')
		throw new InvalidParameter(name, `must be text, but is ${kindOf(value)}`);
	const fault = faultOf(value);
	if (fault) throw new InvalidParameter(name, fault);
	return encode(value);
}

function encode(text: string): string {
	return encodeURIComponent(text).replace(/[!'()*]/g, percentEncode);
}

/** Why an id must not be sent; undefined where it may be. */
export function faultOf(id: string): string | undefined {
	if (isLongerThan(maxCharacters, id)) return `must have at most ${maxCharacters} characters`;
	if (!/\S/.test(id)) return 'must not be empty';
	if (id === '.' || id === '..') return `must not be "${id}", which would name another resource`;
	if (/\p{Surrogate}/u.test(id)) return 'must be well-formed Unicode, but holds half a character';
	return undefined;
}

/** Counts code points, as AWS does, and stops counting early: an expression can yield megabytes. */
function isLongerThan(limit: number, text: string): boolean {
	return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}

function percentEncode(character: string): string {
	return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function kindOf(value: unknown): string {
	if (value === null || value === undefined) return 'missing';
	if (Array.isArray(value)) return 'a list';
	if (value instanceof Date) return 'a date';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
