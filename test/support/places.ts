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

/** Every place whose value is sent to AWS. */
export const places: Place[] = operations.flatMap((operation) =>
	operation.fields.filter(isSent).flatMap(({ property }) =>
		placesIn(property, [], '').map((place) => ({
			...place,
			operation,
			title: `${operation.awsName}: ${place.label}`,
		})),
	),
);

function isSent(field: Field): boolean {
	return 'in' in field || 'fields' in field;
}

/** The places in a property: those of its fields where it has any. */
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
	return inner.length === 0 ? [{ label, property, path }] : inner;
}

/** The values of a request that AWS takes, with every field set. */
export function valuesFor(awsName: string): Parameters {
	const values = Object.entries(fixtureOf(awsName).example.parameters).map(([name, value]) => [
		name,
		Object(value).__rl ? Object(value).value : value,
	]);
	return structuredClone(Object.fromEntries(values));
}

/** The same values, with one of them in the place of another. */
export function holding({ operation, path }: Place, value: unknown): Parameters {
	const values = valuesFor(operation.awsName);
	let holder: object = values;
	for (const name of path.slice(0, -1)) holder = Object(Reflect.get(holder, name));
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
