import {
	NodeConnectionTypes,
	type ExpressionString,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import type { Failure } from '../errors/failure';
import { isInvalidInput } from '../errors/nodeError';

/**
 * Every output. Append only: n8n stores connections by position. The output without status codes
 * takes every failure that no other output takes.
 */
export const table: Array<{ displayName: string; statusCodes?: number[] }> = [
	{ displayName: 'Participants', statusCodes: [] },
	{ displayName: '400 Invalid', statusCodes: [400] },
	{ displayName: '401 Blocked', statusCodes: [401] },
	{ displayName: '403 Denied', statusCodes: [403] },
	{ displayName: '404 Missing', statusCodes: [404] },
	{ displayName: '429 Too Fast', statusCodes: [429] },
	{ displayName: '500 Failure', statusCodes: [500] },
	{ displayName: '503 Down', statusCodes: [503] },
	{ displayName: 'Other' },
	{ displayName: '409 Conflict', statusCodes: [409] },
];

const other = table.findIndex(({ statusCodes }) => statusCodes === undefined);

/** Where failed items go. */
export type ErrorsChoice = 'outputs' | 'firstOutput' | 'onError';

export const errors: INodeProperties = {
	displayName: 'Errors',
	name: 'errors',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Outputs by HTTP Code',
			value: 'outputs',
			description: 'A failed item goes to the output of its HTTP code; the other items continue',
		},
		{
			name: 'In the First Output',
			value: 'firstOutput',
			description:
				'Results and failed items come out of the one output, in the order of the input items: for a sub-workflow, a loop, a web hook and pinned data, which use the first output only',
		},
		{
			name: "The Node's On Error Setting",
			value: 'onError',
			description:
				'A failed item is an error of the node, for On Error, Retry On Fail and the error workflow',
		},
	] satisfies Array<INodePropertyOptions & { value: ErrorsChoice }>,
	default: 'outputs',
	// For an AI agent, failures are results like all others.
	displayOptions: { hide: { '@tool': [true] } },
	description: 'Where failed items go, or whether they are errors of the node',
};

/** The choices with which a failed item is no error of the node. */
const asItems: ErrorsChoice[] = ['outputs', 'firstOutput'];

/** The choice of a saved workflow. */
export function errorsChoiceOf(value: unknown): ErrorsChoice {
	return value === 'firstOutput' || value === 'onError' ? value : 'outputs';
}

const itemsAreNoErrors =
	'A run with failed items counts as a success, and Retry On Fail and On Error do not see them: a schedule stays green even when the key is wrong, unless you add the option Fail on 401 and 403.';

/** The notices below `errors`. */
export const failuresAreItems: INodeProperties[] = [
	{
		displayName: `${itemsAreNoErrors} Connect each output whose items you want to handle. At the end of a sub-workflow, in a loop (Loop Over Items), in front of the response of a web hook, and in pinned data, n8n uses the first output only: choose In the First Output there.`,
		name: 'failuresAreItems',
		type: 'notice',
		default: '',
		displayOptions: { show: { errors: ['outputs'] }, hide: { '@tool': [true] } },
	},
	{
		displayName: itemsAreNoErrors,
		name: 'failuresAreInFirstOutput',
		type: 'notice',
		default: '',
		displayOptions: { show: { errors: ['firstOutput'] }, hide: { '@tool': [true] } },
	},
];

/** Whether the option is set with which a run ends at what the key may not do. */
export const failOn401And403: INodeProperties = {
	displayName: 'Fail on 401 and 403',
	name: 'failOn401And403',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether a request that AWS refuses with 401 or 403 ends the run with an error, so that the error workflow starts, because a wrong key or a missing permission is no fault of an input item. Requests that are done stay done, and no more are sent. With On Error set to continue, the failed items go where others go.',
	displayOptions: { show: { '/errors': asItems } },
};

/** Whether AWS has said that the key may not do this. */
export function isDenied({ statusCode }: Pick<Failure, 'statusCode'>): boolean {
	return statusCode === 401 || statusCode === 403;
}

/** The outputs, as n8n evaluates them over the node's parameters. */
export const outputs: ExpressionString = (() => {
	const type = NodeConnectionTypes.Main;
	const branches = table
		.slice(1)
		.map(({ displayName }) => ({ type, displayName, category: 'error' }));
	const firstName = `$parameter.output === 'participants' ? '${table[0].displayName}' : 'Success'`;
	return `={{
		[{ type: '${type}', displayName: ${firstName} }].concat(
			['firstOutput', 'onError'].includes($parameter.errors) ? [] : ${JSON.stringify(branches)}
		)
	}}` as const;
})();

/** The outputs in words, for a model that builds workflows. */
export const outputsForModels = `With errors set to "outputs" (the default), the node has ${table.length} outputs, by index: ${table
	.map(({ displayName }, index) => `${index} ${displayName}`)
	.join(
		', ',
	)}. Output 0 has the results. A failed item goes to the output of its HTTP code and does not stop the run: connect the outputs that the workflow needs. With errors set to "firstOutput" there is one output, with results and failures (a failure has the field code); with "onError" there is one output, and a failure is an error of the node.`;

/**
 * How many input items have failed, where they are, and why the first one has: "2 of 3 input items failed:
 * 1 at 404 Missing, 1 at Other. The first: NotFoundException: … [item 0]"
 */
export function summaryOf(failures: Failure[][]): string {
	const counts = new Map<string, number>();
	for (const failure of failures.flat()) {
		const { displayName } = table[outputOf(failure)];
		counts.set(displayName, (counts.get(displayName) ?? 0) + 1);
	}
	const places = table.flatMap(({ displayName }) => {
		const count = counts.get(displayName);
		return count === undefined ? [] : [`${count} at ${displayName}`];
	});
	const failed = failures.filter(({ length }) => length > 0).length;
	const items = failures.length === 1 ? 'input item' : 'input items';
	const first = failures.findIndex(({ length }) => length > 0);
	const { code, message, statusCode } = failures[first][0];
	const reason = isInvalidInput({ code, statusCode }) ? message : `${code}: ${message}`;
	return `${failed} of ${failures.length} ${items} failed: ${places.join(', ')}. The first: ${reason} [item ${first}]`;
}

/** The position of the output that takes a failure with this status. */
export function outputOf(failure: Pick<Failure, 'statusCode' | 'code'>): number {
	const routedStatus = isInvalidInput(failure) ? 400 : failure.statusCode;
	const found = table.findIndex(({ statusCodes }) =>
		statusCodes?.some((status) => status === routedStatus),
	);
	return found === -1 ? other : found;
}
