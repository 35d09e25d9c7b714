import type { INodeProperties } from 'n8n-workflow';

import { InvalidParameter } from '../../nodes/AwsChimeSdkVoice/parameters/validation';
import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import type { Operation } from '../../nodes/AwsChimeSdkVoice/resources/operation';
import type { Field, Parameters } from '../../nodes/AwsChimeSdkVoice/resources/record';
import { buildRequest, type ChimeRequest } from '../../nodes/AwsChimeSdkVoice/transport/request';
import { fixtureOf } from '../operations';

/** A place for a value of the user: a field of an operation, also inside collections and rows. */
export interface Place {
	/** AWS's name of the request, and the labels as the panel shows them. */
	title: string;
	label: string;
	operation: Operation;
	property: INodeProperties;
	/** The names from the parameter down to the value; a row is at the name `0`. */
	path: string[];
}

const operations = resources.flatMap((resource) => resource.operations);

const everyPlace: Place[] = operations.flatMap((operation) =>
	operation.fields.filter(isSent).flatMap(({ property }) =>
		placesIn(property, [], '').map((place) => ({
			...place,
			operation,
			title: `${operation.awsName}: ${place.label}`,
		})),
	),
);

const isOfRows = ({ property: { typeOptions } }: Place) => typeOptions?.multipleValues === true;

/** Every place of one value that is sent to AWS. */
export const places = everyPlace.filter(({ property: { type } }) => !/collection$/i.test(type));

/** Every place of rows, which hold places of their own. */
export const placesOfRows = everyPlace.filter(isOfRows);

function isSent(field: Field): boolean {
	return 'in' in field || 'fields' in field;
}

/** The place of a property, and those of its fields. */
function placesIn(
	property: INodeProperties,
	outer: string[],
	labels: string,
): Array<Pick<Place, 'label' | 'property' | 'path'>> {
	const path = [...outer, property.name];
	const label = `${labels}${property.displayName}`;
	const inner = (property.options ?? []).flatMap((option) => {
		if ('values' in option) {
			const row = property.typeOptions?.multipleValues ? ['0'] : [];
			const names = [...path, option.name, ...row];
			return option.values.flatMap((each) => placesIn(each, names, `${label} → `));
		}
		return 'value' in option ? [] : placesIn(option, path, `${label} → `);
	});
	return [{ label, property, path }, ...inner];
}

/** The values of a request that AWS takes, with every field set. */
export function valuesFor(awsName: string): Parameters {
	const values = Object.entries(fixtureOf(awsName).example.parameters).map(([name, value]) => [
		name,
		Object(value).__rl ? Object(value).value : value,
	]);
	return structuredClone(Object.fromEntries(values));
}

/** The value that a place has in them. */
export const exampleOf = ({ operation, path }: Place) =>
	path.reduce<unknown>((holder, name) => Object(holder)[name], valuesFor(operation.awsName));

/** The same values, with one of them in the place of another. */
function holding({ operation, path }: Place, value: unknown): Parameters {
	const values = valuesFor(operation.awsName);
	const holder = path.slice(0, -1).reduce<object>((each, name) => Reflect.get(each, name), values);
	Reflect.set(holder, path[path.length - 1], value);
	return values;
}

/** The request of an operation with these values; the message of the refusal where there is one. */
export function requestOf(operation: Operation, values: Parameters): ChimeRequest | string {
	try {
		return buildRequest(operation, values, 'list' in operation ? { page: { size: 1 } } : {});
	} catch (error) {
		return error instanceof InvalidParameter ? error.message : `a fault: ${String(error)}`;
	}
}

/** What becomes of a value in a place. */
export const sentFrom = (place: Place, value: unknown) =>
	requestOf(place.operation, holding(place, value));
