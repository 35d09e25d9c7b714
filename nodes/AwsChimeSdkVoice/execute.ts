import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { createRedactor } from './errors/redact';
import { itemJob, type Job, type Run } from './job';
import { emit, endsRun, routingOf, type Outcome } from './outputs/emit';
import { maxConcurrencyOf } from './parameters/options';
import { createReader } from './parameters/reader';
import { resources } from './resources';
import { findOperation } from './resources/properties';
import { bulkJobs } from './bulkJobs';
import { createClient } from './transport/client';
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
		run = await prepare(context, world);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return everyItem({ configurationError: new Error(message, { cause: error }) });
	}
	const jobs = jobsOf(run, items.length);
	const results = await run.client.mapConcurrent(
		jobs.length,
		async (index) => await jobs[index](),
		(found) => found.some(([, outcome]) => endsRun(routing, outcome)),
	);
	run.client.close();
	const outcomes = Array<Outcome | undefined>(items.length).fill(undefined);
	for (const found of results) for (const [item, outcome] of found ?? []) outcomes[item] = outcome;
	// A configuration error concerns every item, not the item that met it first.
	const misconfigured = outcomes.find((outcome) => outcome && 'configurationError' in outcome);
	return misconfigured ? everyItem(misconfigured) : emit(context, routing, outcomes);
}

/** An input item is a job of its own, but for operations whose input items can share a request. */
function jobsOf(run: Run, count: number): Job[] {
	const { operation } = run;
	if ('bulk' in operation) return bulkJobs({ ...run, operation }, count);
	return Array.from({ length: count }, (_, item) => itemJob({ ...run, operation }, item));
}

async function prepare(context: IExecuteFunctions, world: World): Promise<Run> {
	// The parameters that choose the operation hold no expressions.
	const readChoice = createReader(context, []);
	const operation = findOperation(resources, readChoice('resource', 0), readChoice('operation', 0));
	const properties = operation.fields.map(({ property }) => property);
	const read = createReader(context, properties);
	const client = await createClient(context, maxConcurrencyOf(read), world);
	return { operation, client, read, redact: createRedactor(client.secrets) };
}
