import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { byId } from '../support/locator';
import type { Constraint, OperationFixture, Route } from './fixture';

interface Module {
	fixture?: OperationFixture;
	route?: Route;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- a file in this folder is a fixture, without a list of them
const modules = readdirSync(__dirname).map((file): Module => require(join(__dirname, file)));

/** Every operation of the node, in the order in which the node lists them. */
export const fixtures = modules
	.flatMap(({ fixture }) => fixture ?? [])
	.sort(
		(one, other) =>
			compare(one.resource, other.resource) || compare(one.operation, other.operation),
	);

/** Every request that the stand-in Chime serves. */
export const routes: Route[] = [...fixtures, ...modules.flatMap(({ route }) => route ?? [])].sort(
	// A route with a query is a special case of its path.
	(one, other) => Number('query' in other) - Number('query' in one),
);

/** By the label. */
function compare([, one]: [string, string], [, other]: [string, string]): number {
	return one.localeCompare(other);
}

/** The parameters that choose the operation, before those of the fixture. */
export const parametersOf = ({
	resource,
	operation,
	parameters,
}: OperationFixture): INodeParameters => ({
	resource: resource[0],
	operation: operation[0],
	...parameters,
});

/** The parameters of an operation's example that AWS takes at once: of a phone number, it changes one attribute. */
export const takenAtOnce = ({ awsName, parameters, example }: OperationFixture): INodeParameters =>
	awsName === 'UpdatePhoneNumber' ? parameters : example.parameters;

/** The parameter of a constraint with an expression as its value, inside the collections of its name. */
export function holding(
	{ parameter, isLocator, beside }: Constraint,
	expression: string,
): INodeParameters {
	const value = `={{ ${expression} }}`;
	const [name, ...outer] = parameter.split('.').reverse();
	const into = (inner: INodeParameters, collection: string): INodeParameters =>
		// A row of a collection with several.
		collection === '0' ? { rows: [inner] } : { [collection]: inner.rows ?? inner };
	return outer.reduce(into, {
		...beside,
		[name]: isLocator ? byId(value) : value,
	});
}

export function fixtureOf(awsName: string): OperationFixture {
	const found = fixtures.find((fixture) => fixture.awsName === awsName);
	if (!found) throw new Error(`There is no fixture of ${awsName}.`);
	return found;
}

/** Parameters with which an operation succeeds, by AWS's name for it. */
export const parametersFor = (awsName: string) => parametersOf(fixtureOf(awsName));
