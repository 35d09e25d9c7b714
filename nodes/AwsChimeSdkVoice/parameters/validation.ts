import type { IDataObject } from 'n8n-workflow';

import { InvalidParameter } from '../resources/operation';

export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * 2–15 digits behind a plus sign. AWS takes them without one too, and then 2065550100 is a number in
 * Egypt: whoever leaves the plus out has most likely left the country code out as well.
 */
const e164 = /^\+[1-9]\d{1,14}$/;

/** @throws InvalidParameter when it is no phone number; the number itself is not told */
export function phoneNumber(name: string, value: unknown): string {
	if (typeof value === 'string' && e164.test(value)) return value;
	// Without an example, which would be taken out of the message like any phone number.
	const form = 'a plus sign, then country code and number in digits alone';
	throw new InvalidParameter(name, `must be a phone number in E.164 form: ${form}`);
}

/** @throws InvalidParameter when it is not a whole number in this range */
export function wholeNumber(name: string, value: unknown, least: number, most: number): number {
	const isInRange = typeof value === 'number' && value >= least && value <= most;
	if (isInRange && Number.isInteger(value)) return value;
	const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
	throw new InvalidParameter(name, `must be a whole number ${range}`);
}

/** @throws InvalidParameter when it is none of them */
export function oneOf(name: string, value: unknown, allowed: string[]): string {
	if (typeof value === 'string' && allowed.includes(value)) return value;
	throw new InvalidParameter(name, `must be one of ${allowed.join(', ')}`);
}

/** @throws InvalidParameter when it is empty or holds anything but these */
export function someOf(name: string, value: unknown, allowed: string[]): string[] {
	const values = listOf(value);
	if (values.length > 0) return values.map((each) => oneOf(name, each, allowed));
	throw new InvalidParameter(name, `must hold at least one of ${allowed.join(', ')}`);
}

/** @throws InvalidParameter when it is not a text of this pattern */
export function textLike(name: string, value: unknown, pattern: RegExp, form: string): string {
	if (typeof value === 'string' && pattern.test(value)) return value;
	throw new InvalidParameter(name, `must be ${form}`);
}

/** @throws InvalidParameter when it is neither true nor false */
export function trueOrFalse(name: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	throw new InvalidParameter(name, 'must be true or false');
}

/** Of a list and of a text with a list; AWS's longest has 100 countries. */
const mostEntries = 1_000;
const longestList = 10_000;

/** The entries of a list; of a text, those between its commas. None of what is longer than any list. */
export function listOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.length <= mostEntries ? value : [];
	if (typeof value !== 'string' || value.length > longestList) return [];
	const entries = value.split(',').map((entry) => entry.trim());
	return entries.filter((entry) => entry !== '');
}
