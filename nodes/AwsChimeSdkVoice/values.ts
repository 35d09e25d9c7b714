import type { IDataObject } from 'n8n-workflow';

import { InvalidParameter } from './operation';

export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** AWS: 2–15 digits, the first not 0, and a plus sign before them or not. */
const e164 = /^\+?[1-9]\d{1,14}$/;

/** @throws InvalidParameter when it is no phone number; the number itself is not told */
export function phoneNumber(name: string, value: unknown): string {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text === 'string' && e164.test(text)) return text;
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

/** The entries of a list; of a text, those between its commas. */
export function listOf(value: unknown): unknown[] {
	if (typeof value !== 'string') return Array.isArray(value) ? value : [];
	const entries = value.split(',').map((entry) => entry.trim());
	return entries.filter((entry) => entry !== '');
}
