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

/**
 * The field of a response that AWS may leave out, and null where it does. Undefined for what the API does
 * not promise: only a response of AWS, which has a request ID, says something by what it lacks.
 */
export function fieldIn({ body, requestId }: SuccessfulResponse, field: string): unknown {
	if (!isRecord(body)) return undefined;
	return body[field] ?? (requestId === null ? undefined : null);
}

/** The list at this field of a response, which AWS may leave out where the list is empty. */
export function listIn(
	response: SuccessfulResponse,
	field: string,
	most: number,
): unknown[] | undefined {
	const list = fieldIn(response, field);
	if (list === null) return [];
	return Array.isArray(list) && list.length <= most ? list : undefined;
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
	return (response, context) =>
		fieldIn(response, field) === null ? [context.ids] : one(field, withIds)(response, context);
}

/** The records of the list at this field of the response, one item each. */
export function many(field: string): ItemsOf<SuccessfulResponse> {
	return (response) => {
		const records = listIn(response, field, mostRecords);
		return records?.every(isRecord) ? records : undefined;
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
export const withIds: ItemsOf<IDataObject> = (record, { ids }) => [behind(ids, record)];

/** A record of AWS behind the fields that the node adds, which no field of the record replaces. */
export function behind(added: IDataObject, record: IDataObject): IDataObject {
	return { ...added, ...record, ...added };
}

/**
 * One item for what is gone. AWS responds 204 with nothing; an empty success counts with AWS's request id
 * only, because portals and gateways send one, too.
 */
export const deleted: ItemsOf<SuccessfulResponse> = ({ requestId, body }, { ids }) => {
	const isEmpty = body === '' || (isRecord(body) && Object.keys(body).length === 0);
	return isEmpty && requestId !== null ? [{ deleted: true, ...ids }] : undefined;
};
