import { valueFailure } from './errors/failure';
import { failed, faultOf, readGiven, type Found, type Given, type Job, type Run } from './job';
import type { Outcome } from './outputs/emit';
import type { BulkOperation } from './resources/operation';
import { mostValues, sendBulk, valuesOf, withValues, type ValueError } from './transport/bulk';
import { buildRequest, type ChimeRequest } from './transport/request';
import { contextOf } from './transport/sendOperation';
import type { FailedRequest, Sender } from './transport/sender';

/** An input item with the request that it would send alone. */
interface Asked {
	item: number;
	given: Given;
	request: ChimeRequest;
}

/** Jobs of input items that differ in the values of the list only, and share a request. */
export function bulkJobs(run: Run<BulkOperation>, count: number): Job[] {
	const invalid: Found = [];
	const groups = new Map<string, Asked[][]>();
	for (let item = 0; item < count; item += 1) {
		const asked = ask(run, item);
		if ('request' in asked) addTo(groups, asked, run.operation);
		else invalid.push([item, asked]);
	}
	const jobs = [...groups.values()].flat().map(
		(group): Job =>
			async () =>
				await work(run, group),
	);
	return invalid.length > 0 ? [async () => invalid, ...jobs] : jobs;
}

function ask(run: Run<BulkOperation>, item: number): Asked | Outcome {
	const given = readGiven(run, item);
	if (!('limits' in given)) return given;
	try {
		return { item, given, request: buildRequest(run.operation, given.parameters) };
	} catch (error) {
		return faultOf(error, 0, given) ?? { items: [], failures: [] };
	}
}

/** Adds an input item to the last group that differs in nothing else and has room. */
function addTo(groups: Map<string, Asked[][]>, asked: Asked, { bulk }: BulkOperation): void {
	const { given, request } = asked;
	const key = JSON.stringify([withValues(request, bulk, []), given.limits], (name, value) =>
		name === 'sensitiveValues' ? undefined : value,
	);
	const same = groups.get(key) ?? [];
	groups.set(key, same);
	const last = same[same.length - 1] ?? [];
	if (last.length > 0 && sharedValues([...last, asked], bulk).length <= mostValues)
		last.push(asked);
	else same.push([asked]);
}

function sharedValues(group: Asked[], bulk: BulkOperation['bulk']): string[] {
	return [...new Set(group.flatMap(({ request }) => valuesOf(request, bulk)))];
}

/** Sends the request of a group; where AWS refuses it as a whole, that of each of its input items. */
async function work(
	run: Run<BulkOperation>,
	group: Asked[],
	attemptsBefore = 0,
): Promise<Found | undefined> {
	const { bulk } = run.operation;
	const [{ request, given }] = group;
	const sender = run.client.senderFor(given.limits);
	sender.attempts = attemptsBefore;
	try {
		const shared = {
			...withValues(request, bulk, sharedValues(group, bulk)),
			sensitiveValues: group.flatMap((asked) => asked.request.sensitiveValues),
		};
		const result = await sendBulk(bulk, shared, sender);
		if ('errors' in result) {
			const sent = { request: shared, attempts: sender.attempts };
			return group.map((asked) => [asked.item, outcomeOf(run, asked, result.errors, sent)]);
		}
		if (group.length > 1 && mayConcernOne(result)) return await oneByOne(run, group, sender);
		return group.map(({ item, given: own }) => [item, failed(result, own)]);
	} catch (error) {
		const outcomes = group.map(({ item, given: own }) => {
			const outcome = faultOf(error, sender.attempts, own);
			return { item, outcome };
		});
		return outcomes.flatMap(({ item, outcome }) => (outcome ? [[item, outcome]] : []));
	}
}

/** Whether AWS may have refused the request because of a value of one input item. */
function mayConcernOne({ result: { statusCode } }: FailedRequest): boolean {
	const isRefused = statusCode !== null && statusCode >= 400 && statusCode < 500;
	return isRefused && ![401, 403, 408, 429].includes(statusCode);
}

async function oneByOne(
	run: Run<BulkOperation>,
	group: Asked[],
	{ attempts }: Sender,
): Promise<Found> {
	const found: Found = [];
	for (const asked of group) found.push(...((await work(run, [asked], attempts)) ?? []));
	return found;
}

/** One item for each value, and a failure for each that has failed. */
function outcomeOf(
	{ operation }: Run<BulkOperation>,
	{ given, request }: Asked,
	errors: Map<string, ValueError>,
	sent: Pick<Asked, 'request'> & Pick<Sender, 'attempts'>,
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
