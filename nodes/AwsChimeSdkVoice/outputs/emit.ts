import * as n8nWorkflow from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureJson, type Failure } from '../errors/failure';
import { configurationError, failureError, httpCodeOf, isInvalidInput } from '../errors/nodeError';
import { isToolRun } from '../parameters/reader';
import { outputOf, summaryOf, table } from './table';

/** The result of an input item. */
export type Outcome =
	/** Both only where one request was for several values. */
	| { items: IDataObject[]; failures: Failure[] }
	/** A setting with which the node cannot work for any item: thrown, or on the first output. */
	| { configurationError: Error };

/** Where the failures of a run go. */
export interface Routing {
	/** By the parameter `errors`. */
	hasBranches: boolean;
	/** An AI agent sees the first output only. */
	isTool: boolean;
	/** By the node's On Error setting. */
	continues: boolean;
}

export function routingOf(context: IExecuteFunctions): Routing {
	return {
		hasBranches: context.getNodeParameter('errors', 0) !== 'onError',
		isTool: isToolRun(context),
		continues: context.continueOnFail(),
	};
}

/** Whether no more requests are needed, because the node is going to throw, or cannot work for any item. */
export function endsRun({ hasBranches, continues }: Routing, outcome: Outcome): boolean {
	if ('configurationError' in outcome) return true;
	return outcome.failures.length > 0 && !hasBranches && !continues;
}

/**
 * Puts the results of the input items on the outputs, by the parameter `errors` and the node's On Error
 * setting. Order within an output is the order of the inputs.
 *
 * @param outcomes one for each input item; undefined for an item that the run did not reach
 * @throws NodeApiError or NodeOperationError for the first failure, when the setting is to stop
 */
export function emit(
	context: IExecuteFunctions,
	{ hasBranches, isTool, continues }: Routing,
	outcomes: Array<Outcome | undefined>,
): INodeExecutionData[][] {
	const emitted: INodeExecutionData[][] = (hasBranches ? table : [table[0]]).map(() => []);
	const isToErrorOutput = context.getNode().onError === 'continueErrorOutput';
	outcomes.forEach((outcome, item) => {
		const put = (output: number, json: IDataObject) =>
			emitted[output].push({ json, pairedItem: { item } });

		if (!outcome) return;
		if ('configurationError' in outcome) {
			if (!continues) throw configurationError(context.getNode(), outcome.configurationError);
			put(0, errorJson(outcome, isToErrorOutput));
			return;
		}
		outcome.items.forEach((json) => put(0, json));
		for (const failure of outcome.failures) {
			if (hasBranches) put(isTool ? 0 : outputOf(failure), branchJson(failure, item));
			else if (continues) put(0, errorJson({ failure }, isToErrorOutput));
			else throw failureError(context.getNode(), failure, item);
		}
	});
	if (hasBranches && !isTool) hintAtFailures(context, outcomes);
	return emitted;
}

/** n8n shows a run with failed items as a success, and their outputs may be out of sight. */
function hintAtFailures(
	context: Partial<Pick<IExecuteFunctions, 'addExecutionHints'>>,
	outcomes: Array<Outcome | undefined>,
): void {
	const failures = outcomes.map((outcome) =>
		outcome && 'failures' in outcome ? outcome.failures : [],
	);
	if (!failures.some(({ length }) => length > 0)) return;
	const message = summaryOf(failures);
	// Missing in older versions of n8n.
	context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
}

/** A failure as an item. For invalid input, the message names the input item, as n8n does for thrown errors. */
function branchJson(failure: Failure, item: number): IDataObject {
	const { message } = failure;
	const place = isInvalidInput(failure) ? ` [item ${item}]` : '';
	return failureJson({ ...failure, message: `${message}${place}` });
}

type Problem = { failure: Failure } | { configurationError: Error };

/** n8n moves items with `details` to its Error output since 2.35 at the latest; this export came with 2.37. */
const takesDetails = 'ACTIONABLE_CAUSES' in n8nWorkflow;

/** With just these three keys, n8n takes an item for an error and moves it to its Error output. */
function errorJson(problem: Problem, isToErrorOutput: boolean): IDataObject {
	const { error, message, details } = errorOf(problem);
	const isBesides = takesDetails || !isToErrorOutput;
	return isBesides ? { error, message, details } : { error: { message: error, ...details } };
}

function errorOf(problem: Problem): { error: string; message: string; details: IDataObject } {
	if ('configurationError' in problem) {
		const { message } = problem.configurationError;
		return { error: message, message, details: { httpCode: null } };
	}
	const { message, ...failure } = problem.failure;
	const details = { httpCode: httpCodeOf(problem.failure), ...failureJson(failure) };
	return { error: `${failure.code}: ${message}`, message, details };
}
