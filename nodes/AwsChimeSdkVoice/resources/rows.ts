import type { IDataObject, INodeProperties } from 'n8n-workflow';

import * as validation from '../parameters/validation';
import type { Validate } from '../parameters/validation';
import { sent, type FieldSpec } from './fields';
import type { SentField } from './record';

/** Names with values, such as headers; in a request one record. */
export function pairs({
	names,
	form,
	...spec
}: FieldSpec & { names: RegExp; form: string }): SentField {
	const values: INodeProperties[] = [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			description: 'The name of the header or argument',
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			description: 'The value of the header or argument',
		},
	];
	return sent(
		spec,
		severalOf({ displayName: 'Pair', name: 'pair' }, values),
		validation.recordOfPairs(names, form),
	);
}

/** Rows of fields; in a request a list of records by AWS's names. */
export function rows(
	spec: FieldSpec,
	{ most, ...row }: Pick<INodeProperties, 'displayName' | 'name'> & { most: number },
	fields: SentField[],
): SentField {
	const validate: Validate = (value, label) => {
		const list = validation.isRecord(value) ? value[row.name] : undefined;
		if (!Array.isArray(list) || list.length < 1 || list.length > most)
			throw new validation.InvalidParameter(label, `must hold from 1 to ${most} entries`);
		return list.map((entry) => recordOf(fields, entry, label));
	};
	return sent(
		spec,
		severalOf(
			row,
			fields.map(({ property }) => property),
		),
		validate,
	);
}

function recordOf(fields: SentField[], entry: unknown, label: string): object {
	const values: IDataObject = validation.isRecord(entry) ? entry : {};
	const members = fields
		.filter(({ property: { name, required } }) => required === true || values[name] !== undefined)
		.map(({ awsName, property, validate }) => [
			awsName,
			validate(values[property.name], `${label} → ${property.displayName}`),
		]);
	return Object.fromEntries(members);
}

function severalOf(
	{ displayName, name }: Pick<INodeProperties, 'displayName' | 'name'>,
	values: INodeProperties[],
): Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties> {
	return {
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		options: [{ displayName, name, values }],
	};
}
