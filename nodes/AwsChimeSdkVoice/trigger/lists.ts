import type { IDataObject } from 'n8n-workflow';

import type { Parameters } from '../resources/record';
import { sentFieldsOf } from '../resources/properties';
import { contextOf } from '../transport/sendOperation';
import { compare, type Comparison } from './comparison';
import type { WatchedList } from './events';
import { read, type Reading, type Unread } from './reading';
import type { Snapshot } from './state';

/** What a part of a poll has found. */
export interface Found {
	/** What is to be remembered. */
	next: Snapshot;
	/** One item per event. */
	items: IDataObject[];
}

/** Entries of one list that a node remembers: about 9 MB as text. */
export const mostThings = 250_000;
/** Requests of one poll for things that a list has no more; the others wait for the next poll. */
export const mostAsked = 1_000;

/**
 * Reads a whole list and compares it with what is known of it.
 *
 * @param known undefined where everything is to be taken as known
 */
export async function readList(
	reading: Reading,
	watched: WatchedList,
	parameters: Parameters,
	known: Snapshot | undefined,
): Promise<Found | Unread> {
	const comparison = compare(watched, known);
	const noting = { ...watched.operation, entryItems: comparison.note };
	const entries = await read(reading, noting, { ...parameters, returnAll: true });
	if ('outcome' in entries) return entries;
	const unread = await askForMissing(reading, watched, parameters, comparison);
	if (unread) return unread;
	const { next, items } = comparison;
	if (next.size <= mostThings) return { next, items };
	const message = `A list of AWS has more than ${mostThings} entries, which is more than the trigger can store.`;
	return { outcome: { configurationError: new Error(message) }, statusCode: null };
}

/** Compares a list that is gone, with everything in it, with what is known of it. */
export async function readGone(
	reading: Reading,
	watched: WatchedList,
	parameters: Parameters,
	known: Snapshot,
): Promise<Found | Unread> {
	const comparison = compare(watched, known);
	return (await askForMissing(reading, watched, parameters, comparison)) ?? comparison;
}

/**
 * Asks for each thing that the list has no more, and whose end would be an event. What else is missing
 * may only have been passed over by a page, so it is kept until the next poll.
 */
async function askForMissing(
	reading: Reading,
	watched: WatchedList,
	parameters: Parameters,
	comparison: Comparison,
): Promise<Unread | undefined> {
	const missing = comparison.missing();
	const { end } = watched;
	const unended = missing.filter(([, before]) => end?.mayFollow(before));
	const ended = missing.filter(([, before]) => !end?.mayFollow(before));
	for (const [id, before] of ended) if (!before.isMissing) comparison.keep(id, true);
	for (const [id] of unended.slice(mostAsked)) comparison.keep(id);
	const asked = unended.slice(0, mostAsked);
	const results = await reading.client.mapConcurrent(
		asked.length,
		async (index) => await askFor(reading, watched, parameters, comparison, asked[index][0]),
		(unread) => unread !== null,
	);
	const unread = results.find((result) => result !== null);
	if (results.every((result) => result === null)) return undefined;
	return unread ?? { outcome: undefined, statusCode: null };
}

/** Asks for one thing; null where that has shown what became of it. */
async function askFor(
	reading: Reading,
	{ operation, end }: WatchedList,
	parameters: Parameters,
	comparison: Comparison,
	id: string,
): Promise<Unread | null> {
	if (!end) return null;
	const idField = sentFieldsOf(end.get.fields)
		.filter((field) => field.in === 'path')
		.at(-1);
	const named = { ...parameters, [String(idField?.property.name)]: id, output: 'session' };
	const items = await read(reading, end.get, named);
	if (!('outcome' in items)) {
		comparison.note(items[0], contextOf(operation, parameters));
		return null;
	}
	if (items.statusCode !== 404) return items;
	comparison.end(id, contextOf(end.get, named).ids, end.change);
	return null;
}
