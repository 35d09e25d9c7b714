import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { configurationError, pollError } from '../errors/nodeError';
import { createRedactor } from '../errors/redact';
import { InvalidParameter } from '../parameters/validation';
import { createClient } from '../transport/client';
import type { World } from '../transport/world';
import type { Reading, Unread } from './reading';
import { logRenaming } from './renaming';
import { sampleOf } from './sample';
import { scopesOf } from './scopes';
import { readSettings, type Settings } from './settings';
import { encode, remember, sizeProblemOf, stateIn, type NodeState } from './state';

/** Requests in flight at once. */
const mostAtOnce = 10;
/** The defaults of the node's options; the timeout in milliseconds. */
const usualLimits = { timeout: 30_000, maxRetries: 2 };
/** Milliseconds for a poll in versions of n8n that do not say how long it may take. */
const usualBudget = 300_000;
/** Milliseconds of the budget that are left after the last request, or a tenth of a short budget. */
const longestMargin = 10_000;

/** The nodes that are polling now: n8n starts the next poll without waiting for the last one. */
const polling = new Set<string>();
/** Since when all polls of a node have failed, in milliseconds since 1970. */
const failingSince = new Map<string, number>();

/**
 * One poll: an item for each event since the last poll; null where there was none. The first poll only
 * saves a snapshot. A run by hand returns a sample, and saves nothing.
 *
 * @throws NodeApiError, NodeOperationError
 */
export async function poll(
	context: IPollFunctions,
	world: World,
): Promise<INodeExecutionData[][] | null> {
	const settings = checkedSettings(context);
	if (context.getMode() === 'manual') {
		const sample = await withReading(context, world, async (reading) => {
			return await sampleOf(reading, settings);
		});
		if ('outcome' in sample) throw errorOf(context, sample);
		const items = itemsOf(sample);
		if (items) return items;
		const names = settings.events.map(({ option }) => option.name).join(', ');
		const message = `AWS has no sample of ${names} now. The trigger works without a sample.`;
		throw configurationError(context.getNode(), new Error(message));
	}
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	if (polling.has(key)) return null;
	polling.add(key);
	try {
		return await pollOnce(context, world, settings, key);
	} finally {
		polling.delete(key);
	}
}

async function pollOnce(
	context: IPollFunctions,
	world: World,
	settings: Settings,
	key: string,
): Promise<INodeExecutionData[][] | null> {
	const data = context.getWorkflowStaticData('node');
	const read = withReading(context, world, async (reading) => {
		const { origin } = reading.client;
		const state = stateIn(data, origin);
		return { origin, state, found: await changesSince(state, reading, settings) };
	});
	const { origin, state, found } = await inTime(context, world, read);
	if ('outcome' in found) {
		const since = failingSince.get(key) ?? world.now();
		failingSince.set(key, since);
		const isIgnored = world.now() - since < settings.ignoreFaultsMinutes * 60_000;
		if (state && isIgnored && mayPass(found)) return null;
		throw errorOf(context, found);
	}
	failingSince.delete(key);
	logRenaming(context);
	remember(data, { ...found.state, origin });
	return itemsOf(found.items);
}

/**
 * What a poll has read, if that ends in time. The requests do; n8n may wait for something else before it
 * sends them, such as a secret for the credential.
 *
 * @throws NodeApiError
 */
async function inTime<T>(context: IPollFunctions, world: World, read: Promise<T>): Promise<T> {
	const done = new AbortController();
	const longest = budgetOf(context) - marginOf(context) / 2;
	const end = world.sleep(longest, done.signal).then(() => {
		const message = `The poll has taken ${Math.round(longest / 1_000)} seconds without a result. The next poll finds the same changes.`;
		const failure = { statusCode: null, code: 'ETIMEDOUT', message, requestId: null };
		throw pollError(context.getNode(), { ...failure, attempts: 0, retryable: true, ids: {} });
	});
	return await Promise.race([read, end]).finally(() => done.abort());
}

/** Reads everything before the state changes, so that the poll after a failed one finds the same changes. */
async function changesSince(
	state: NodeState | undefined,
	reading: Reading,
	settings: Settings,
): Promise<{ items: IDataObject[]; state: Omit<NodeState, 'origin'> } | Unread> {
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
	const snapshots = scopes.flatMap(({ name, isGone = false }, index) => {
		const { next } = found[index];
		return isGone && next.size === 0 ? [] : [[name, encode(next)]];
	});
	const problem = sizeProblemOf(snapshots.map(([, text]) => text));
	if (problem) return { outcome: { configurationError: new Error(problem) } };
	return {
		items: found.flatMap(({ items }) => items).filter(({ event }) => chosen.has(event)),
		state: { complete, snapshots: Object.fromEntries(snapshots) },
	};
}

async function withReading<T>(
	context: IPollFunctions,
	world: World,
	use: (reading: Reading) => Promise<T>,
): Promise<T> {
	const client = await createClient(context, mostAtOnce, world);
	const deadline = world.now() + budgetOf(context) - marginOf(context);
	const limits = { ...usualLimits, deadline, repeatsThrottled: true };
	try {
		return await use({ client, redact: createRedactor(client.secrets), limits });
	} finally {
		client.close();
	}
}

type WithBudget = Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;

/** Milliseconds for a poll. n8n before 2.37 does not say how long it may take. */
function budgetOf(context: WithBudget): number {
	return context.getPollBudgetMs?.() ?? usualBudget;
}

/** Milliseconds of the budget that no request may take. */
function marginOf(context: WithBudget): number {
	return Math.min(longestMargin, budgetOf(context) / 10);
}

function checkedSettings(context: IPollFunctions): Settings {
	try {
		return readSettings(context);
	} catch (error) {
		if (error instanceof InvalidParameter) throw configurationError(context.getNode(), error);
		throw configurationError(context.getNode(), new Error(String(error)));
	}
}

function mayPass({ outcome }: Unread): boolean {
	return outcome !== undefined && 'failures' in outcome && outcome.failures[0].retryable;
}

function errorOf(context: IPollFunctions, { outcome }: Unread): Error {
	const node = context.getNode();
	if (!outcome) return configurationError(node, new Error('The poll was stopped.'));
	return 'configurationError' in outcome
		? configurationError(node, outcome.configurationError)
		: pollError(node, outcome.failures[0]);
}

function itemsOf(events: IDataObject[]): INodeExecutionData[][] | null {
	return events.length > 0 ? [events.map((json) => ({ json }))] : null;
}
