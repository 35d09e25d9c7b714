import { trueOrFalse } from '../parameters/validation';
import type { Lookup, LookupOperation, Operation } from './operation';
import type { List } from './record';
import { asItem } from './results';

/** The fewest input items that are looked up in a list, and the input items per page that may be read. */
export const itemsPerPage = 10;

export const fetchFromLists = 'fetchFromLists';

/** What lets the input items of a Get be looked up in a list whose entries are the records of the Get. */
export function lookedUpIn(
	list: List,
	{ wholeField, entryItems = asItem }: Pick<Lookup, 'wholeField'> & Partial<Lookup>,
): Pick<LookupOperation, 'lookup' | 'options'> {
	const description = `Whether to find the input items in AWS's list, which has up to ${list.largestPage} entries per request, instead of sending one request per item. Takes effect with ${itemsPerPage} or more input items. The node sends one request for each item that is not in the list. Needs the IAM permission chime:${list.awsName}. The list may be some seconds behind.`;
	const property = {
		displayName: 'Fetch From Lists',
		name: fetchFromLists,
		type: 'boolean' as const,
		default: false,
		description,
	};
	return {
		lookup: { list, wholeField, entryItems },
		options: [{ property, validate: trueOrFalse }],
	};
}

export function isLookup(operation: Operation): operation is LookupOperation {
	return 'lookup' in operation && operation.lookup !== undefined;
}
