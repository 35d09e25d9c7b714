import { valueFailure } from './errors/failure';
import { failed, faultOf, readGiven, type Found, type Given, type Job, type Run } from './job';
import type { Outcome } from './outputs/emit';
import type { BulkOperation, ValueError } from './resources/operation';
import { mostValues, sendBulk, valuesOf, withValues } from './transport/bulk';
import { buildRequest, type ChimeRequest } from './transport/request';
import { contextOf } from './transport/sendOperation';
import type { FailedRequest, Sender } from './transport/sender';

/** An input item with the request that it would send alone. */
interface Prepared {
	item: number;
	given: Given;
	request: ChimeRequest;
}

/** Jobs of input items that differ in the values of the list only, and share a request. */
export function bulkJobs(run: Run<BulkOperation>, count: number): Job[] {
	const invalid: Found = [];
	const groups = new Map<string, Prepared[][]>();
	for (let item = 0; item < count; item += 1) {
		const prepared = prepare(run, item);
		if ('request' in prepared) addTo(groups, prepared, run.operation);
		else invalid.push([item, prepared]);
	}
	const jobs = [...groups.values()].flat().map(
		(group): Job =>
			async () =>
				await work(run, group),
	);
	return invalid.length > 0 ? [async () => invalid, ...jobs] : jobs;
}

function prepare(run: Run<BulkOperation>, item: number): Prepared | Outcome {
	const given = readGiven(run, item);
	if (!('limits' in given)) return given;
	try {
		return { item, given, request: buildRequest(run.operation, given.parameters) };
	} catch (error) {
		return faultOf(error, 0, given) ?? { items: [], failures: [] };
	}
}

/** Adds an input item to the last group that differs in nothing else and has room. */
function addTo(
	groups: Map<string, Prepared[][]>,
	prepared: Prepared,
	{ bulk }: BulkOperation,
): void {
	const { given, request } = prepared;
	const key = JSON.stringify([withValues(request, bulk, []), given.limits], (name, value) =>
		name === 'sensitiveValues' ? undefined : value,
	);
	const same = groups.get(key) ?? [];
	groups.set(key, same);
	const last = same[same.length - 1] ?? [];
	if (last.length > 0 && sharedValues([...last, prepared], bulk).length <= mostValues)
		last.push(prepared);
	else same.push([prepared]);
}

function sharedValues(group: Prepared[], bulk: BulkOperation['bulk']): string[] {
	return [...new Set(group.flatMap(({ request }) => valuesOf(request, bulk)))];
}

/** Sends the request of a group; where AWS refuses it as a whole, that of each of its input items. */
async function work(
	run: Run<BulkOperation>,
	group: Prepared[],
	attemptsBefore = 0,
): Promise<Found | undefined> {
	const { bulk } = run.operation;
	const [{ request, given }] = group;
	const sender = run.client.senderFor(given.limits);
	sender.attempts = attemptsBefore;
	try {
		const shared = {
			...withValues(request, bulk, sharedValues(group, bulk)),
			sensitiveValues: group.flatMap((each) => each.request.sensitiveValues),
		};
		const result = await sendBulk(bulk, shared, sender);
		if ('errors' in result) {
			const sent = { request: shared, attempts: sender.attempts };
			return group.map((each) => [each.item, outcomeOf(run, each, result.errors, sent)]);
		}
		if (group.length > 1 && mayConcernOne(result)) return await oneByOne(run, group, sender);
		return group.map(({ item, given: own }) => [item, failed(result, own)]);
	} catch (error) {
		return group.flatMap(({ item, given: own }): Found => {
			const outcome = faultOf(error, sender.attempts, own);
			return outcome ? [[item, outcome]] : [];
		});
	}
}

/** Whether AWS may have refused the request because of a value of one input item. */
function mayConcernOne({ result: { statusCode } }: FailedRequest): boolean {
	const isRefused = statusCode !== null && statusCode >= 400 && statusCode < 500;
	return isRefused && ![401, 403, 408, 429].includes(statusCode);
}

async function oneByOne(
	run: Run<BulkOperation>,
	group: Prepared[],
	{ attempts }: Sender,
): Promise<Found> {
	const found: Found = [];
	for (const each of group) found.push(...((await work(run, [each], attempts)) ?? []));
	return found;
}

/** One item for each value, and a failure for each that has failed. */
function outcomeOf(
	{ operation }: Run<BulkOperation>,
	{ given, request }: Prepared,
	errors: Map<string, ValueError>,
	sent: Pick<Prepared, 'request'> & Pick<Sender, 'attempts'>,
): Outcome {
	const { bulk } = operation;
	const context = contextOf(operation, given.parameters);
	const values = valuesOf(request, bulk);
	return {
		items: values.filter((value) => !errors.has(value)).map((value) => bulk.item(value, context)),
		failures: values.flatMap((value) => {
			const error = errors.get(value);
			return error ? [valueFailure(error, [bulk.valueName, value], sent, given)] : [];
		}),
	};
}
