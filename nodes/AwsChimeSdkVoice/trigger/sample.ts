import type { IDataObject } from 'n8n-workflow';

import { asItem } from '../resources/results';
import { contextOf } from '../transport/sendOperation';
import { trunkSilent, watchedLists, type TriggerEvent, type WatchedList } from './events';
import { itemOf, timeOf } from './items';
import { read, type Reading, type Unread } from './reading';
import { connectorsOf, isOfConnector, parametersOf } from './scopes';
import type { Settings } from './settings';
import { readTrunk } from './trunks';

/** Voice connectors whose lists are read for a sample. */
const mostConnectors = 5;

/** A thing with its ids. */
interface Thing {
	thing: IDataObject;
	ids: string[];
}

/**
 * An item for each chosen event that fits a thing at AWS: the newest such thing, as if it had changed.
 * Only the first page of a list is read.
 */
export async function sampleOf(
	reading: Reading,
	settings: Settings,
): Promise<IDataObject[] | Unread> {
	const samples: IDataObject[] = [];
	const chosen = watchedLists.map((watched) => ({
		watched,
		events: watched.events.filter((event) => settings.events.includes(event)),
	}));
	for (const { watched, events } of chosen) {
		const things = events.length > 0 ? await thingsIn(reading, watched, settings) : [];
		if ('outcome' in things) return things;
		const now = reading.client.now();
		samples.push(...events.flatMap((event) => sampleAmong(things, watched, event, now)));
	}
	const trunks = settings.events.includes(trunkSilent) ? await trunkIn(reading, settings) : [];
	return 'outcome' in trunks ? trunks : [...samples, ...trunks];
}

async function thingsIn(
	reading: Reading,
	watched: WatchedList,
	settings: Settings,
): Promise<Thing[] | Unread> {
	const { operation } = watched;
	const connectors = isOfConnector(watched) ? await connectorsOf(reading, settings) : undefined;
	if (connectors && 'outcome' in connectors) return connectors;
	const things: Thing[] = [];
	for (const place of connectors?.slice(0, mostConnectors).map(parametersOf) ?? [{}]) {
		const page = { ...place, returnAll: false, limit: operation.list.largestPage };
		const found = await read(reading, { ...operation, entryItems: asItem }, page);
		if ('outcome' in found) return found;
		const placeIds = Object.values(contextOf(operation, place).ids).map(String);
		const idOf = (thing: IDataObject) => String(thing[operation.list.idField]);
		things.push(...found.map((thing) => ({ thing, ids: [...placeIds, idOf(thing)] })));
	}
	return things;
}

function sampleAmong(
	things: Thing[],
	{ statusOf, changesOf }: WatchedList,
	event: TriggerEvent,
	now: number,
): IDataObject[] {
	const updatedOf = ({ thing }: Thing) => timeOf(thing.UpdatedTimestamp, now);
	const fitting = things.filter(({ thing }) => event.isSample(thing));
	const [newest] = fitting.sort((one, other) => updatedOf(other) - updatedOf(one));
	if (!newest) return [];
	const current = { status: statusOf(newest.thing), updated: updatedOf(newest) };
	const changes = changesOf(newest.thing, current, undefined).filter(
		(each) => each.event === event,
	);
	const [change = { event, key: [current.status, current.updated] }] = changes;
	return [itemOf(newest.thing, newest.ids, change, undefined)];
}

/** The first trunk that has ever sent an OPTIONS message. */
async function trunkIn(reading: Reading, settings: Settings): Promise<IDataObject[] | Unread> {
	const connectors = await connectorsOf(reading, settings);
	if ('outcome' in connectors) return connectors;
	for (const connector of connectors.slice(0, mostConnectors)) {
		// A trunk of which nothing is known is neither silent nor heard, so that it has changed.
		const known = new Map([[connector, { status: '', updated: 0 }]]);
		const given = { ...settings, known };
		const found = await readTrunk(reading, connector, parametersOf(connector), given);
		if ('outcome' in found || found.items.length > 0)
			return 'outcome' in found ? found : found.items;
	}
	return [];
}
