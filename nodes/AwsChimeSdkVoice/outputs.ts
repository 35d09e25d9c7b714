import {
	NodeApiError,
	NodeConnectionTypes,
	NodeOperationError,
	type ExpressionString,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import type { Failure } from './failure';
import { isToolRun } from './reader';

/**
 * Every output, in its order for ever: n8n stores connections by position. An output without
 * statuses takes what the others do not.
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
	/** The node as a whole cannot work, whatever the item: never an item of a branch. */
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

/** Whether nothing more needs to be asked, because the node is going to throw. */
export function endsRun(context: IExecuteFunctions, outcome: Outcome): boolean {
	return !('items' in outcome) && !routesErrors(context) && !context.continueOnFail();
}

/**
 * Lays out what the input items became, as the parameter `errors` and the node's On Error setting
 * want it. Order within an output is the order of the inputs.
 *
 * @throws NodeApiError or NodeOperationError for the first failure, when the setting is to stop
 */
export function emit(context: IExecuteFunctions, outcomes: Outcome[]): INodeExecutionData[][] {
	const hasBranches = routesErrors(context);
	const emitted: INodeExecutionData[][] = (hasBranches ? table : [table[0]]).map(() => []);
	outcomes.forEach((outcome, item) => {
		const put = (output: number, json: IDataObject) =>
			emitted[output].push({ json, pairedItem: { item } });

		if ('items' in outcome) outcome.items.forEach((json) => put(0, json));
		else if ('failure' in outcome && hasBranches)
			put(branchOf(context, outcome.failure), failureJson(outcome.failure, item));
		else if (context.continueOnFail()) put(0, errorJson(outcome));
		else throw errorOf(context, outcome, item);
	});
	return emitted;
}

function routesErrors(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('errors', 0) !== 'onError';
}

/** An AI agent sees the first output only. */
function branchOf(context: IExecuteFunctions, failure: Failure): number {
	return isToolRun(context) ? 0 : outputOf(failure);
}

type Problem = Exclude<Outcome, { items: IDataObject[] }>;

/** What was refused here says where it stood, as n8n says it of an error that is thrown. */
function failureJson(failure: Failure, item: number): IDataObject {
	const { message } = failure;
	return { ...failure, message: isRefusal(failure) ? `${message} [item ${item}]` : message };
}

function isRefusal({ statusCode, attempts }: Failure): boolean {
	return statusCode === null && attempts === 0;
}

/** With just these three keys, n8n takes an item for an error and moves it to its Error output. */
function errorJson(problem: Problem): IDataObject {
	if ('brokenSetting' in problem) {
		const { message } = problem.brokenSetting;
		return { error: message, message, details: { httpCode: null } };
	}
	const { message, ...details } = problem.failure;
	const error = `${details.code}: ${message}`;
	return { error, message, details: { httpCode: httpCodeOf(problem.failure), ...details } };
}

function errorOf(context: IExecuteFunctions, problem: Problem, itemIndex: number): Error {
	const node = context.getNode();
	if ('brokenSetting' in problem) return new NodeOperationError(node, problem.brokenSetting);

	const { code, message, hint, requestId } = problem.failure;
	const request = requestId === null ? undefined : `Request ID: ${requestId}`;
	const description = [hint, request].filter(Boolean).join(' ');
	if (isRefusal(problem.failure))
		return new NodeOperationError(node, message, { itemIndex, description });
	const httpCode = httpCodeOf(problem.failure) ?? undefined;
	const told = { message: `${code}: ${message}`, description, httpCode, itemIndex };
	return new NodeApiError(node, { code, message }, told);
}

function httpCodeOf({ statusCode }: Failure): string | null {
	return statusCode === null ? null : String(statusCode);
}
