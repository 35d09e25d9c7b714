import { UserError, type IDataObject } from 'n8n-workflow';

/** A parameter for which no request may be sent. The message has the panel's label, and never a value. */
export class InvalidParameter extends UserError {
	/** @param label as the panel shows it, behind the labels of the collections that hold it */
	constructor(label: string, problem: string) {
		super(`The parameter "${label}" ${problem}.`);
	}
}

/**
 * Checks a value that the user gave, and returns it as AWS takes it.
 *
 * @param beside the values of the fields in the same collection
 * @throws InvalidParameter
 */
export type Validate<T = unknown> = (
	value: unknown,
	label: string,
	beside?: Readonly<Record<string, unknown>>,
) => T;

export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The refusal of a value: an expression that finds nothing yields none. */
export function refusal(value: unknown, label: string, problem: string): InvalidParameter {
	const isMissing = value === undefined || value === null;
	return new InvalidParameter(label, isMissing ? noValue : problem);
}

const noValue = 'has no value: correct its expression, or give the input item a value';

/** Characters of an unknown name that a message quotes. */
const longestName = 64;

/**
 * Refuses a record with other names than these: what nobody reads must not be lost in silence.
 *
 * @param shown the names that the message lists
 */
export function checkNames(record: object, names: string[], label: string, shown = names): void {
	const unknown = Object.keys(record).find((name) => !names.includes(name));
	if (unknown === undefined) return;
	const called = unknown.slice(0, longestName);
	throw new InvalidParameter(label, `has no field "${called}": it takes ${shown.join(', ')}`);
}

/** What a value is that is not the text, or the whole number, that it should be. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (value instanceof Date) return 'a date';
	if (typeof value === 'number') return 'a number that is not whole, or not exact';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Forms and sheets give numbers where text is meant: one that is whole and exact has a single text. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** Any text. */
export const text: Validate<string> = (value, label) => {
	const given = textOf(value);
	if (given !== undefined) return given;
	throw refusal(value, label, `must be text, but is ${kindOf(value)}`);
};

/**
 * For text whose digits are no number: a sheet that has read one has removed what it does not need.
 *
 * @param lost what the number lacks then
 */
export function textAlone<T>(lost: string, validate: Validate<T>): Validate<T> {
	return (value, label, beside) => {
		if (typeof value !== 'number') return validate(value, label, beside);
		throw new InvalidParameter(
			label,
			`is a number, not text: ${lost} may be lost. Give it as text`,
		);
	};
}

/** Characters that nobody sees in the panel, with which AWS finds nothing. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const controls = new Map([
	['\t', 'a tab'],
	['\n', 'a line break'],
	['\r', 'a line break'],
]);

/** Why a text of one line must not be sent; undefined where it may be. */
export function invisibleIn(text: string): string | undefined {
	const found = invisible.exec(text);
	if (!found) return undefined;
	const code = found[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
	const name = controls.get(found[0]) ?? `an invisible character (U+${code})`;
	return `holds ${name} at position ${found.index + 1}: delete it, or type the value again`;
}

export const trimmed = (text: string) => text.trim();

/** Up to 1,024 characters, at least one of them not white space. */
export const notEmpty = /^(?=[^]{0,1024}$)[^]*\S/;

/**
 * Text of one line.
 *
 * @param form completes the sentence "must be …"
 * @param read turns a text into the form that AWS takes, where the text has only one meaning
 */
export function textLike(
	pattern: RegExp,
	form: string,
	read = (text: string) => text,
): Validate<string> {
	return (value, label) => {
		const given = textOf(value);
		if (given === undefined)
			throw refusal(value, label, `must be ${form}, but is ${kindOf(value)}`);
		const line = read(given);
		const isRight = pattern.test(line);
		const problem = isRight || line.length < longestLine ? invisibleIn(line) : undefined;
		if (isRight && problem === undefined) return line;
		throw new InvalidParameter(label, problem ?? `must be ${form}`);
	};
}

/** Of a longer text, its length is what is wrong. */
const longestLine = 2_048;

/** ISO 3166-1; people also write it in small letters. */
export const country = textLike(/^[A-Z]{2}$/, 'two letters (ISO 3166-1), such as US', (text) =>
	text.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase()),
);

const digits = /^\s*\d{1,15}\s*$/;

export function wholeNumber(least: number, most: number): Validate<number> {
	const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
	return (given, label) => {
		// Forms and sheets give numbers as text.
		const value = typeof given === 'string' && digits.test(given) ? Number(given) : given;
		const isInRange = typeof value === 'number' && value >= least && value <= most;
		if (isInRange && Number.isInteger(value)) return value;
		throw refusal(given, label, `must be a whole number ${range}`);
	};
}

export const inSmallLetters = (text: string) =>
	text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Forms and sheets give these two words as text, in any case. */
export const trueOrFalse: Validate<boolean> = (given, label) => {
	const value = typeof given === 'string' ? inSmallLetters(given) : given;
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw refusal(given, label, 'must be true or false');
};

/** One of the allowed values, in any case. */
export function oneOf(allowed: string[]): Validate<string> {
	return (value, label) => {
		const text = typeof value === 'string' ? inSmallLetters(value) : undefined;
		const found = allowed.find((each) => inSmallLetters(each) === text);
		if (found !== undefined) return found;
		throw refusal(value, label, `must be one of ${allowed.join(', ')}`);
	};
}
