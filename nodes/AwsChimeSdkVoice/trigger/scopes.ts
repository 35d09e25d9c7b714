import type { IDataObject } from 'n8n-workflow';

import type { ItemsOf } from '../resources/operation';
import type { Parameters } from '../resources/record';
import { getMany as voiceConnectors } from '../resources/voiceConnector/getMany';
import { voiceConnector } from '../resources/voiceConnector/voiceConnector';
import { trunkSilent, watchedLists, type WatchedList } from './events';
import { readGone, readList, type PartResult } from './lists';
import { read, type Reading, type Unread } from './reading';
import type { Settings } from './settings';
import { decode, type NodeState, type Snapshot } from './state';
import { keepOnce, readTrunk } from './trunks';

/** A part of a poll with a snapshot of its own: a list, or the trunk of a voice connector. */
export interface Scope {
	/** The name of its snapshot. */
	name: string;
	read(): Promise<PartResult | Unread>;
	/** Whether the snapshot is not needed any more once it is empty. */
	isGone?: boolean;
}

/** What a poll reads. */
export interface Scopes {
	scopes: Scope[];
	/** The lists that are read of all voice connectors. */
	complete: string[];
}

/** What a poll has to read for the chosen events. */
export async function scopesOf(
	reading: Reading,
	settings: Settings,
	state: NodeState | undefined,
): Promise<Scopes | Unread> {
	const chosen = watchedLists.filter(({ events }) =>
		events.some((event) => settings.events.includes(event)),
	);
	const ofConnectors = chosen.filter(isOfConnector);
	const hasTrunks = settings.events.includes(trunkSilent);
	const needsConnectors = ofConnectors.length > 0 || hasTrunks;
	const connectors = needsConnectors ? await connectorsOf(reading, settings) : [];
	if ('outcome' in connectors) return connectors;

	const ofAccount = chosen.filter((watched) => !isOfConnector(watched));
	const isComplete = settings.connectors === undefined;
	return {
		scopes: [
			...ofAccount.map((watched) =>
				listScope(reading, watched, decode(state?.snapshots[nameOf(watched)])),
			),
			...ofConnectors.flatMap((watched) =>
				connectorScopes(reading, watched, connectors, { state, isComplete }),
			),
			...(hasTrunks ? trunkScopes(reading, connectors, settings, state) : []),
		],
		complete: isComplete ? ofConnectors.map(nameOf) : [],
	};
}

export const isOfConnector = ({ operation }: WatchedList) => operation.list.fields.length > 0;
const nameOf = ({ operation }: WatchedList) => operation.list.entries;
const nameIn = (list: string, connector: string) => `${list}/${connector}`;
/** The parameters of an operation in a voice connector. */
export const parametersOf = (connector: string) => ({ [voiceConnector.property.name]: connector });

function listScope(
	reading: Reading,
	watched: WatchedList,
	known: Snapshot | undefined,
	{ name = nameOf(watched), parameters = {} }: { name?: string; parameters?: Parameters } = {},
): Scope {
	return { name, read: async () => await readList(reading, watched, parameters, known) };
}

/** The same list of each voice connector, and the snapshots of voice connectors that no longer exist. */
function connectorScopes(
	reading: Reading,
	watched: WatchedList,
	connectors: string[],
	{ state, isComplete }: { state: NodeState | undefined; isComplete: boolean },
): Scope[] {
	const list = nameOf(watched);
	// Everything in a connector that was not there before is new.
	const isNew = isComplete && state?.complete.includes(list) === true;
	const scopes = connectors.map((connector) => {
		const name = nameIn(list, connector);
		const known = decode(state?.snapshots[name]) ?? (isNew ? new Map() : undefined);
		return listScope(reading, watched, known, { name, parameters: parametersOf(connector) });
	});
	if (!isNew) return scopes;
	const gone = goneFrom(list, connectors, state).map(({ name, connector, known }) => ({
		name,
		read: async () => await readGone(reading, watched, parametersOf(connector), known),
		isGone: true,
	}));
	return [...scopes, ...gone];
}

/** The trunk of each voice connector, and of those that are missing in the list of voice connectors. */
function trunkScopes(
	reading: Reading,
	connectors: string[],
	settings: Settings,
	state: NodeState | undefined,
): Scope[] {
	const list = trunkSilent.option.value;
	const scopes = connectors.map((connector) => {
		const name = nameIn(list, connector);
		const known = decode(state?.snapshots[name]);
		const given = { ...settings, known };
		const parameters = parametersOf(connector);
		return { name, read: async () => await readTrunk(reading, connector, parameters, given) };
	});
	if (settings.connectors) return scopes;
	const gone = goneFrom(list, connectors, state).map(({ name, known }) => ({
		name,
		read: async () => keepOnce(known),
		isGone: true,
	}));
	return [...scopes, ...gone];
}

/** The snapshots of a list of voice connectors that are missing in the list of voice connectors. */
function goneFrom(list: string, connectors: string[], state: NodeState | undefined) {
	const names = new Set(connectors.map((connector) => nameIn(list, connector)));
	return Object.entries(state?.snapshots ?? {}).flatMap(([name, text]) => {
		const known = names.has(name) || !name.startsWith(`${list}/`) ? undefined : decode(text);
		return known ? [{ name, connector: name.slice(list.length + 1), known }] : [];
	});
}

const { idField } = voiceConnectors.list;
const idAndName: ItemsOf<IDataObject> = ({ [idField]: id, Name }) =>
	typeof id === 'string' ? [{ id, Name }] : undefined;

/** The ids of the voice connectors whose lists are read. */
export async function connectorsOf(
	reading: Reading,
	{ connectors }: Settings,
): Promise<string[] | Unread> {
	if (connectors) return connectors;
	const found = await read(
		reading,
		{ ...voiceConnectors, entryItems: idAndName },
		{ returnAll: true },
	);
	if ('outcome' in found) return found;
	for (const { id, Name } of found)
		if (typeof Name === 'string') reading.names.set(String(id), Name);
	return found.map(({ id }) => String(id));
}
