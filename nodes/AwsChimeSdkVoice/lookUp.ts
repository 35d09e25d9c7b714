import { deepCopy, type IDataObject } from 'n8n-workflow';

import type { Failure } from './errors/failure';
import { failed, faultOf, readGiven, type Found, type Given, type Run } from './job';
import type { Outcome } from './outputs/emit';
import { trueOrFalse } from './parameters/validation';
import { fetchFromLists, itemsPerPage } from './resources/lookup';
import type { LookupOperation } from './resources/operation';
import { sentFieldsOf } from './resources/properties';
import type { SentField } from './resources/record';
import { boundedItems } from './resources/results';
import { findInList } from './transport/findInList';
import { contextOf } from './transport/sendOperation';

/** An input item that may be looked up in a list. */
interface Wanted {
	item: number;
	given: Given;
	id: string;
	/** Equal for input items of the same list. */
	key: string;
}

/** The result of reading the lists. */
export interface LookedUp {
	/** The input items whose records were found. */
	found: Found;
	/** Failures that ended the reading of a list before all of its input items were found. */
	failures: Failure[];
}

/**
 * Looks input items up in the lists that hold their records, several lists at a time. Input items that
 * are not found, for whatever reason, are left to requests of their own.
 *
 * @param read is given the values of the input items
 */
export async function lookUp(
	run: Run<LookupOperation>,
	count: number,
	read: Map<number, Given>,
): Promise<LookedUp> {
	const groups = new Map<string, Wanted[]>();
	for (let item = 0; count >= itemsPerPage && item < count; item += 1) {
		const given = isChosen(run, item) ? readGiven(run, item) : undefined;
		if (!given || !('limits' in given)) continue;
		read.set(item, given);
		const wanted = wantedOf(run, item, given);
		if (!wanted) continue;
		const group = groups.get(wanted.key) ?? [];
		groups.set(wanted.key, group);
		group.push(wanted);
	}
	const large = [...groups.values()].filter((group) => group.length >= itemsPerPage);
	const results = await run.client.mapConcurrent(
		large.length,
		async (index) => await readList(run, large[index]),
		() => false,
	);
	return {
		found: results.flatMap((result) => result?.found ?? []),
		failures: results.flatMap((result) => result?.failures ?? []),
	};
}

function isChosen({ read }: Run, item: number): boolean {
	try {
		return trueOrFalse(read(`options.${fetchFromLists}`, item, false), fetchFromLists);
	} catch {
		// The input item fails when all of its values are read.
		return false;
	}
}

/** Undefined where a value is invalid: the input item fails when its own request is built. */
function wantedOf(
	{ operation }: Run<LookupOperation>,
	item: number,
	given: Given,
): Wanted | undefined {
	const { parameters, limits } = given;
	const { idField } = operation.lookup.list;
	const inCommon: unknown[] = [limits];
	let id: string | undefined;
	for (const field of sentFieldsOf(operation.fields)) {
		const value = validText(field, parameters[field.property.name]);
		if (value === undefined) return undefined;
		if (field.awsName === idField) id = value;
		else inCommon.push(value);
	}
	return id === undefined ? undefined : { item, given, id, key: JSON.stringify(inCommon) };
}

function validText({ validate, property }: SentField, value: unknown): string | undefined {
	try {
		return String(validate(value, property.displayName));
	} catch {
		return undefined;
	}
}

/** Reads the list of some input items, with at most one request for ten of them. */
async function readList(run: Run<LookupOperation>, group: Wanted[]): Promise<LookedUp> {
	const { operation, client } = run;
	const [{ given }] = group;
	const sender = client.listSenderFor(given.limits);
	const wanted = new Map<string, Wanted[]>();
	for (const each of group) {
		const same = wanted.get(each.id) ?? [];
		wanted.set(each.id, same);
		same.push(each);
	}
	const search = {
		list: operation.lookup.list,
		parameters: given.parameters,
		idOf: idReader(operation, wanted),
		count: wanted.size,
		mostRequests: Math.floor(group.length / itemsPerPage),
		maxRetries: given.limits.maxRetries,
	};
	try {
		const { entries, unread } = await findInList(search, sender, client.listBudget);
		const found = [...entries].flatMap(([id, entry]) =>
			(wanted.get(id) ?? []).flatMap((each, index) =>
				// Input items with the same id have the same record, and items of their own.
				outcomeOf(operation, each, index === 0 ? entry : deepCopy(entry)),
			),
		);
		return { found, failures: unread ? failuresOf(failed(unread, given)) : [] };
	} catch (error) {
		return { found: [], failures: failuresOf(faultOf(error, sender.attempts, given)) };
	}
}

/** Reads the id of an entry that is wanted and is a whole record. */
function idReader({ lookup, fields }: LookupOperation, wanted: Map<string, unknown>) {
	const { list, wholeField } = lookup;
	const field = sentFieldsOf(fields).find(({ awsName }) => awsName === list.idField);
	return (entry: IDataObject): string | undefined => {
		const id = field && validText(field, entry[list.idField]);
		const isWhole = (entry[wholeField] ?? null) !== null;
		return id !== undefined && isWhole && wanted.has(id) ? id : undefined;
	};
}

function outcomeOf(operation: LookupOperation, { item, given }: Wanted, entry: IDataObject): Found {
	const context = contextOf(operation, given.parameters);
	const items = boundedItems(entry, operation.lookup.entryItems, context);
	return items ? [[item, { items, failures: [] }]] : [];
}

function failuresOf(outcome: Outcome | undefined): Failure[] {
	return outcome && 'failures' in outcome ? outcome.failures : [];
}
