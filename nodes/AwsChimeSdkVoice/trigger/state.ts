import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../parameters/validation';

/** The state of a thing, such as a proxy session, at a poll. */
export interface Remembered {
	/** AWS's status, and behind it, each after a space, what else the events depend on. */
	status: string;
	/** When AWS changed the thing last, in milliseconds since 1970; 0 where AWS does not say. */
	updated: number;
	/** Whether the last poll did not find the thing. */
	isMissing?: boolean;
}

/** The things of one list, by id. */
export type Snapshot = Map<string, Remembered>;

/**
 * A snapshot as text, because n8n keeps a node's state as JSON in one field of its database: each status
 * once, then about 34 characters for a thing whose id is a UUID.
 */
export function encode(snapshot: Snapshot): string {
	const statuses = new Map<string, number>();
	const things = [...snapshot].map(([id, { status, updated, isMissing = false }]) => {
		const index = statuses.get(status) ?? statuses.size;
		statuses.set(status, index);
		return `${shortened(id)}:${index.toString(36)}${isMissing ? '!' : ''}:${updated.toString(36)}`;
	});
	return [JSON.stringify([...statuses.keys()]), ...things].join('\n');
}

/** The snapshot that a text holds; undefined for any other text, which another node may have left. */
export function decode(text: unknown): Snapshot | undefined {
	if (typeof text !== 'string') return undefined;
	const [first, ...things] = text.split('\n');
	const statuses = textsIn(first);
	const snapshot: Snapshot = new Map();
	for (const thing of things) {
		const [id, index = '', updated = ''] = thing.split(':');
		const status = statuses?.[parseInt(index, 36)];
		const time = parseInt(updated, 36);
		const restoredId = restored(id);
		if (status === undefined || restoredId === undefined || Number.isNaN(time)) return undefined;
		const isMissing = index.endsWith('!');
		snapshot.set(restoredId, { status, updated: time, ...(isMissing && { isMissing }) });
	}
	return statuses && snapshot;
}

function textsIn(json: string): string[] | undefined {
	try {
		const texts: unknown = JSON.parse(json);
		return Array.isArray(texts) ? texts.map(String) : undefined;
	} catch {
		return undefined;
	}
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function shortened(id: string): string {
	if (!uuid.test(id)) return `~${encodeURIComponent(id)}`;
	return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function decoded(id: string): string | undefined {
	try {
		return decodeURIComponent(id);
	} catch {
		return undefined;
	}
}

function restored(id: string): string | undefined {
	if (id.startsWith('~')) return decoded(id.slice(1));
	const digits = Buffer.from(id, 'base64url').toString('hex');
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What the snapshots were before the last poll with events, as far as it has changed them. */
export interface Emitted {
	/** When, in milliseconds since 1970. */
	at: number;
	/** As text, by the names of their lists: the things that are other ones now, and those that are new. */
	changes: Record<string, [before: string, added: string]>;
}

/** The state of a node between two polls. */
export interface NodeState {
	/** Where the snapshots come from: the ids of another region or account are no changes. */
	origin: string;
	/** The lists that were read of all voice connectors, so that another connector is new. */
	complete: string[];
	/** Snapshots as text, by the names of their lists. */
	snapshots: Record<string, string>;
	/** Of the last poll with events, until another poll of the same process. */
	emitted?: Emitted;
}

/** In characters, of all snapshots of a node. With 34 for a UUID, three lists of 250,000 entries fit. */
const mostCharacters = 30_000_000;

/** Why these snapshots must not be stored; undefined where they may be. */
export function sizeProblemOf(snapshots: string[]): string | undefined {
	const characters = snapshots.reduce((sum, text) => sum + text.length, 0);
	if (characters <= mostCharacters) return undefined;
	const [size, most] = [characters, mostCharacters].map((each) => Math.ceil(each / 1_000_000));
	return `The trigger would store ${size} MB in the database of n8n, and may store ${most} MB: choose fewer events or voice connectors.`;
}

/** What n8n has stored; undefined for anything else, which another node may have left. */
function emittedIn(data: unknown): Emitted | undefined {
	if (!isRecord(data) || typeof data.at !== 'number' || !isRecord(data.changes)) return undefined;
	const changes = Object.entries(data.changes).map(([name, texts]) => {
		const [changed, added] = Array.isArray(texts) ? texts : [];
		return [name, [String(changed), String(added)]];
	});
	return { at: data.at, changes: Object.fromEntries(changes) };
}

/** The state from this origin; undefined where there is none. */
export function stateIn(data: IDataObject, origin: string): NodeState | undefined {
	const { snapshots, complete } = data;
	if (data.origin !== origin || !isRecord(snapshots) || !Array.isArray(complete)) return undefined;
	const texts = Object.entries(snapshots).map(([name, text]) => [name, String(text)]);
	const emitted = emittedIn(data.emitted);
	const state = { origin, complete: complete.map(String), snapshots: Object.fromEntries(texts) };
	return { ...state, ...(emitted && { emitted }) };
}

/** Saves a state, if it is another one: n8n would save an equal one again. */
export function remember(data: IDataObject, state: NodeState): void {
	const { origin, complete, snapshots, emitted } = state;
	const after = { origin, complete, snapshots, ...(emitted && { emitted }) };
	if (JSON.stringify(stateIn(data, origin)) === JSON.stringify(after)) return;
	Object.assign(data, after);
	if (!emitted) delete data.emitted;
}
