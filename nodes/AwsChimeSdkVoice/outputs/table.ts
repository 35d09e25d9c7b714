import { NodeConnectionTypes, type ExpressionString, type INodeProperties } from 'n8n-workflow';

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
];

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
			name: "The Node's On Error Setting",
			value: 'onError',
			description:
				'A failed item is an error of the node, for On Error, Retry On Fail and the error workflow',
		},
	],
	default: 'outputs',
	// For an AI agent, failures are results like all others.
	displayOptions: { hide: { '@tool': [true] } },
	description: 'Whether failed items go to an output per HTTP code or are errors of the node',
};

/** The notice below `errors`. */
export const failuresAreItems: INodeProperties = {
	displayName:
		'A run with failed items counts as a success, and Retry On Fail and On Error do not see them. Connect each output whose items you want to handle.',
	name: 'failuresAreItems',
	type: 'notice',
	default: '',
	displayOptions: { show: { errors: ['outputs'] }, hide: { '@tool': [true] } },
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

/** The outputs in words, for a model that builds workflows. */
export const outputsForModels = `With errors set to "outputs" (the default), the node has ${table.length} outputs, by index: ${table
	.map(({ displayName }, index) => `${index} ${displayName}`)
	.join(
		', ',
	)}. Output 0 has the results. A failed item goes to the output of its HTTP code and does not stop the run: connect the outputs that the workflow needs. With errors set to "onError" there is one output.`;

/**
 * How many input items have failed, and where they are: "2 of 3 input items failed: 1 at 404 Missing,
 * 1 at Other."
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
	return `${failed} of ${failures.length} ${items} failed: ${places.join(', ')}.`;
}

/** The position of the output that takes a failure with this status. */
export function outputOf(failure: Pick<Failure, 'statusCode' | 'code'>): number {
	const routedStatus = isInvalidInput(failure) ? 400 : failure.statusCode;
	const found = table.findIndex(({ statusCodes }) =>
		statusCodes?.some((status) => status === routedStatus),
	);
	return found === -1 ? table.length - 1 : found;
}
