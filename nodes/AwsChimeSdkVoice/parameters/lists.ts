import { oneOf, refusal, type Validate } from './validation';

/** AWS's longest list has 100 entries. */
const mostEntries = 1_000;
const longestText = 10_000;

const anySeparator = /[,;\s]+/;

interface Entries {
	/** Whether AWS takes an empty list, which removes all entries: an empty text may be an oversight. */
	mayBeEmpty?: boolean;
	/** What stands between the entries of a text. */
	separators?: RegExp;
}

/** From 1 to `most` entries, as a list, as one entry, or as text with separators or in JSON. */
export function listOfUpTo<T>(
	most: number,
	entries: string,
	each: Validate<T>,
	{ mayBeEmpty = false, separators = anySeparator }: Entries = {},
): Validate<T[]> {
	const orEmpty = mayBeEmpty ? '; an empty list, {{ [] }}, removes all of them' : '';
	return (value, label) => {
		const given = parsed(value);
		if (mayBeEmpty && Array.isArray(given) && given.length === 0) return [];
		const values = entriesOf(given, separators);
		if (values.length > 0 && values.length <= most) return checkEach(values, each, label);
		throw refusal(value, label, `must hold from 1 to ${most} ${entries}${orEmpty}`);
	};
}

/** At least one of the allowed values. */
export function someOf(allowed: string[]): Validate<string[]> {
	const list = listOfUpTo(mostEntries, `of ${allowed.join(', ')}`, oneOf(allowed));
	return (value, label) => {
		if (entriesOf(parsed(value)).length > 0) return list(value, label);
		throw refusal(value, label, `must hold at least one of ${allowed.join(', ')}`);
	};
}

/** Checks each entry of a list. The label says which of several entries it is. */
export function checkEach<T>(values: unknown[], validate: Validate<T>, label: string): T[] {
	return values.map((value, index) =>
		validate(value, values.length > 1 ? `${label} (entry ${index + 1})` : label),
	);
}

/** The list or the record in a text of JSON; any other value as it is. */
function parsed(value: unknown): unknown {
	if (typeof value !== 'string' || value.length > longestText || !/^\s*[[{]/.test(value))
		return value;
	try {
		const inner: unknown = JSON.parse(value);
		return inner;
	} catch {
		return value;
	}
}

/** The entries of a list or of a text; none where either is longer than any list of AWS. */
function entriesOf(value: unknown, separators = anySeparator): unknown[] {
	if (Array.isArray(value)) return value.length <= mostEntries ? value : [];
	if (typeof value !== 'string') return value === undefined || value === null ? [] : [value];
	if (value.length > longestText) return [];
	return value.split(separators).filter((entry) => entry.trim() !== '');
}
