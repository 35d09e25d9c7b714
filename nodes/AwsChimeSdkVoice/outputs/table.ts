import { NodeConnectionTypes, type ExpressionString, type INodeProperties } from 'n8n-workflow';

import type { Failure } from '../errors/failure';
import { isInvalidInput } from '../errors/nodeError';

/**
 * Every output. Append only: n8n stores connections by position. The output without status codes
 * takes every failure that no other output takes.
 */
export const table: Array<{ displayName: string; statusCodes?: number[] }> = [
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

export const errors: INodeProperties = {
	displayName: 'Errors',
	name: 'errors',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'One Output per HTTP Code',
			value: 'outputs',
			description: 'A failed item goes to the output of its HTTP code; the other items continue',
		},
		{
			name: 'Follow On Error Setting',
			value: 'onError',
			description:
				'A failed item is an error of the node, for On Error, Retry On Fail and the error workflow',
		},
	],
	default: 'outputs',
	description: 'Whether failed items go to an output per HTTP code or are errors of the node',
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
export function outputOf(failure: Pick<Failure, 'statusCode' | 'code'>): number {
	const routedStatus = isInvalidInput(failure) ? 400 : failure.statusCode;
	const found = table.findIndex(({ statusCodes }) =>
		statusCodes?.some((status) => status === routedStatus),
	);
	return found === -1 ? table.length - 1 : found;
}
