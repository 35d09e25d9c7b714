/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- finds the files of the schemas */
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import Ajv from 'ajv';
import { loadOutputSchema } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sampleSession, startChime, type Chime } from '../chime/server';
import { key } from '../keys';
import { record } from '../record';
import { runNode } from './chimeNode';

const nodeDir = resolve(__dirname, '..', '..', 'nodes', 'AwsChimeSdkVoice');
const { VoiceConnectorId, ProxySessionId } = sampleSession;
const locator = (value: string) => ({ __rl: true, mode: 'id', value });
const voiceConnectorId = locator(VoiceConnectorId);
const proxySessionId = locator(ProxySessionId);

/** With every field that AWS may send, so that a schema that lacks one, or has one more, is found. */
const complete = {
	...sampleSession,
	Name: 'Ride 4711',
	EndedTimestamp: '2020-04-15T17:10:10.288Z',
	NumberSelectionBehavior: 'AvoidSticky',
	GeoMatchLevel: 'AreaCode',
	GeoMatchParams: { Country: 'US', AreaCode: '206' },
};

const calls: Record<string, Record<string, INodeParameters>> = {
	proxySession: {
		create: {
			voiceConnectorId,
			firstPhoneNumber: '+12065550100',
			secondPhoneNumber: '+14015550101',
			additionalFields: {
				name: 'Ride 4711',
				numberSelectionBehavior: 'PreferSticky',
				geoMatch: { match: { level: 'AreaCode', country: 'US', areaCode: '206' } },
			},
		},
		delete: { voiceConnectorId, proxySessionId },
		get: { voiceConnectorId, proxySessionId },
		getAll: { voiceConnectorId },
		update: { voiceConnectorId, proxySessionId, capabilities: ['Voice'] },
	},
	voiceConnectorProxy: {
		delete: { voiceConnectorId },
		get: { voiceConnectorId },
		set: {
			voiceConnectorId,
			phoneNumberPoolCountries: 'US, CA',
			additionalFields: { fallBackPhoneNumber: '+12065550100', disabled: false },
		},
	},
};

const { version, properties } = new AwsChimeSdkVoice().description;
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
	await run('voiceConnectorProxy', 'set');
});

afterEach(async () => await chime.close());

async function run(resource: string, operation: string): Promise<IDataObject[]> {
	chime.add({ ...complete });
	const { outputs, error } = await runNode({
		items: [{}],
		credential: { ...key, region: 'us-east-1', endpoint: chime.url },
		parameters: { resource, operation, ...calls[resource][operation] },
	});
	expect(error).toBeUndefined();
	expect(outputs.slice(1).flat()).toEqual([]);
	return outputs[0].map(({ json }) => json);
}

function schemaOf(resource: string, operation: string, folder = nodeDir) {
	return loadOutputSchema({ nodeDir: folder, version: Number(version), resource, operation });
}

test('every operation that the editor offers has a schema, and every schema an operation', () => {
	const offered = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			options.map((option) => [
				displayOptions?.show?.resource?.[0],
				'value' in option ? option.value : '',
			]),
		);
	expect(offered.sort()).toEqual(schemas);
});

test.each(schemas)('%s: %s gives what its schema tells', async (resource, operation) => {
	const { version: schemaVersion, ...schema } = schemaOf(resource, operation) ?? {};
	expect(schemaVersion).toBe(1);
	const isAsTold = new Ajv().compile(closed(schema));

	const items = await run(resource, operation);

	expect(items.length).toBeGreaterThan(0);
	for (const item of items) {
		isAsTold(item);
		expect(isAsTold.errors ?? []).toEqual([]);
	}
	const sent = new Set(items.flatMap(namesIn));
	const ended = operation === 'create' ? ['EndedTimestamp'] : [];
	expect([...new Set([...sent, ...ended])].sort()).toEqual([...new Set(namesTold(schema))].sort());
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

function namesTold(schema: unknown): string[] {
	const { properties: told, items } = record(schema);
	if (items) return namesTold(items);
	return Object.entries(record(told ?? {})).flatMap(([name, inner]) => [name, ...namesTold(inner)]);
}

function namesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(namesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
