import * as sdk from '@aws-sdk/client-chime-sdk-voice';

import { sentFieldsOf } from '../../nodes/AwsChimeSdkVoice/resources/properties';
import type { Place } from './places';

const capital = (name: string) => `${name[0].toUpperCase()}${name.slice(1)}`;

/**
 * AWS's name of the type of a place, as AWS's SDK has it: the name of a text with a type of its own, such
 * as `E164PhoneNumber`, or `boolean`. Of a list, the name of its list.
 */
export function shapeOf({ operation, path }: Place): string | undefined {
	const field = sentFieldsOf(operation.fields).find(({ property }) => path.includes(property.name));
	if (!field) return undefined;
	const names = field.in === 'query' ? [capital(field.property.name)] : field.awsName.split('.');
	const inRows = path.slice(path.indexOf(field.property.name) + 1).filter((name) => name !== '0');
	// Behind the name of the rows.
	const all = [...names, ...inRows.slice(1).map(capital)];
	let schema = resolved(Object(sdk)[`${operation.awsName}Request$`]);
	for (const name of all) schema = memberOf(schema, name);
	if (schema === 2) return 'boolean';
	return Array.isArray(schema) ? schema[2] : undefined;
}

/** The schema of a member: of a structure by its name, of a list for every entry. */
function memberOf(schema: unknown, name: string): unknown {
	const [kind, , , , members, schemas] = Object(schema);
	if (kind === 1) return memberOf(resolved(members), name);
	if (kind !== 3) return undefined;
	const isEntry = name.endsWith('[]');
	const found = resolved(schemas[members.indexOf(name.replace('[]', ''))]);
	return isEntry && Array.isArray(found) ? resolved(found[4]) : found;
}

/** The SDK refers to a schema by a function, and sets traits of the member beside it. */
function resolved(schema: unknown): unknown {
	if (typeof schema === 'function') return resolved(schema());
	const isWithTraits = Array.isArray(schema) && schema.length === 2;
	return isWithTraits ? resolved(schema[0]) : schema;
}
