import { UserError, type IDataObject } from 'n8n-workflow';

/** A parameter for which no request may be sent. The message has the panel's label, never the value. */
export class InvalidParameter extends UserError {
	/** @param label as the panel shows it, behind the labels of the collections that hold it */
	constructor(label: string, problem: string) {
		super(`The parameter "${label}" ${problem}.`);
	}
}

/**
 * Checks a value that the user gave, and returns it as AWS takes it.
 *
 * @throws InvalidParameter
 */
export type Validate<T = unknown> = (value: unknown, label: string) => T;

export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * 2–15 digits behind a plus sign. AWS takes them without one too, and then 2065550100 is a number in
 * Egypt: whoever leaves the plus out has most likely left the country code out as well.
 */
export const e164 = /^\+[1-9]\d{1,14}$/;

/** The message has no example, because redaction would remove it as a phone number. */
export const phoneNumber = textLike(
	e164,
	'a phone number in E.164 form: a plus sign, then the country code and the number, in digits only',
	(text) => text.trim(),
);

/** ISO 3166-1; people also write it in small letters. */
export const country = textLike(/^[A-Z]{2}$/, 'two letters (ISO 3166-1), such as US', (text) =>
	text.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase()),
);

/** Up to 1,024 characters, at least one of them not white space. */
export const notEmpty = /^(?=[^]{0,1024}$)[^]*\S/;

/** @param read turns a text into the form that AWS takes, where the text has only one meaning */
export function textLike(
	pattern: RegExp,
	form: string,
	read = (text: string) => text,
): Validate<string> {
	return (value, label) => {
		const text = typeof value === 'string' ? read(value) : undefined;
		if (text !== undefined && pattern.test(text)) return text;
		throw new InvalidParameter(label, `must be ${form}`);
	};
}

const digits = /^\s*\d{1,15}\s*$/;

export function wholeNumber(least: number, most: number): Validate<number> {
	const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
	return (given, label) => {
		// Forms and sheets give numbers as text.
		const value = typeof given === 'string' && digits.test(given) ? Number(given) : given;
		const isInRange = typeof value === 'number' && value >= least && value <= most;
		if (isInRange && Number.isInteger(value)) return value;
		throw new InvalidParameter(label, `must be a whole number ${range}`);
	};
}

export const trueOrFalse: Validate<boolean> = (value, label) => {
	if (typeof value === 'boolean') return value;
	throw new InvalidParameter(label, 'must be true or false');
};

/** One of the allowed values, in any case. */
export function oneOf(allowed: string[]): Validate<string> {
	const small = (text: string) => text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	return (value, label) => {
		const found = allowed.find((each) => typeof value === 'string' && small(each) === small(value));
		if (found !== undefined) return found;
		throw new InvalidParameter(label, `must be one of ${allowed.join(', ')}`);
	};
}

/** At least one of the allowed values, as a list or as text with commas. */
export function someOf(allowed: string[]): Validate<string[]> {
	const each = oneOf(allowed);
	return (value, label) => {
		const values = listOf(value);
		if (values.length > 0) return values.map((entry) => each(entry, label));
		throw new InvalidParameter(label, `must hold at least one of ${allowed.join(', ')}`);
	};
}

/** Pairs of name and value as a fixed collection of n8n yields them, as one record; up to 20. */
export function recordOfPairs(names: RegExp, form: string): Validate<IDataObject> {
	return (value, label) => {
		const pairs = isRecord(value) ? (value.pair ?? []) : undefined;
		if (!Array.isArray(pairs) || pairs.length > mostPairs)
			throw new InvalidParameter(label, `must hold at most ${mostPairs} ${form}`);
		const entries = pairs.map((pair: unknown) => {
			const { name, value: text }: IDataObject = isRecord(pair) ? pair : {};
			if (typeof name === 'string' && names.test(name) && typeof text === 'string')
				return [name, text];
			throw new InvalidParameter(label, `must hold ${form}, each with text as its value`);
		});
		return Object.fromEntries(entries);
	};
}

const mostPairs = 20;

/** From 1 to `most` entries, as a list or as text with commas. */
export function listOfUpTo<T>(most: number, entries: string, each: Validate<T>): Validate<T[]> {
	return (value, label) => {
		const values = listOf(value);
		if (values.length > 0 && values.length <= most)
			return values.map((entry) => each(entry, label));
		throw new InvalidParameter(label, `must hold from 1 to ${most} ${entries}`);
	};
}

/** AWS's longest list has 100 entries. */
const mostEntries = 1_000;
const longestList = 10_000;

/**
 * The entries of a list, or of a text with commas between them; none when either is longer than any list
 * of AWS.
 */
function listOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.length <= mostEntries ? value : [];
	if (typeof value !== 'string' || value.length > longestList) return [];
	const entries = value.split(',').map((entry) => entry.trim());
	return entries.filter((entry) => entry !== '');
}

/** An id that becomes one segment of a path. AWS decides what a valid id looks like. */
function idOfUpTo(longest: number): Validate<string> {
	return (value, label) => {
		if (typeof value !== 'string')
			throw new InvalidParameter(label, `must be text, but is ${kindOf(value)}`);
		const problem = idProblem(value, longest);
		if (problem === undefined) return value;
		throw new InvalidParameter(label, problem);
	};
}

/** Of a voice connector or a proxy session. AWS: 1–128 characters, at least one of them not white space. */
export const id = idOfUpTo(128);

/** An id for which AWS has no limit. */
export const longId = idOfUpTo(1_024);

/** AWS returns the id of a number as `%2B12065550100`, and takes it as `+12065550100`. */
export const encodedNumber: Validate<string> = (value, label) =>
	longId(typeof value === 'string' ? value.replace(/^%2B/i, '+') : value, label);

/** Why an id must not be sent; undefined where it may be. */
export function idProblem(value: string, longest = 128): string | undefined {
	if (isLongerThan(longest, value)) return `must have at most ${longest} characters`;
	if (!/\S/.test(value)) return 'must not be empty';
	if (value === '.' || value === '..')
		return `must not be "${value}", which would name another resource`;
	if (/\p{Surrogate}/u.test(value))
		return 'must be valid Unicode, but holds half of a character (a lone surrogate)';
	return undefined;
}

/** Counts code points, as AWS does, and stops counting early: an expression can yield megabytes. */
function isLongerThan(limit: number, text: string): boolean {
	return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}

function kindOf(value: unknown): string {
	if (value === null || value === undefined) return 'missing';
	if (Array.isArray(value)) return 'a list';
	if (value instanceof Date) return 'a date';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
