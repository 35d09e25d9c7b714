import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ask, type Asked, type Unexpected } from './transport/paginate';
import { failureOf, internalError, refusal, type Subject } from './errors/failure';
import {
	findOperation,
	InvalidParameter,
	messageOf,
	type Operation,
	type Parameters,
} from './resources/operation';
import { RunIsOver } from './transport/lifetime';
import { maxConcurrencyOf, options, patienceOf, type Patience } from './parameters/options';
import { emit, endsRun, routingOf, type Outcome } from './outputs/emit';
import { createReader, type Read } from './parameters/reader';
import { resources } from './resources';
import { connect, type Connection } from './transport/client';
import type { World } from './transport/world';

/** Runs the chosen operation for every input item. */
export async function execute(
	context: IExecuteFunctions,
	world: World,
): Promise<INodeExecutionData[][]> {
	const routing = routingOf(context);
	const items = context.getInputData();
	let run: Run;
	try {
		run = await prepare(context, world);
	} catch (error) {
		const brokenSetting = new Error(messageOf(error, [options]), { cause: error });
		return emit(context, routing, Array(items.length).fill({ brokenSetting }));
	}
	const outcomes = await run.connection.forEachInFlight(
		items.length,
		async (itemIndex) => await outcomeOf(run, itemIndex),
		(outcome) => endsRun(routing, outcome),
	);
	run.connection.end();
	// A setting with which nothing can work is no fault of the item that met it first.
	const broken = outcomes.find((outcome) => outcome && 'brokenSetting' in outcome);
	return emit(context, routing, broken ? Array(items.length).fill(broken) : outcomes);
}

/** What is the same for every input item of a run. */
interface Run {
	operation: Operation;
	connection: Connection;
	read: Read;
}

async function prepare(context: IExecuteFunctions, world: World): Promise<Run> {
	// The parameters that choose the operation hold no expressions.
	const chosen = createReader(context, []);
	const operation = findOperation(resources, chosen('resource', 0), chosen('operation', 0));
	const read = createReader(context, operation.fields);
	const connection = await connect(context, maxConcurrencyOf(read), world);
	return { operation, connection, read };
}

/**
 * Asks AWS for one input item. Never throws: what goes wrong is an outcome as well. There is none where
 * the run was over before.
 */
async function outcomeOf(
	{ operation, connection, read }: Run,
	itemIndex: number,
): Promise<Outcome | undefined> {
	const parameters: Parameters = {};
	const subject: Subject = { operation, parameters, redact: connection.redact };
	let patience: Patience;
	try {
		// n8n drops hidden parameters from the node; they are null here.
		for (const { name } of operation.fields) parameters[name] = read(name, itemIndex, null);
		patience = patienceOf(read, itemIndex);
	} catch (error) {
		return { failure: refusal(error, subject) };
	}
	const { send, attempts } = connection.senderOf(patience);
	try {
		return judged(await ask(operation, parameters, send, connection.listBudget), subject);
	} catch (error) {
		if (error instanceof RunIsOver) return undefined;
		const isUsers = error instanceof InvalidParameter && attempts() === 0;
		return {
			failure: isUsers ? refusal(error, subject) : internalError(error, attempts(), subject),
		};
	}
}

function judged(asked: Asked, subject: Subject): Outcome {
	if ('items' in asked) return asked;
	return isBrokenSetting(asked)
		? { brokenSetting: new Error(asked.answer.message) }
		: { failure: failureOf(asked, subject) };
}

type Refused = Unexpected & { answer: { message: string } };

/** Whether the credential has refused to sign because of its own settings. */
function isBrokenSetting(asked: Unexpected): asked is Refused {
	return asked.answer.statusCode === null && asked.answer.code === 'ConfigurationError';
}
