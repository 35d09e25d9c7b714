import type { IDataObject } from 'n8n-workflow';

import type { Parameters } from '../resources/record';
import { sentFieldsOf } from '../resources/properties';
import { contextOf } from '../transport/sendOperation';
import { compare, type Comparison } from './comparison';
import type { WatchedList } from './events';
import { read, type Reading, type Unread } from './reading';
import type { Snapshot } from './state';

/** The result of a part of a poll. */
export interface PartResult {
	/** The snapshot for the next poll. */
	next: Snapshot;
	/** One item per event. */
	items: IDataObject[];
}

/** Entries of one list that a node remembers: about 9 MB as text. */
export const mostThings = 250_000;
/**
 * Requests of one poll for things that are no longer in their list; the next poll sends those for the
 * others.
 */
export const mostRequests = 1_000;

/**
 * Reads a whole list and compares it with its snapshot.
 *
 * @param known undefined where nothing is new
 */
export async function readList(
	reading: Reading,
	watched: WatchedList,
	parameters: Parameters,
	known: Snapshot | undefined,
): Promise<PartResult | Unread> {
	const comparison = compare(watched, known, reading.client.now);
	const noting = { ...watched.operation, entryItems: comparison.note };
	const entries = await read(reading, noting, { ...parameters, returnAll: true });
	if ('outcome' in entries) return entries;
	const unread = await getMissing(reading, watched, parameters, comparison);
	if (unread) return unread;
	const { next, items } = comparison;
	if (next.size <= mostThings) return { next, items };
	const message = `A list of AWS has more than ${mostThings} entries, which is more than the trigger can store.`;
	return { outcome: { configurationError: new Error(message) } };
}

/** Compares with the snapshot of a list that no longer exists. */
export async function readGone(
	reading: Reading,
	watched: WatchedList,
	parameters: Parameters,
	known: Snapshot,
): Promise<PartResult | Unread> {
	const comparison = compare(watched, known, reading.client.now);
	return (await getMissing(reading, watched, parameters, comparison)) ?? comparison;
}

/**
 * Gets each thing that is no longer in the list, if its end is an event. Other missing things stay in the
 * snapshot until the next poll, because a page can skip an entry.
 */
async function getMissing(
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
	for (const [id] of unended.slice(mostRequests)) comparison.keep(id);
	const requested = unended.slice(0, mostRequests);
	const results = await reading.client.mapConcurrent(
		requested.length,
		async (index) => await getOne(reading, watched, parameters, comparison, requested[index][0]),
		(unread) => unread !== null,
	);
	const unread = results.find((result) => result !== null);
	if (results.every((result) => result === null)) return undefined;
	return unread ?? { outcome: undefined };
}

/** Gets one thing, and adds what it has become to the comparison; null where AWS has responded. */
async function getOne(
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
	if (!items.isNotFound) return items;
	comparison.end(id, contextOf(end.get, named).ids, end.change);
	return null;
}
