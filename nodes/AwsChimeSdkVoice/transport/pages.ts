import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../parameters/validation';
import type { List } from '../resources/record';
import { listIn } from '../resources/results';
import type { HttpResponse } from './response';
import { successOf } from './steps';

/** Pages of one list: a million entries. */
export const mostPages = 10_000;
/** Pages in a row without an entry; a filter of AWS can leave some empty. */
export const mostEmptyPages = 10;
/** Of a page token, in characters: it becomes a part of a URL. */
export const longestToken = 4_096;
/** Bytes of all lists of a run, which n8n has to hold at once as items. */
export const mostListBytes = 500_000_000;

type EntriesOf = Pick<List, 'entries' | 'largestPage' | 'hasTextEntries' | 'idField'>;

/**
 * The entries of a page. Undefined when they are no list of records, or a longer list than AWS sends:
 * with an entry left out, the list would only look complete.
 */
export function entriesOf(response: HttpResponse, list: EntriesOf): IDataObject[] | undefined {
	const found = pageIn(response, list);
	const { hasTextEntries = false, idField } = list;
	const entries = hasTextEntries
		? found?.map((text) => (typeof text === 'string' ? { [idField]: text } : text))
		: found;
	return entries?.every(isRecord) ? entries : undefined;
}

/** The entries of a page, whatever each is. */
export function pageIn(
	response: HttpResponse,
	{ entries, largestPage }: EntriesOf,
): unknown[] | undefined {
	return listIn(successOf(response), entries, largestPage);
}

/** Where the next page begins; undefined after the last one. */
export function nextTokenOf(body: unknown): string | undefined {
	const token = isRecord(body) ? body.NextToken : undefined;
	return typeof token === 'string' && token !== '' ? token : undefined;
}

/** Why a page token must not be sent back; undefined where it may be. */
export function tokenProblemOf(token: string): string | undefined {
	return token.length > longestToken
		? `The page token is longer than ${longestToken} characters.`
		: undefined;
}

/** Bytes that a run has read from lists. */
export interface ListBudget {
	bytes: number;
}

/** Counts a page that is not the last one; returns why the next page must not be requested. */
export type PageGuard = (page: {
	token: string;
	entries: number;
	bytes: number;
}) => string | undefined;

export function createPageGuard(budget: ListBudget): PageGuard {
	const tokens = new Set<string>();
	let pages = 0;
	let emptyPages = 0;
	return ({ token, entries, bytes }) => {
		pages += 1;
		emptyPages = entries === 0 ? emptyPages + 1 : 0;
		budget.bytes += bytes;
		const isKnown = tokens.size === tokens.add(token).size;
		if (isKnown)
			return 'The response has the page token of an earlier page, so the list would never end.';
		const problem = tokenProblemOf(token);
		if (problem) return problem;
		if (emptyPages >= mostEmptyPages)
			return `${emptyPages} pages in a row are empty, and the list has not ended.`;
		if (pages >= mostPages) return `The list has more than ${pages} pages.`;
		if (budget.bytes > mostListBytes)
			return `The lists of this run have more than ${mostListBytes / 1_000_000} MB.`;
		return undefined;
	};
}
