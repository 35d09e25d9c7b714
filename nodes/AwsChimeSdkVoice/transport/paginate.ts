import type { IDataObject } from 'n8n-workflow';

import { mostEntriesOf } from '../resources/getMany';
import type { ListOperation, ResultContext } from '../resources/operation';
import { boundedItems } from '../resources/results';
import { createPageGuard, entriesOf, nextTokenOf, type ListBudget } from './pages';
import { buildRequest } from './request';
import { isSuccess } from './response';
import type { FailedRequest, Send } from './sender';

/**
 * Reads a list page by page. The items of earlier pages are not returned when a later page fails: nobody
 * could tell how many are missing.
 *
 * @throws InvalidParameter
 */
export async function paginate(
	operation: ListOperation,
	context: ResultContext,
	send: Send,
	budget: ListBudget,
): Promise<{ items: IDataObject[] } | FailedRequest> {
	const { list, entryItems } = operation;
	const items: IDataObject[] = [];
	const problemOf = createPageGuard(budget);
	let missing = mostEntriesOf(context.parameters);
	// AWS wants the same arguments with every page token, so the last page is cut off here.
	const size = Math.min(missing, list.largestPage);
	for (let token: string | undefined; ;) {
		const page = { size, token };
		const request = buildRequest({ ...operation, idempotent: true }, context.parameters, { page });
		const result = await send(request);
		const entries = isSuccess(result) ? entriesOf(result, list) : undefined;
		const pageItems = entries
			?.slice(0, missing)
			.map((entry) => boundedItems(entry, entryItems, context));
		if (!isSuccess(result) || !entries || !pageItems?.every((each) => each !== undefined))
			return { request, result };
		for (const each of pageItems) items.push(...each);

		missing -= entries.length;
		token = missing > 0 ? nextTokenOf(result.body) : undefined;
		const problem = problemOf({ token, entries: entries.length, bytes: result.size ?? 0 });
		if (problem) return { request, result, problem };
		if (token === undefined) return { items };
	}
}
