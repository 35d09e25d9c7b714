import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { configurationError, pollError } from '../errors/nodeError';
import { createRedactor } from '../errors/redact';
import { InvalidParameter } from '../parameters/validation';
import { createClient } from '../transport/client';
import type { World } from '../transport/world';
import { changesSince } from './changes';
import { beforeEmitted } from './emitted';
import type { Reading, Unread } from './reading';
import { logRenaming } from './renaming';
import { sampleOf } from './sample';
import { readSettings, type Settings } from './settings';
import { remember, stateIn } from './state';

/** Requests in flight at once. */
const mostAtOnce = 10;
/** The defaults of the node's options; the timeout in milliseconds. */
const usualLimits = { timeout: 30_000, maxRetries: 2 };
/** Milliseconds for a poll in versions of n8n that do not say how long it may take. */
const usualBudget = 300_000;
/** Milliseconds of the budget that are left after the last request, or a tenth of a short budget. */
const longestMargin = 10_000;

/** What a process of n8n knows of the nodes for which it polls. */
interface Memory {
	/** The nodes that are polling now: n8n starts the next poll without waiting for the last one. */
	polling: Set<string>;
	/** The nodes whose events this process has handed to n8n. */
	polled: Set<string>;
	/** Since when all polls of a node have failed, in milliseconds since 1970. */
	failingSince: Map<string, number>;
}

type Poll = (context: IPollFunctions, world: World) => Promise<INodeExecutionData[][] | null>;

/**
 * The polls of a process. One poll: an item for each event since the last poll; null where there was none.
 * The first poll only saves a snapshot. A run by hand returns a sample, and saves nothing.
 *
 * @throws NodeApiError, NodeOperationError
 */
export function createPoll(): Poll {
	const memory: Memory = { polling: new Set(), polled: new Set(), failingSince: new Map() };
	return async (context, world) => {
		const settings = checkedSettings(context);
		if (context.getMode() === 'manual') return await sample(context, world, settings);
		const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
		if (memory.polling.has(key)) return null;
		memory.polling.add(key);
		try {
			return await pollOnce(context, world, settings, [key, memory]);
		} finally {
			memory.polling.delete(key);
		}
	};
}

async function sample(
	context: IPollFunctions,
	world: World,
	settings: Settings,
): Promise<INodeExecutionData[][]> {
	const found = await withReading(context, world, async (reading) => {
		return await sampleOf(reading, settings);
	});
	if ('outcome' in found) throw errorOf(context, found);
	const items = itemsOf(found);
	if (items) return items;
	const names = settings.events.map(({ option }) => option.name).join(', ');
	const message = `AWS has no sample of ${names} now. The trigger works without a sample.`;
	throw configurationError(context.getNode(), new Error(message));
}

async function pollOnce(
	context: IPollFunctions,
	world: World,
	settings: Settings,
	[key, { polled, failingSince }]: [key: string, memory: Memory],
): Promise<INodeExecutionData[][] | null> {
	const data = context.getWorkflowStaticData('node');
	const read = withReading(context, world, async (reading) => {
		const { origin } = reading.client;
		const state = stateIn(data, origin);
		const found = await changesSince(state, reading, settings);
		const unconfirmed = polled.has(key) ? undefined : beforeEmitted(state, reading.client.now());
		const repeated = unconfirmed && (await changesSince(unconfirmed, reading, settings));
		return { origin, state, found, repeated };
	});
	const { origin, state, found, repeated } = await inTime(context, world, read);
	const [unread] = [found, repeated].flatMap((each) => (each && 'outcome' in each ? [each] : []));
	if ('outcome' in found || (repeated && 'outcome' in repeated)) {
		const since = failingSince.get(key) ?? world.now();
		failingSince.set(key, since);
		const isIgnored = world.now() - since < settings.ignoreFaultsMinutes * 60_000;
		if (state && isIgnored && mayPass(unread)) return null;
		throw errorOf(context, unread);
	}
	failingSince.delete(key);
	polled.add(key);
	logRenaming(context);
	remember(data, { ...found.state, origin });
	return itemsOf(merged(repeated?.items ?? [], found.items));
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
		const failure = { statusCode: null, code: 'PollTooLong', message, requestId: null };
		throw pollError(context.getNode(), { ...failure, attempts: 0, retryable: true, ids: {} });
	});
	return await Promise.race([read, end]).finally(() => done.abort());
}

/** The events of both, each once. */
function merged(repeated: IDataObject[], found: IDataObject[]): IDataObject[] {
	const ids = new Set(repeated.map(({ eventId }) => eventId));
	return [...repeated, ...found.filter(({ eventId }) => !ids.has(eventId))];
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
		return await use({ client, redact: createRedactor(client.secrets), limits, names: new Map() });
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
