import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../parameters/validation';
import type { List } from '../resources/record';
import { listIn } from '../resources/results';
import type { HttpResponse } from './response';
import { successOf } from './steps';

/** Entries of one page. Of AWS's lists, the longest page has 500. */
export const mostEntries = 1_000;
/** Pages of one list: a million entries. */
export const mostPages = 10_000;
/** Pages in a row without an entry: a filter of AWS leaves those empty of which it takes no entry. */
export const mostEmptyPages = 1_000;
/** Of a page token, in characters, as AWS documents it: it becomes a part of a URL. */
export const longestToken = 65_535;
/** Bytes of all lists of a run, which n8n has to hold at once as items. */
export const mostListBytes = 500_000_000;

type EntriesOf = Pick<List, 'entries' | 'hasTextEntries' | 'idField'>;

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
export function pageIn(response: HttpResponse, { entries }: EntriesOf): unknown[] | undefined {
	return listIn(successOf(response), entries, mostEntries);
}

/** Where the next page begins; undefined after the last one. */
export function nextTokenOf(body: unknown): string | undefined {
	const token = isRecord(body) ? body.NextToken : undefined;
	return typeof token === 'string' && token !== '' ? token : undefined;
}

/** Why a page token must not be sent back; undefined where it may be. */
export function tokenProblemOf(token: string): string | undefined {
	return token.length > longestToken
		? `The page token is longer than ${longestToken.toLocaleString('en')} characters.`
		: undefined;
}

/** Bytes that a run has read from lists. */
export interface ListBudget {
	bytes: number;
}

/** Counts a page; returns why neither it may be used nor the next one requested. */
export type PageGuard = (page: {
	/** Undefined where no other page is wanted. */
	token: string | undefined;
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
		if (budget.bytes > mostListBytes)
			return `The lists of this run have more than ${mostListBytes / 1_000_000} MB.`;
		if (token === undefined) return undefined;
		const isKnown = tokens.size === tokens.add(token).size;
		if (isKnown)
			return 'The response has the page token of an earlier page, so the list would never end.';
		const problem = tokenProblemOf(token);
		if (problem) return problem;
		if (emptyPages >= mostEmptyPages)
			return `${emptyPages.toLocaleString('en')} pages in a row are empty, and the list has not ended.`;
		return pages >= mostPages ? `The list has more than ${pages} pages.` : undefined;
	};
}
