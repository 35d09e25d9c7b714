import type { IDataObject } from 'n8n-workflow';

import { idProblem } from '../parameters/ids';
import type { ItemsOf } from '../resources/operation';
import type { Change, WatchedList } from './events';
import { itemOf, pastTime, timeOf } from './items';
import type { Remembered, Snapshot } from './state';

const longestId = 1_024;

/** Compares a list, entry by entry, with its snapshot. */
export interface Comparison {
	/** Adds an entry while the list is read, so that the list is never in memory as a whole. */
	note: ItemsOf<IDataObject>;
	/** An item for each change, in the order of the entries. */
	items: IDataObject[];
	/** The snapshot for the next poll. */
	next: Snapshot;
	/** The things of the snapshot that the list does not have. */
	missing(): Array<[id: string, before: Remembered]>;
	/** Adds the end of a missing thing to the items. */
	end(id: string, ids: IDataObject, change: Change): void;
	/** Keeps a missing thing in the snapshot, with or without a mark that it is missing. */
	keep(id: string, isMissing?: boolean): void;
}

/**
 * Compares with the last poll.
 *
 * @param known undefined where there is no snapshot yet: then nothing has changed
 * @param now AWS's time, which is known as soon as there is an entry
 */
export function compare(
	{ operation, statusOf, changesOf }: WatchedList,
	known: Snapshot | undefined,
	now: () => number,
): Comparison {
	const next: Snapshot = new Map();
	const items: IDataObject[] = [];
	const idsOf = (ids: IDataObject, id: string) => [...Object.values(ids).map(String), id];

	return {
		note(thing, { ids }) {
			const id = thing[operation.list.idField];
			if (typeof id !== 'string' || idProblem(id, longestId) !== undefined) return undefined;
			const stored = next.get(id) ?? known?.get(id);
			const latest = now();
			const before = stored && { ...stored, updated: pastTime(stored.updated, latest) };
			const time = timeOf(thing.UpdatedTimestamp, latest);
			// AWS may answer from a copy that is behind; without a time, nothing says so.
			const isStale = before !== undefined && time !== 0 && time < before.updated;
			const current = { status: statusOf(thing), updated: time || (before?.updated ?? 0) };
			next.set(id, isStale ? withoutMark(before) : current);
			if (!known || isStale) return [];
			for (const change of changesOf(thing, current, before))
				items.push(itemOf(thing, idsOf(ids, id), change, before));
			return [];
		},
		items,
		next,
		missing: () => [...(known ?? [])].filter(([id]) => !next.has(id)),
		end(id, ids, change) {
			const texts = Object.values(ids).map(String);
			items.push(itemOf(ids, texts, change, known?.get(id)));
		},
		keep(id, isMissing) {
			const before = known?.get(id);
			if (before) next.set(id, { ...withoutMark(before), ...(isMissing && { isMissing }) });
		},
	};
}

function withoutMark({ status, updated }: Remembered): Remembered {
	return { status, updated };
}
