import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

import type { Redact } from '../errors/redact';
import { idProblem } from '../parameters/ids';
import { e164 } from '../parameters/phoneNumber';
import { isRecord } from '../parameters/validation';
import type { List } from '../resources/record';

const longestName = 100;

/** An entry to choose, and the words by which it is found. */
export interface Choice {
	item: INodeListSearchItems;
	words: string;
}

/**
 * An entry to choose; none for an entry without an id that can be sent. n8n keeps the name of the chosen
 * entry with the workflow, so it holds nothing that changes, such as a status.
 */
export function choicesOf(
	entry: unknown,
	{ idField, nameField = 'Name', details, changing = [] }: List,
	redact: Redact,
): Choice[] {
	const id = isRecord(entry) ? entry[idField] : undefined;
	if (!isRecord(entry) || typeof id !== 'string' || idProblem(id) !== undefined) return [];
	const texts = details.flatMap((field) => textOf(detailOf(entry, field), redact));
	const [label = id] = nameOf(entry[nameField], nameField, redact);
	const name = texts.length > 0 ? `${label} (${texts.join(', ')})` : label;
	const found = changing.flatMap((field) => textOf(entry[field], redact));
	return [{ item: { name, value: id }, words: [name, id, ...found.map(spaced)].join(' ') }];
}

/** "InProgress In Progress", as AWS and as the panel writes it. */
function spaced(text: string): string {
	return `${text} ${text.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')}`;
}

/** The entries of a page by the time of their creation. */
export function newestFirst(entries: unknown[]): unknown[] {
	const timeOf = (entry: unknown) =>
		isRecord(entry) ? Date.parse(String(entry.CreatedTimestamp)) || 0 : 0;
	return [...entries].sort((one, other) => timeOf(other) - timeOf(one));
}

/** A phone number is shown where it is the name of an entry, because the user chooses by it. */
function nameOf(value: unknown, nameField: string, redact: Redact): string[] {
	const isNumber = typeof value === 'string' && e164.test(value);
	return isNumber && nameField !== 'Name' ? [value] : textOf(value, redact);
}

function detailOf(entry: IDataObject, field: string): unknown {
	return field.endsWith('Timestamp') ? dateOf(entry[field]) : entry[field];
}

/** Text for one line of the list: shortened, and without phone numbers and secrets. */
function textOf(value: unknown, redact: Redact): string[] {
	if (typeof value !== 'string') return [];
	const text = redact(value.slice(0, 10 * longestName))
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
		.trim();
	if (text === '') return [];
	return [text.length > longestName ? `${text.slice(0, longestName)}…` : text];
}

/** Whether the words hold what the user types. */
export function matches(words: string, filter: string): boolean {
	return words.toLowerCase().includes(filter.trim().toLowerCase());
}

const creation = new Intl.DateTimeFormat('en-GB', {
	dateStyle: 'medium',
	timeStyle: 'short',
	timeZone: 'UTC',
});

/** "24 Nov 2026, 22:38 UTC", from a timestamp of AWS; undefined where it is none. */
function dateOf(timestamp: unknown): string | undefined {
	const time = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
	return Number.isNaN(time) ? undefined : `${creation.format(time)} UTC`;
}
