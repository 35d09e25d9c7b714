import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { internalError, invalidInput, requestFailure, type FailureContext } from './errors/failure';
import { createRedactor, type Redact } from './errors/redact';
import { emit, endsRun, routingOf, type Outcome } from './outputs/emit';
import { attemptLimitsOf, maxConcurrencyOf, type AttemptLimits } from './parameters/options';
import { createReader, type Read } from './parameters/reader';
import { InvalidParameter } from './parameters/validation';
import { resources } from './resources';
import type { Operation, Parameters } from './resources/operation';
import { findOperation } from './resources/properties';
import { createClient, type ChimeClient } from './transport/client';
import { RunStopped } from './transport/lifetime';
import { isConfigurationError } from './transport/networkError';
import { sendOperation } from './transport/paginate';
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
	const outcomes = await run.client.mapConcurrent(
		items.length,
		async (itemIndex) => await outcomeOf(run, itemIndex),
		(outcome) => endsRun(routing, outcome),
	);
	run.client.close();
	// A configuration error concerns every item, not the item that met it first.
	const misconfigured = outcomes.find((outcome) => outcome && 'configurationError' in outcome);
	return misconfigured ? everyItem(misconfigured) : emit(context, routing, outcomes);
}

/** What is the same for every input item of a run. */
interface Run {
	operation: Operation;
	client: ChimeClient;
	read: Read;
	redact: Redact;
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

/** Runs the operation for one input item. Never throws; undefined where the run has stopped before. */
async function outcomeOf(run: Run, itemIndex: number): Promise<Outcome | undefined> {
	const { operation, client, read, redact } = run;
	const parameters: Parameters = {};
	const context: FailureContext = { operation, parameters, redact };
	let limits: AttemptLimits;
	try {
		// n8n drops hidden parameters from the node; they are null here.
		for (const { property } of operation.fields)
			parameters[property.name] = read(property.name, itemIndex, null);
		limits = attemptLimitsOf(read, itemIndex);
	} catch (error) {
		return { failure: invalidInput(error, context) };
	}
	const sender = client.senderFor(limits);
	try {
		const result = await sendOperation(operation, parameters, sender.send, client.listBudget);
		if ('items' in result) return result;
		return isConfigurationError(result.result)
			? { configurationError: new Error(result.result.message) }
			: { failure: requestFailure(result, context) };
	} catch (error) {
		if (error instanceof RunStopped) return undefined;
		const isInvalid = error instanceof InvalidParameter && sender.attempts === 0;
		return {
			failure: isInvalid
				? invalidInput(error, context)
				: internalError(error, sender.attempts, context),
		};
	}
}
