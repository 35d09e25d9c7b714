import {
	decode,
	encode,
	type Emitted,
	type NodeState,
	type Remembered,
	type Snapshot,
} from './state';

/**
 * Milliseconds for which events are repeated where n8n starts again. It stores the state of the trigger
 * before the execution, and nothing says whether it came to store that, too.
 */
const longestUnconfirmed = 3_600_000;

/** Adds the changes of one list. */
export function addChanges(
	changes: Emitted['changes'],
	name: string,
	[text, next]: [before: string | undefined, next: Snapshot],
): void {
	const before = decode(text) ?? new Map();
	const changed = [...before].filter(([id, thing]) => !isSame(thing, next.get(id)));
	const added = [...next].filter(([id]) => !before.has(id));
	changes[name] = [encode(new Map(changed)), encode(new Map(added))];
}

function isSame(one: Remembered, other: Remembered | undefined): boolean {
	const isEqual = one.status === other?.status && one.updated === other.updated;
	return isEqual && one.isMissing === other.isMissing;
}

/**
 * The state before the last poll with events, so that its events are found again; undefined where there
 * are none to repeat.
 */
export function beforeEmitted(state: NodeState | undefined, now: number): NodeState | undefined {
	const { emitted } = state ?? {};
	if (!state || !emitted || Math.abs(now - emitted.at) > longestUnconfirmed) return undefined;
	const snapshots = { ...state.snapshots };
	for (const [name, [changed, added]] of Object.entries(emitted.changes)) {
		const snapshot = decode(snapshots[name]) ?? new Map();
		for (const id of decode(added)?.keys() ?? []) snapshot.delete(id);
		for (const [id, thing] of decode(changed) ?? []) snapshot.set(id, thing);
		snapshots[name] = encode(snapshot);
	}
	return { ...state, snapshots };
}
