import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { createRedactor } from './errors/redact';
import type { Failure } from './errors/failure';
import { withoutMarkup } from './errors/nodeError';
import { itemJob, type Found, type Given, type Job, type Run } from './job';
import { lookUp, type LookedUp } from './lookUp';
import { byItem, isMisconfigured, withFailures, withoutInterrupted, withUnsent } from './outcomes';
import {
	emit,
	endsRun,
	refuseRetryOnFail,
	routingOf,
	throwsFailures,
	type Outcome,
	type Routing,
} from './outputs/emit';
import { doneSentence, isUncertain, logStopped } from './outputs/stopped';
import { maxConcurrencyOf } from './parameters/options';
import { createReader } from './parameters/reader';
import { resources } from './resources';
import { isLookup } from './resources/lookup';
import { findOperation } from './resources/properties';
import { bulkJobs } from './bulkJobs';
import { createClient } from './transport/client';
import { cancelSignalOf } from './transport/lifetime';
import type { World } from './transport/world';

/** Runs the chosen operation for every input item. */
export async function execute(
	context: IExecuteFunctions,
	world: World,
): Promise<INodeExecutionData[][]> {
	const routing = routingOf(context);
	const items = context.getInputData();
	const everyItem = (outcome: Outcome) => emit(context, routing, Array(items.length).fill(outcome));
	let run: Run;
	try {
		run = await prepare(context, world, routing);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return everyItem({ configurationError: new Error(message, { cause: error }) });
	}
	const { found, jobs, failures } = await workOf(run, items.length);
	/** Also the results that come too late for the error that ends a run. */
	const all: Array<Found | undefined> = [];
	const results = await run.client.mapConcurrent(
		jobs.length,
		async (index) => (all[index] = await jobs[index]()),
		(each) => each.some(([, outcome]) => endsRun(routing, outcome)),
		!throwsFailures(routing),
	);
	run.client.close();
	if (failures.length > 0 && !routing.isTool) hintAt(context, failures[0]);
	const outcomes = byItem([found, ...results], items.length);
	const misconfigured = outcomes.find(isMisconfigured);
	if (misconfigured && !run.client.hasSent()) return everyItem(misconfigured);
	const known = withFailures(outcomes);
	// An error would hide what is done, and end a stopped run as a failed one.
	if (cancelSignalOf(context)?.aborted) {
		logStopped(context, outcomes);
		return emit(context, { ...routing, continues: true }, known);
	}
	const isThrown = known.some((outcome) => outcome && endsRun(routing, outcome));
	if (!isThrown) return emit(context, routing, withUnsent(run, outcomes));
	const done =
		run.operation.method === 'GET' ? '' : doneSentence(byItem(all, items.length), isUncertain);
	return emit(context, routing, withoutInterrupted(known), done);
}

/**
 * An input item is a job of its own, but for operations whose input items can share a request, and for
 * input items that are found in a list.
 */
async function workOf(run: Run, count: number): Promise<LookedUp & { jobs: Job[] }> {
	const { operation } = run;
	if ('bulk' in operation)
		return { found: [], failures: [], jobs: bulkJobs({ ...run, operation }, count) };
	const read = new Map<number, Given>();
	const lookedUp = isLookup(operation)
		? await lookUp({ ...run, operation }, count, read)
		: { found: [], failures: [] };
	const done = new Set(lookedUp.found.map(([item]) => item));
	const left = [...Array(count).keys()].filter((item) => !done.has(item));
	const jobs = left.map((item) => itemJob({ ...run, operation }, item, read.get(item)));
	return { ...lookedUp, jobs };
}

/** Says in the editor why requests were sent for input items that were to be fetched from a list. */
function hintAt(context: IExecuteFunctions, { code, message, hint }: Failure): void {
	const sentences = [
		`The node could not read a list for "Fetch From Lists" to its end, so it sent one request for each input item. ${code}: ${message}`,
		hint,
	];
	context.addExecutionHints?.({
		message: withoutMarkup(sentences.filter(Boolean).join(' ')),
		location: 'outputPane',
	});
}

async function prepare(context: IExecuteFunctions, world: World, routing: Routing): Promise<Run> {
	// The parameters that choose the operation hold no expressions.
	const readChoice = createReader(context, []);
	const operation = findOperation(resources, readChoice('resource', 0), readChoice('operation', 0));
	refuseRetryOnFail(context.getNode(), routing, operation);
	const properties = operation.fields.map(({ property }) => property);
	const read = createReader(context, properties);
	const client = await createClient(context, maxConcurrencyOf(read), world);
	return { operation, client, read, redact: createRedactor(client.secrets) };
}
