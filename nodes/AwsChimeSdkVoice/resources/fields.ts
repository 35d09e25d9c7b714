import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import * as ids from '../parameters/ids';
import { someOf } from '../parameters/lists';
import { phoneNumber as e164 } from '../parameters/phoneNumber';
import * as validation from '../parameters/validation';
import type { Validate } from '../parameters/validation';
import type { CollectionField, SentField } from './record';

/** What a field of any kind shows and sends. */
export type FieldSpec = Pick<INodeProperties, 'displayName' | 'name' | 'description'> &
	Partial<Pick<INodeProperties, 'default' | 'placeholder' | 'required' | 'typeOptions'>> &
	Partial<Omit<SentField, 'property' | 'validate'>>;

type Options = Array<INodePropertyOptions & { value: string }>;

/** A phone number in E.164 form. */
export function phoneNumber(spec: FieldSpec): SentField {
	const placeholder = 'e.g. +12065550100';
	const sensitive = { placeholder, isSensitive: true, ...spec };
	return sent(sensitive, { type: 'string', default: '' }, e164);
}

/** A form of text: a pattern, and what completes the sentence "must be …". */
export interface Form {
	pattern: RegExp;
	form: string;
	/** What AWS is given for a text; the text itself where it is absent. */
	read?(text: string): string;
}

export function text({ pattern, form, read, ...spec }: FieldSpec & Form): SentField {
	return sent(spec, { type: 'string', default: '' }, validation.textLike(pattern, form, read));
}

/** Text for which AWS has no form, and white space around it no meaning. */
export const upTo256Characters: Form = {
	pattern: /^(?=[^]*\S)[^]{1,256}$/,
	form: 'up to 256 characters, and not empty',
	read: validation.trimmed,
};

/** The code of an AWS region. */
export const regionCode: Form = {
	pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
	form: 'the code of an AWS region, such as us-east-1',
	read: validation.trimmed,
};

/** An id that is typed, because the editor has no list for it. */
export function id(spec: FieldSpec): SentField {
	return sent(spec, { type: 'string', default: '' }, ids.longId);
}

/** A country by its two letters (ISO 3166-1). */
export function country(spec: FieldSpec): SentField {
	const placeholder = 'e.g. US';
	return sent({ placeholder, ...spec }, { type: 'string', default: '' }, validation.country);
}

export function trueOrFalse(spec: FieldSpec): SentField {
	return sent(spec, { type: 'boolean', default: false }, validation.trueOrFalse);
}

/** A whole number of at least `least`, and at most `most`. */
export function wholeNumber({
	least,
	most,
	...spec
}: FieldSpec & { least: number; most?: number }): SentField {
	const typeOptions = { minValue: least, maxValue: most, numberPrecision: 0 };
	const validate = validation.wholeNumber(least, most ?? Infinity);
	return sent(spec, { type: 'number', typeOptions, default: least }, validate);
}

/** One of some values. */
export function choice({ options, ...spec }: FieldSpec & { options: Options }): SentField {
	const shown = { type: 'options' as const, options, default: options[0].value };
	return sent(spec, shown, validation.oneOf(options.map(({ value }) => value)));
}

/** At least one of some values. */
export function choices({ options, ...spec }: FieldSpec & { options: Options }): SentField {
	const shown = { type: 'multiOptions' as const, options, default: [] };
	return sent(spec, shown, someOf(options.map(({ value }) => value)));
}

/** Several values: in the panel as text with commas, from an expression as a list, too. */
export function commaSeparated({
	validate,
	...spec
}: FieldSpec & { validate: Validate }): SentField {
	return sent(spec, { type: 'string', default: '' }, validate);
}

/** The same field where the user must give a value. */
export const required = (field: SentField): SentField => ({
	...field,
	property: { ...field.property, required: true },
});

/** A field with AWS's spelling of its name, unless `awsName` gives another one. */
export function sent(
	{ in: place = 'body', awsName, pairedWith, isSensitive, list: from, ...texts }: FieldSpec,
	shown: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>,
	validate: Validate,
): SentField {
	return {
		property: { ...shown, ...texts },
		in: place,
		awsName: awsName ?? spelled[place](texts.name),
		validate,
		pairedWith,
		isSensitive,
		list: from,
	};
}

const capitalized = (name: string) => name[0].toUpperCase() + name.slice(1);

/** How AWS spells a name such as `phoneNumberType`, by place. */
const spelled: Record<SentField['in'], (name: string) => string> = {
	path: capitalized,
	query: (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
	body: capitalized,
};

/** The optional fields of an operation. */
export const additionalFields = (...fields: CollectionField['fields']) =>
	collection({ displayName: 'Additional Fields', name: 'additionalFields' }, 'field', fields);

/** The fields that an Update may change. */
export const updateFields = (...fields: CollectionField['fields']): CollectionField => ({
	...collection({ displayName: 'Update Fields', name: 'updateFields' }, 'field', fields),
	isUpdate: true,
});

/** Fields that select entries of a list. */
export const filters = (...fields: CollectionField['fields']) =>
	collection({ displayName: 'Filters', name: 'filters' }, 'filter', fields);

function collection(
	texts: Pick<INodeProperties, 'displayName' | 'name'>,
	noun: string,
	fields: CollectionField['fields'],
): CollectionField {
	const options = fields.map(({ property }) => property).sort(byLabel);
	const placeholder = `Add ${noun}`;
	return { property: { ...texts, type: 'collection', placeholder, default: {}, options }, fields };
}

/** n8n shows the fields of a collection in the order of their labels; AWS's order is that of a body. */
function byLabel(one: INodeProperties, other: INodeProperties): number {
	return one.displayName < other.displayName ? -1 : 1;
}

/**
 * Fields that go together, which the user adds as one: the panel shows them all as soon as the group is
 * added.
 */
export function group(
	texts: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'placeholder'>,
	{ displayName, name }: Pick<INodeProperties, 'displayName' | 'name'>,
	fields: SentField[],
): CollectionField {
	const values = fields.map(({ property }) => property);
	const options = [{ displayName, name, values }];
	const shown = { [name]: Object.fromEntries(values.map((each) => [each.name, each.default])) };
	const property = { ...texts, type: 'fixedCollection' as const, default: shown, options };
	return { property, fields, group: name };
}
