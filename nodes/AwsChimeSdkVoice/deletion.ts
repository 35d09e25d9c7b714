import type { IDataObject } from 'n8n-workflow';

/** One item for what is gone; undefined when something other than nothing was answered. */
export function deletionItems(body: unknown, ids: IDataObject): IDataObject[] | undefined {
	return body === '' ? [{ deleted: true, ...ids }] : undefined;
}
