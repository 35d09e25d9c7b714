/** Phone numbers in E.164 form. */
const internationalNumbers = /\+[1-9]\d{4,14}/g;
/** Phone numbers as people write them, with 9 to 15 digits: no part of a word or of an id, and no time. */
const formattedNumbers = /(?<![\w-])[+(]{0,2}(?:\d[ ().-]{0,2}){8,14}\d(?![\w-]|:\d)/g;

/** Numbers without a plus sign that are no phone numbers: their forms, and what stands before them. */
const otherNumbers: Array<[form: RegExp, before: RegExp]> = [
	// An AWS account.
	[/^\d{12}$/, /\barn:[\w-]{0,20}:[\w-]{0,30}:[\w-]{0,30}:$/],
	[/^\d{12}$/, /\baccount(?:[ -]?id)?(?:is|was|[ :=#"'`([]){1,6}$/i],
	// A limit.
	[
		/^\d+$/,
		/\b(?:less|greater|more|fewer|larger|smaller|longer|higher|lower) than (?:or equal to )?$/i,
	],
	[
		/^\d+$/,
		/\b(?:at (?:most|least)|(?:max|min)(?:imum)?(?: value| length)?(?: of| is)?|limit(?: of| is)?)[ :=]{1,2}$/i,
	],
	[/^\d+$/, /\b(?:from|between) \d{1,8} (?:to|and) $/i],
	// A time in seconds or milliseconds.
	[
		/^1\d{9}(?:\d{3})?$/,
		/\b(?:timestamp|epoch|date|expire[sd]?|expiration|expiry)(?: at| on|is|was|[ :="']){1,5}$/i,
	],
	// A date, and its time behind it.
	[/^(?:19|20)\d\d([-.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01]) /, /$/],
];
/** Characters before a number that are looked at. */
const longestBefore = 120;

/** The text with a mark in the place of each phone number. */
export function withoutPhoneNumbers(text: string, mark: string): string {
	return text
		.replace(internationalNumbers, mark)
		.replace(formattedNumbers, (found: string, at: number, all: string) =>
			isOther(found, all.slice(Math.max(at - longestBefore, 0), at)) ? found : mark,
		);
}

function isOther(found: string, before: string): boolean {
	return otherNumbers.some(([form, pattern]) => form.test(found) && pattern.test(before));
}
