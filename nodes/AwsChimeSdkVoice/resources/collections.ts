import type { INodeProperties } from 'n8n-workflow';

import { checkNames, isRecord, refusal } from '../parameters/validation';
import type { CollectionField, Parameters } from './record';

/**
 * The properties, with a hidden one beside each collection. n8n takes out of a collection what the panel
 * does not know, and leaves an empty one in the place of an expression: a list with such a filter would be
 * a list of everything. A hidden parameter of the same name keeps the value as the workflow has it.
 */
export function keepingCollections(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => {
		const { displayName, name, type, displayOptions } = property;
		if (type !== 'collection' && type !== 'fixedCollection') return [property];
		return [property, { displayName, name, type: 'hidden', default: {}, displayOptions }];
	});
}

/**
 * Makes the check of a collection: it refuses names that no collection of the same name has. n8n keeps the
 * fields of the operation that was chosen before.
 */
export function collectionCheck(all: INodeProperties[]) {
	return (property: INodeProperties, value: unknown): void => {
		const { name, displayName } = property;
		const known = all.filter((each) => each.name === name).flatMap(namesIn);
		checkNames(checkRecord(value, displayName), known, displayName, namesIn(property));
	};
}

function namesIn({ options = [] }: INodeProperties): string[] {
	return options.map((option) => option.name);
}

/**
 * The values in a collection, by the names of their fields. The panel shows all fields of a group at once:
 * n8n leaves out those with their defaults, and an empty text of a pair is none that the user gave.
 *
 * @throws InvalidParameter
 */
export function membersOf(
	{ fields, group }: CollectionField,
	value: unknown,
	label: string,
): Parameters {
	if (group === undefined) return checkRecord(value, label);
	const holder = checkRecord(value, label);
	checkNames(holder, [group], label);
	const given = checkRecord(holder[group], label);
	checkNames(
		given,
		fields.map(({ property }) => property.name),
		label,
	);
	const members = fields.flatMap((field) => {
		const { name, default: initial } = field.property;
		const member = Object.hasOwn(given, name) ? given[name] : initial;
		const isLeftEmpty = member === '' && 'pairedWith' in field && field.pairedWith !== undefined;
		return isLeftEmpty ? [] : [[name, member]];
	});
	return Object.fromEntries(members);
}

function checkRecord(value: unknown, label: string): Parameters {
	if (isRecord(value)) return value;
	throw refusal(value, label, 'must be an object with the names and values of its fields');
}
