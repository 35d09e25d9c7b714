import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import Ajv from 'ajv';
import { loadOutputSchema } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { fixtureOf, fixtures, takenAtOnce } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { ids } from '../operations/values';
import { record } from '../support/record';
import { credentialFor } from '../support/credential';
import { runNode } from '../support/engine/chimeNode';

const nodeDir = resolve(__dirname, '..', '..', 'nodes', 'AwsChimeSdkVoice');
/** With every field that AWS may send, so that a schema that lacks one, or has one more, is found. */
const complete = {
	...sampleSession,
	Name: 'Ride 4711',
	EndedTimestamp: '2020-04-15T17:10:10.288Z',
	NumberSelectionBehavior: 'AvoidSticky',
	GeoMatchLevel: 'AreaCode',
	GeoMatchParams: { Country: 'US', AreaCode: '206' },
};

const { version } = new AwsChimeSdkVoice().description;
/** The operations that have a schema. */
const schemas = readdirSync(join(nodeDir, '__schema__', `v${String(version)}.0.0`), {
	recursive: true,
	encoding: 'utf8',
})
	.filter((name) => name.endsWith('.json'))
	.map((name): [string, string] => [dirname(name), basename(name, '.json')])
	.sort();

let chime: Chime;

beforeEach(async () => {
	chime = await startChime({ keys: [key] });
	await run(fixtureOf('PutVoiceConnectorProxy'));
});

afterEach(async () => await chime.close());

/** The options with which the items of an operation are other ones; a second is enough for one request. */
const optionsWith: Record<string, INodeParameters[]> = Object.fromEntries(
	resources
		.flatMap(({ operations }) => operations)
		.flatMap((operation) =>
			'after' in operation && operation.after
				? [[operation.awsName, [{}, { [operation.after.ifSet]: true, waitTimeout: 1 }]]]
				: [],
		),
);

async function run(
	fixture: OperationFixture,
	options: INodeParameters = {},
): Promise<IDataObject[]> {
	const { resource, operation } = fixture;
	chime.add({ ...complete });
	fixture.seed?.(chime.state, ids);
	const { outputs, error } = await runNode({
		items: [{}],
		credential: credentialFor(chime.url),
		parameters: {
			resource: resource[0],
			operation: operation[0],
			...takenAtOnce(fixture),
			options,
			filters: {},
			// The schema is that of the default.
			output: undefined,
		},
	});
	expect(error).toBeUndefined();
	expect(outputs.slice(1).flat()).toEqual([]);
	return outputs[0].map(({ json }) => json);
}

function schemaOf(resource: string, operation: string, folder = nodeDir) {
	return loadOutputSchema({ nodeDir: folder, version: Number(version), resource, operation });
}

test('every operation has a schema, and every schema an operation', () => {
	const named = fixtures.map(({ resource, operation }) => [resource[0], operation[0]]);
	expect(named.sort()).toEqual(schemas);
});

test.each(fixtures)('$awsName gives what its schema says', async (fixture) => {
	const { resource, operation } = fixture;
	const { version: schemaVersion, ...schema } = schemaOf(resource[0], operation[0]) ?? {};
	expect(schemaVersion).toBe(1);
	const isValid = new Ajv().compile(closed(schema));

	const items: IDataObject[] = [];
	for (const options of optionsWith[fixture.awsName] ?? [{}])
		items.push(...(await run(fixture, options)));

	expect(items.length).toBeGreaterThan(0);
	for (const item of items) {
		isValid(item);
		expect(isValid.errors ?? []).toEqual([]);
	}
	const sent = new Set(items.flatMap(namesIn));
	expect([...sent].sort()).toEqual([...new Set(namesOf(schema))].sort());
});

test('the editor finds each schema in the package', () => {
	const built = join(__dirname, '..', '..', 'dist', 'nodes', 'AwsChimeSdkVoice');
	for (const [resource, operation] of schemas)
		expect(schemaOf(resource, operation, built)).toEqual(schemaOf(resource, operation));
});

/** The same schema, with no place for fields that it does not name. */
function closed(schema: object): object {
	return JSON.parse(JSON.stringify(schema), (_name, value) =>
		value?.properties ? { ...value, additionalProperties: false } : value,
	);
}

function namesOf(schema: unknown): string[] {
	const { properties, items } = record(schema);
	if (items) return namesOf(items);
	return Object.entries(record(properties ?? {})).flatMap(([name, inner]) => [
		name,
		...namesOf(inner),
	]);
}

function namesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(namesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
