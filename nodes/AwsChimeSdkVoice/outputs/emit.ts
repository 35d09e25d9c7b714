import * as n8nWorkflow from 'n8n-workflow';
import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Failure } from '../errors/failure';
import {
	configurationError,
	failureError,
	httpCodeOf,
	isInvalidInput,
	withoutMarkup,
} from '../errors/nodeError';
import { createReader, isToolRun } from '../parameters/reader';
import type { Operation } from '../resources/operation';
import {
	errorsChoiceOf,
	failOn401And403,
	isDenied,
	outputOf,
	summaryOf,
	table,
	type ErrorsChoice,
} from './table';

/** The result of an input item. */
export type Outcome =
	/** Both only where one request was for several values. */
	| { items: IDataObject[]; failures: Failure[] }
	/**
	 * A setting with which the node cannot work for any item: thrown, or on the first output. The failure is
	 * that of the item that met it, for a run that has sent something by then.
	 */
	| { configurationError: Error; failure?: Failure };

/** Where the failures of a run go. */
export interface Routing {
	/** By the parameter `errors`. */
	errors: ErrorsChoice;
	/** An AI agent sees the first output only. */
	isTool: boolean;
	/** By the node's On Error setting. */
	continues: boolean;
	/** By the option of this name, which an AI agent has no use for. */
	failsOnDenied: boolean;
}

export function routingOf(context: IExecuteFunctions): Routing {
	const isTool = isToolRun(context);
	return {
		errors: errorsChoiceOf(context.getNodeParameter('errors', 0)),
		isTool,
		continues: context.continueOnFail(),
		failsOnDenied:
			!isTool && createReader(context, [])(`options.${failOn401And403.name}`, 0) === true,
	};
}

/** Whether the first failed item is thrown, so that no other item comes out. */
export function throwsFailures({ errors, continues }: Routing): boolean {
	return errors === 'onError' && !continues;
}

/** Whether this failure is thrown. */
function isThrown(routing: Routing, failure: Failure): boolean {
	const isRefused = routing.failsOnDenied && !routing.continues && isDenied(failure);
	return throwsFailures(routing) || isRefused;
}

/** Whether no more requests are needed, because the node is going to throw, or cannot work for any item. */
export function endsRun(routing: Routing, outcome: Outcome): boolean {
	if ('configurationError' in outcome) return true;
	return outcome.failures.some((failure) => isThrown(routing, failure));
}

/**
 * n8n runs a node again, with all input items, where Retry On Fail is on and the node has thrown, or its
 * first item is an error.
 *
 * @throws UserError where the requests of items that are done would then be sent once more, and add
 * something once more
 */
export function refuseRetryOnFail(
	{ retryOnFail = false }: INode,
	{ errors, continues, failsOnDenied }: Routing,
	{ idempotent, option }: Pick<Operation, 'idempotent' | 'option'>,
): void {
	if (idempotent || !retryOnFail) return;
	if (errors !== 'onError' && (continues || !failsOnDenied)) return;
	throw new UserError(
		`"Retry On Fail" in the settings of the node would send the requests of all input items again when one has failed, and "${option.action}" adds something each time. Turn it off: the node itself repeats what may be repeated.`,
	);
}

/**
 * Puts the results of the input items on the outputs, by the parameter `errors` and the node's On Error
 * setting. Order within an output is the order of the inputs.
 *
 * @param outcomes one for each input item; undefined for an item that the run did not reach
 * @param done what an error has to say of the other input items
 * @throws NodeApiError or NodeOperationError for the first failure, when the setting is to stop
 */
export function emit(
	context: IExecuteFunctions,
	routing: Routing,
	outcomes: Array<Outcome | undefined>,
	done?: string,
): INodeExecutionData[][] {
	const { errors, isTool, continues } = routing;
	const isError = errors === 'onError';
	const hasBranches = errors === 'outputs';
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
			if (isThrown(routing, failure)) throw failureError(context.getNode(), failure, item, done);
			if (isError) put(0, errorJson({ failure }, isToErrorOutput));
			else put(hasBranches && !isTool ? outputOf(failure) : 0, branchJson(failure, item));
		}
	});
	if (!isError && !isTool) hintAtFailures(context, outcomes);
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
	const message = withoutMarkup(summaryOf(failures));
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

/** A failure, or a part of one, as the JSON of an item, with what helps most before the other fields. */
export function failureJson({
	ids,
	hint,
	...failure
}: Pick<Failure, 'ids' | 'hint'> & Partial<Failure>): IDataObject {
	const { statusCode, code, message, ...others } = failure;
	const sentences = {
		...(message !== undefined && { message }),
		...(hint !== undefined && { hint }),
	};
	return { statusCode, code, ...sentences, ...others, ...ids };
}
