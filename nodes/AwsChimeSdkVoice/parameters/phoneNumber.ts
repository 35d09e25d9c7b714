import { invisibleIn, kindOf, refusal, textAlone, type Validate } from './validation';

/**
 * 2–15 digits behind a plus sign. AWS takes them without one too, and then 2065550100 is a number in
 * Egypt: whoever leaves the plus out has most likely left the country code out as well.
 */
export const e164 = /^\+[1-9]\d{1,14}$/;

/** The message has no example, because redaction would remove it as a phone number. */
const form =
	'a phone number in E.164 form (a plus sign, then the country code and the number, in digits only)';

/** A phone number, wherever one may stand. */
export const phoneNumber = textAlone(
	'the plus sign and zeros at the beginning',
	(value, label): string => {
		const text = typeof value === 'string' ? value.trim() : undefined;
		if (text !== undefined && e164.test(text)) return text;
		const problem = text === undefined ? `is ${kindOf(value)}` : problemOf(text);
		throw refusal(value, label, `must be ${form}, but ${problem}`);
	},
);

/** AWS returns the id of a number as `%2B12065550100`, and takes it as `+12065550100`. */
export const encodedPhoneNumber: Validate<string> = (value, label) =>
	phoneNumber(typeof value === 'string' ? value.replace(/^\s*%2B/i, '+') : value, label);

/** Longer than a phone number with an extension. */
const longestText = 100;

/** What is wrong with a text, from what says the most. */
const problems: Array<[pattern: RegExp, problem: string]> = [
	[/^$/, 'is empty'],
	[/^\+?\d[\d\s()./-]*(x|ext\.?|extension|#|;\s*ext=)\s*\d+$/i, 'has an extension'],
	[/\p{L}/u, 'holds letters'],
	[/(?!\d)\p{Nd}/u, 'holds digits of another script than 0 to 9'],
	[/^00/, 'begins with 00 in the place of the plus sign'],
	[/^[^+]/, 'has no plus sign'],
	[/^\+0/, 'has a zero in the place of the country code'],
	[/[\s()./-]/, 'holds blanks, hyphens, periods or parentheses'],
	[/^\+\d?$/, 'has fewer than 2 digits'],
	[/^\+\d{16,}$/, 'has more than 15 digits'],
];

function problemOf(text: string): string {
	if (text.length > longestText) return 'is longer than any phone number';
	const [, problem = 'holds other characters'] =
		problems.find(([pattern]) => pattern.test(text)) ?? [];
	return invisibleIn(text) ?? problem;
}
