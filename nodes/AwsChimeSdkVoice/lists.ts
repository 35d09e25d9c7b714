import type { IDataObject } from 'n8n-workflow';

import { withQuery } from './path';
import { isRecord } from './values';

/** AWS gives no more at once. */
export const largestPage = 100;

/** What part of a list is asked for. */
export interface Page {
	/** Entries; no more than {@link largestPage} come at once, whatever this says. */
	size: number;
	/** Where the page before has ended. */
	token: string | undefined;
	status?: string;
}

export function pagePath(listPath: string, { size, token, status }: Page): string {
	return withQuery(listPath, {
		'max-results': String(Math.min(size, largestPage)),
		'next-token': token,
		status,
	});
}

/** The entries of a page; AWS sends null, or nothing, for none. Undefined when it is no list. */
export function entriesOf(body: unknown, field: string): IDataObject[] | undefined {
	const entries: unknown = isRecord(body) ? (body[field] ?? []) : undefined;
	return Array.isArray(entries) ? entries.filter(isRecord) : undefined;
}

/** Where the next page begins; undefined after the last one. */
export function nextTokenOf(body: unknown): string | undefined {
	const token = isRecord(body) ? body.NextToken : undefined;
	return typeof token === 'string' && token !== '' ? token : undefined;
}
