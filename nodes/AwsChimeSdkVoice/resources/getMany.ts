import type { INodeProperties } from 'n8n-workflow';

import { trueOrFalse, wholeNumber } from '../parameters/validation';
import { defineOperation, type ListOperation, type Operation } from './operation';
import type { List, Parameters } from './record';

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

type GetMany = Pick<Operation, 'option' | 'fields' | 'adviceOn'> &
	Pick<ListOperation, 'entryItems'> & {
		/** Of a new node, where it is not 50. */
		initialLimit?: number;
	};

/** The operation that reads a list, page by page. */
export function getMany(
	list: List,
	{ fields, initialLimit = 50, ...record }: GetMany,
): ListOperation {
	const { awsName, method, path, query, retired, regions } = list;
	return defineOperation({
		awsName,
		method,
		path,
		query,
		retired,
		regions,
		idempotent: true,
		fields: [
			...list.fields,
			{ property: returnAll, validate: trueOrFalse },
			{ property: initialLimit === limit.default ? limit : { ...limit, default: initialLimit } },
			...fields,
		],
		list,
		...record,
	});
}

/**
 * The most entries that the user wants.
 *
 * @throws InvalidParameter
 */
export function mostEntriesOf(parameters: Parameters): number {
	if (parameters.returnAll === true) return Infinity;
	return wholeNumber(1, Infinity)(parameters.limit, limit.displayName);
}
