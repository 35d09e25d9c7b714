import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../parameters/validation';
import type { List, Parameters } from '../resources/record';
import { createPageGuard, pageIn, nextTokenOf, type ListBudget } from './pages';
import { buildRequest } from './request';
import { isSuccess } from './response';
import type { FailedRequest, Sender } from './sender';

/** The ids to find in a list, and how many requests that may take. */
export interface Search {
	list: List;
	/** The values of the fields of the list. */
	parameters: Parameters;
	/** The id of an entry that is looked for and is a whole record; undefined for any other. */
	idOf(entry: IDataObject): string | undefined;
	/** How many ids are looked for. */
	count: number;
	/** Requests that may be sent, those that AWS throttles not counted. */
	mostRequests: number;
	/** Repeats of a page. */
	maxRetries: number;
}

/**
 * Reads a list page by page until every id is found, the list has ended, or the requests are used up.
 *
 * @returns the entries by their ids, and the failed request that ended the reading early
 */
export async function findInList(
	{ list, parameters, idOf, count, mostRequests, maxRetries }: Search,
	sender: Sender,
	budget: ListBudget,
): Promise<{ entries: Map<string, IDataObject>; unread?: FailedRequest }> {
	const entries = new Map<string, IDataObject>();
	const problemOf = createPageGuard(budget);
	for (let token: string | undefined; ;) {
		const left = mostRequests - (sender.attempts - sender.throttled);
		if (left <= 0) return { entries };
		// A page is repeated where all of its repeats may be sent. Throttled requests always are.
		const repeatable = { ...list, idempotent: maxRetries < left };
		const page = { size: list.largestPage, token };
		const request = buildRequest(repeatable, parameters, { page });
		const result = await sender.send(request);
		const found = isSuccess(result) ? pageIn(result, list) : undefined;
		if (!isSuccess(result) || !found) return { entries, unread: { request, result } };
		for (const entry of found.filter(isRecord)) {
			const id = idOf(entry);
			if (id !== undefined && !entries.has(id)) entries.set(id, entry);
		}
		token = entries.size < count ? nextTokenOf(result.body) : undefined;
		const problem = problemOf({ token, entries: found.length, bytes: result.size ?? 0 });
		if (problem) return { entries, unread: { request, result, problem } };
		if (token === undefined) return { entries };
	}
}
