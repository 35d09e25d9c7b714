import type { IDataObject } from 'n8n-workflow';

import { addChanges } from './emitted';
import type { PartResult } from './lists';
import type { Reading, Unread } from './reading';
import { scopesOf, type Scope } from './scopes';
import type { Settings } from './settings';
import { encode, sizeProblemOf, type Emitted, type NodeState } from './state';

/** The events since a state, and the next state. */
interface Changes {
	items: IDataObject[];
	state: Omit<NodeState, 'origin'>;
}

/** Reads everything before the state changes, so that the poll after a failed one finds the same changes. */
export async function changesSince(
	state: NodeState | undefined,
	reading: Reading,
	settings: Settings,
): Promise<Changes | Unread> {
	const what = await scopesOf(reading, settings, state);
	if ('outcome' in what) return what;
	const { scopes, complete } = what;
	const results = await reading.client.mapConcurrent(
		scopes.length,
		async (index) => await scopes[index].read(),
		(result) => 'outcome' in result,
	);
	const found = results.flatMap((result) => (result && !('outcome' in result) ? [result] : []));
	if (found.length < scopes.length) {
		const unread = results.flatMap((result) => (result && 'outcome' in result ? [result] : []));
		return unread.find(({ outcome }) => outcome) ?? { outcome: undefined };
	}
	const chosen = new Set<unknown>(settings.events.map(({ option }) => option.value));
	const parts = found.map(({ next, items }, index) => ({
		scope: scopes[index],
		next,
		items: items.filter(({ event }) => chosen.has(event)),
	}));
	const next = stateAfter(state, parts, reading.client.now());
	if ('outcome' in next) return next;
	return { items: parts.flatMap(({ items }) => items), state: { complete, ...next } };
}

type Part = PartResult & { scope: Scope };

/** The snapshots for the next poll, and with events what they were before, as far as there is room for it. */
function stateAfter(
	state: NodeState | undefined,
	parts: Part[],
	at: number,
): Pick<NodeState, 'snapshots' | 'emitted'> | Unread {
	const snapshots = parts.flatMap(({ scope: { name, isGone = false }, next }) =>
		isGone && next.size === 0 ? [] : [[name, encode(next)]],
	);
	const texts = snapshots.map(([, text]) => text);
	const problem = sizeProblemOf(texts);
	if (problem) return { outcome: { configurationError: new Error(problem) } };
	const changes: Emitted['changes'] = {};
	for (const { scope, next, items } of parts)
		if (items.length > 0) addChanges(changes, scope.name, [state?.snapshots[scope.name], next]);
	const more = Object.values(changes).flat();
	const isKept = more.length > 0 && !sizeProblemOf([...texts, ...more]);
	return {
		snapshots: Object.fromEntries(snapshots),
		...(isKept && { emitted: { at, changes } }),
	};
}
