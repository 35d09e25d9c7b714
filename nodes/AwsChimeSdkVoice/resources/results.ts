import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../parameters/validation';
import type { ItemsOf, ResultContext, SuccessfulResponse } from './operation';

/** A record of AWS has up to 20 fields; one with far more is not AWS's. */
export const mostFields = 100;
/** The longest list without pages has about 50 countries. */
const mostRecords = 1_000;

/** The record at this field of a response; undefined where there is none. */
export function recordIn(body: unknown, field: string): IDataObject | undefined {
	const record = isRecord(body) ? body[field] : undefined;
	return isRecord(record) ? record : undefined;
}

/** The record at this field of the response, as items. */
export function one(
	field: string,
	recordItems: ItemsOf<IDataObject> = asItem,
): ItemsOf<SuccessfulResponse> {
	return ({ body }, context) => {
		const record = recordIn(body, field);
		return record && boundedItems(record, recordItems, context);
	};
}

/**
 * The record at this field of the response behind the ids of the request; the ids alone where AWS sends
 * null or nothing.
 */
export function optional(field: string): ItemsOf<SuccessfulResponse> {
	return (response, context) => {
		const { body } = response;
		const isAbsent = isRecord(body) && (body[field] ?? null) === null;
		return isAbsent ? [context.ids] : one(field, withIds)(response, context);
	};
}

/** The records of the list at this field of the response, one item each. */
export function many(field: string): ItemsOf<SuccessfulResponse> {
	return ({ body }) => {
		const records = isRecord(body) ? (body[field] ?? []) : undefined;
		const isList = Array.isArray(records) && records.length <= mostRecords;
		return isList && records.every(isRecord) ? records : undefined;
	};
}

/** The whole response as one item, if it is one. */
export function whole(isExpected: (body: IDataObject) => boolean): ItemsOf<SuccessfulResponse> {
	return ({ body }) => (isRecord(body) && isExpected(body) ? [body] : undefined);
}

/** The items of a record; undefined for one that is wider than any of AWS's. */
export function boundedItems(
	record: IDataObject,
	recordItems: ItemsOf<IDataObject>,
	context: ResultContext,
): IDataObject[] | undefined {
	return Object.keys(record).length > mostFields ? undefined : recordItems(record, context);
}

/** The record as AWS sends it. */
export const asItem: ItemsOf<IDataObject> = (record) => [record];

/** The record as AWS sends it, behind the ids of the request. */
export const withIds: ItemsOf<IDataObject> = (record, { ids }) => [{ ...ids, ...record }];

/**
 * One item for what is gone. AWS responds 204; an empty body with another success status counts only
 * with AWS's request id, because portals and gateways send that, too.
 */
export const deleted: ItemsOf<SuccessfulResponse> = ({ statusCode, requestId, body }, { ids }) =>
	body === '' && (statusCode === 204 || requestId !== null)
		? [{ deleted: true, ...ids }]
		: undefined;
