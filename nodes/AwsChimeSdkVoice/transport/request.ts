import { deepCopy, type IDataObject } from 'n8n-workflow';

import { InvalidParameter, isRecord } from '../parameters/validation';
import { membersOf } from '../resources/collections';
import { sentFieldsOf } from '../resources/properties';
import type { Field, Parameters, Repeatable, RequestRecord, SentField } from '../resources/record';
import { pathOf, withQuery } from './url';

/** A request before it is signed. */
export interface ChimeRequest {
	/** AWS's name for it, which is also the IAM permission that it needs. */
	awsName: string;
	method: RequestRecord['method'];
	/** Percent-encoded, with the query. */
	path: string;
	body?: IDataObject;
	/** Whether a second request changes nothing more. */
	idempotent: boolean;
	/** Whether the response may be as large as a page of a list. */
	isPage?: boolean;
	/** Whether a 404 is a response like others, and not one to wait for. */
	mayBeAbsent?: boolean;
	/** The sensitive values of the request. */
	sensitiveValues: string[];
}

/** One page of a list. */
export interface Page {
	/** The most entries that the response may hold. */
	size: number;
	/** The page token that the page before has returned. */
	token?: string;
}

/** The values of a request, by AWS's names. */
interface Parts {
	path: Map<string, string>;
	query: Map<string, string>;
	body: IDataObject;
	/** Whether a field of the body is set. */
	hasChange: boolean;
	sensitiveValues: string[];
}

/**
 * Builds the request of an operation from the values of its fields.
 *
 * @param given the page of a list; the part of the body that no field sets
 * @throws InvalidParameter
 */
export function buildRequest(
	{ awsName, method, path, query = {}, fields, body: initial, ...record }: Repeatable,
	parameters: Parameters,
	{ page, body = initial }: { page?: Page; body?: IDataObject } = {},
): ChimeRequest {
	const parts: Parts = {
		path: new Map(),
		query: new Map(Object.entries(query)),
		body: body ? deepCopy(body) : {},
		hasChange: false,
		sensitiveValues: [],
	};
	addFields(parts, fields, parameters, '');
	if (!parts.hasChange) refuseEmptyUpdate(fields);
	if (page) parts.query.set('max-results', String(page.size));
	if (page?.token !== undefined) parts.query.set('next-token', page.token);
	const takesBody = sentFieldsOf(fields).some((field) => field.in === 'body');
	return {
		awsName,
		method,
		path: withQuery(pathOf(path, parts.path), parts.query),
		body: takesBody || Object.keys(parts.body).length > 0 ? parts.body : undefined,
		idempotent: record.idempotent,
		isPage: page !== undefined || record.hasLongList === true,
		sensitiveValues: parts.sensitiveValues,
	};
}

/** Adds every field that the node has, or that AWS requires: none that is given is passed over. */
function addFields(parts: Parts, fields: Field[], values: Parameters, labels: string): void {
	for (const field of fields) {
		const { name, displayName, required } = field.property;
		const label = `${labels}${displayName}`;
		const isGiven = Object.hasOwn(values, name);
		if ('fields' in field) {
			const members = isGiven ? membersOf(field, values[name], label) : undefined;
			if (members) addFields(parts, field.fields, members, `${label} → `);
		} else if ('in' in field) {
			if (isGiven || required) add(parts, field, field.validate(values[name], label, values));
			else checkPair(field, fields, values, label);
		}
	}
}

/** @throws InvalidParameter where AWS takes two values together, and only the other one is given */
function checkPair(field: SentField, fields: Field[], values: Parameters, label: string): void {
	const other = fields.find(({ property }) => property.name === field.pairedWith);
	if (!other || !Object.hasOwn(values, other.property.name)) return;
	throw new InvalidParameter(label, `must be given together with "${other.property.displayName}"`);
}

/** @throws InvalidParameter where AWS would set nothing, or remove what is not given */
function refuseEmptyUpdate(fields: Field[]): void {
	const update = fields.find((field) => 'fields' in field && field.isUpdate);
	if (!update) return;
	const problem = 'has no field, so there is nothing to set: add a field';
	throw new InvalidParameter(update.property.displayName, problem);
}

function add(parts: Parts, field: SentField, value: unknown): void {
	if (field.isSensitive) parts.sensitiveValues.push(...textsIn(value));
	if (field.in === 'body') {
		addToBody(parts.body, field.awsName, value);
		parts.hasChange = true;
	}
	if (field.in === 'query') parts.query.set(field.awsName, String(value));
	if (field.in === 'path') parts.path.set(field.property.name, String(value));
}

/** All texts in a value, those of lists and records too. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
	return [String(value)];
}

/**
 * Puts a value at a name such as `Name`, `Place.Country`, `Numbers[]` (appended to a list) or
 * `Endpoints[].Arn` (a structure appended to a list).
 */
function addToBody(body: IDataObject, awsName: string, value: unknown): void {
	const [name, member] = awsName.split('.');
	if (name.endsWith('[]')) {
		const list = name.slice(0, -2);
		const entry = member === undefined ? value : { [member]: value };
		body[list] = [body[list] ?? [], entry].flat();
	} else if (member !== undefined) {
		const structure = isRecord(body[name]) ? body[name] : (body[name] = {});
		addToBody(structure, member, value);
	} else {
		Reflect.set(body, name, value);
	}
}
