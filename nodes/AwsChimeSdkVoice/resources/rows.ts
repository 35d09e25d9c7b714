import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { checkEach } from '../parameters/lists';
import {
	checkNames,
	InvalidParameter,
	isRecord,
	refusal,
	type Validate,
} from '../parameters/validation';
import { sent, type FieldSpec } from './fields';
import type { SentField } from './record';

type Texts = Pick<INodeProperties, 'displayName' | 'name'>;

interface Pairs {
	names: Validate<string>;
	values: Validate<string>;
	/** Equal for names that AWS takes as the same; a name is its own key where it is absent. */
	keyOf?(name: string): string;
}

/** AWS's most headers, and its most arguments. */
const mostPairs = 20;

/** Names with values, such as headers; in a request one record. */
export function pairs({ names, values, keyOf = String, ...spec }: FieldSpec & Pairs): SentField {
	const pair = { displayName: 'Pair', name: 'pair' };
	const fields = [part('Name', names), part('Value', values)];
	const validate: Validate<IDataObject> = (given, label) => {
		const list = rowsIn(given, pair.name) ?? pairsIn(given, pair.name);
		if (!list || list.length > mostPairs)
			throw refusal(given, label, `must hold names with their values, at most ${mostPairs}`);
		const entries = checkEach(list, recordOf(fields), label).map(({ name, value }) => [
			name,
			value,
		]);
		const keys = new Set(entries.map(([name]) => keyOf(String(name))));
		if (keys.size === entries.length) return Object.fromEntries(entries);
		throw new InvalidParameter(label, 'must hold each name once');
	};
	return sent(spec, severalOf(pair, fields), validate);
}

function part(displayName: string, validate: Validate<string>): SentField {
	const name = displayName.toLowerCase();
	const description = `The ${name} of the header or argument`;
	const shown = { type: 'string' as const, default: '' };
	return sent({ displayName, name, awsName: name, description }, shown, validate);
}

/** The rows of a record as AWS takes it; undefined where it may also be the collection of the panel. */
function pairsIn(given: unknown, collection: string): object[] | undefined {
	if (!isRecord(given) || Object.hasOwn(given, collection)) return undefined;
	return Object.entries(given).map(([name, value]) => ({ name, value }));
}

/** Rows of fields; in a request a list of records by AWS's names. */
export function rows(
	spec: FieldSpec,
	{ most, mayBeEmpty = false, ...row }: Texts & { most: number; mayBeEmpty?: boolean },
	fields: SentField[],
): SentField {
	const validate: Validate = (given, label) => {
		const list = rowsIn(given, row.name);
		const isRight = list && list.length <= most && (mayBeEmpty || list.length > 0);
		if (isRight) return checkEach(list, recordOf(fields), label);
		throw refusal(given, label, `must hold from 1 to ${most} entries`);
	};
	return sent(spec, severalOf(row, fields), validate);
}

/** The list inside of a fixed collection, or in its place; undefined where there is none. */
function rowsIn(given: unknown, name: string): unknown[] | undefined {
	const isCollection = isRecord(given) && Object.keys(given).join() === name;
	const list: unknown = isCollection ? given[name] : given;
	return Array.isArray(list) ? list : undefined;
}

/** A row under AWS's names. An expression may yield it under these names, too. */
function recordOf(fields: SentField[]): Validate<IDataObject> {
	return (row, label) => {
		if (!isRecord(row)) throw refusal(row, label, 'must hold one object for each entry');
		const names = fields.map(
			({ property, awsName }) =>
				[property.name, awsName].find((name) => Object.hasOwn(row, name)) ?? property.name,
		);
		checkNames(row, names, label);
		const members = fields.map(({ property, awsName, validate }, at) => {
			// n8n leaves out a value that is the default.
			const value = Object.hasOwn(row, names[at]) ? row[names[at]] : property.default;
			return [awsName, validate(value, `${label} → ${property.displayName}`, row)];
		});
		return Object.fromEntries(members);
	};
}

function severalOf(
	{ displayName, name }: Texts,
	fields: SentField[],
): Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties> {
	return {
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		options: [{ displayName, name, values: fields.map(({ property }) => property) }],
	};
}
