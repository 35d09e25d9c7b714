import * as n8nWorkflow from 'n8n-workflow';
import {
	NodeConnectionTypes,
	type ExpressionString,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import type { Failure } from '../errors/failure';
import { configurationError, failureError, httpCodeOf, isRefusal } from '../errors/nodeError';
import { isToolRun } from '../parameters/reader';

/**
 * Every output. Append only: n8n stores connections by position. The output without statuses takes
 * what the others do not.
 */
const table: Array<{ displayName: string; statusCodes?: number[] }> = [
	{ displayName: 'Participants', statusCodes: [] },
	{ displayName: '400 Bad Request', statusCodes: [400] },
	{ displayName: '401 Unauthorized', statusCodes: [401] },
	{ displayName: '403 Forbidden', statusCodes: [403] },
	{ displayName: '404 Not Found', statusCodes: [404] },
	{ displayName: '429 Throttled', statusCodes: [429] },
	{ displayName: '500 Service Failure', statusCodes: [500] },
	{ displayName: '503 Unavailable', statusCodes: [503] },
	{ displayName: 'Other' },
];

/** What an input item became. */
export type Outcome =
	| { items: IDataObject[] }
	| { failure: Failure }
	/** The node as a whole cannot work, whatever the item: thrown, or reported on the first output. */
	| { brokenSetting: Error };

export const errors: INodeProperties = {
	displayName: 'Errors',
	name: 'errors',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'One Output per HTTP Code',
			value: 'outputs',
			description: 'What fails comes out of the output of its HTTP code; the rest goes on',
		},
		{
			name: 'Follow On Error Setting',
			value: 'onError',
			description:
				'What fails is an error of the node, for On Error, Retry On Fail and the error workflow',
		},
	],
	default: 'outputs',
	description: 'Where input items go whose request fails',
};

/** The outputs, as n8n evaluates them over the node's parameters. */
export const outputs: ExpressionString = (() => {
	const type = NodeConnectionTypes.Main;
	const branches = table
		.slice(1)
		.map(({ displayName }) => ({ type, displayName, category: 'error' }));
	const firstName = `$parameter.output === 'participants' ? '${table[0].displayName}' : 'Success'`;
	return `={{
		[{ type: '${type}', displayName: ${firstName} }].concat(
			$parameter.errors === 'onError' ? [] : ${JSON.stringify(branches)}
		)
	}}` as const;
})();

/** The position of the output that takes a failure with this status. */
export function outputOf({ statusCode, code }: Pick<Failure, 'statusCode' | 'code'>): number {
	const routedStatus = code === 'InvalidParameter' && statusCode === null ? 400 : statusCode;
	const found = table.findIndex(({ statusCodes }) =>
		statusCodes?.some((status) => status === routedStatus),
	);
	return found === -1 ? table.length - 1 : found;
}

/** Where what fails goes, for all input items of a run. */
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

/** Whether nothing more needs to be asked, because the node is going to throw, or nothing can work. */
export function endsRun({ hasBranches, continues }: Routing, outcome: Outcome): boolean {
	if ('brokenSetting' in outcome) return true;
	return 'failure' in outcome && !hasBranches && !continues;
}

/**
 * Lays out what the input items became, as the parameter `errors` and the node's On Error setting
 * want it. Order within an output is the order of the inputs.
 *
 * @param outcomes one for each input item; none for those that a run did not come to
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
		if ('items' in outcome) outcome.items.forEach((json) => put(0, json));
		else if ('failure' in outcome && hasBranches)
			put(isTool ? 0 : outputOf(outcome.failure), failureJson(outcome.failure, item));
		else if (continues) put(0, errorJson(outcome, isToErrorOutput));
		else if ('failure' in outcome) throw failureError(context.getNode(), outcome.failure, item);
		else throw configurationError(context.getNode(), outcome.brokenSetting);
	});
	return emitted;
}

/** What was refused here says where it stood, as n8n says it of an error that is thrown. */
function failureJson(failure: Failure, item: number): IDataObject {
	const { message } = failure;
	return { ...failure, message: isRefusal(failure) ? `${message} [item ${item}]` : message };
}

type Problem = Exclude<Outcome, { items: IDataObject[] }>;

/** n8n moves items with `details` to its Error output since 2.35 at the latest; this export came with 2.37. */
const takesDetails = 'ACTIONABLE_CAUSES' in n8nWorkflow;

/** With just these three keys, n8n takes an item for an error and moves it to its Error output. */
function errorJson(problem: Problem, isToErrorOutput: boolean): IDataObject {
	const { error, message, details } = errorOf(problem);
	const isBesides = takesDetails || !isToErrorOutput;
	return isBesides ? { error, message, details } : { error: { message: error, ...details } };
}

function errorOf(problem: Problem): { error: string; message: string; details: IDataObject } {
	if ('brokenSetting' in problem) {
		const { message } = problem.brokenSetting;
		return { error: message, message, details: { httpCode: null } };
	}
	const { message, ...details } = problem.failure;
	const error = `${details.code}: ${message}`;
	return { error, message, details: { httpCode: httpCodeOf(problem.failure), ...details } };
}
