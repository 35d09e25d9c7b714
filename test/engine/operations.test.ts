import type { INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sdkClient, sendBySdk } from '../support/awsSdk';
import { sampleSession, startChime, type Chime, type Received } from '../support/chime/server';
import fc from '../support/fastCheck';
import { temporaryKey as key } from '../support/keys';
import { fixtures } from '../operations';
import type { SdkInput } from '../operations/fixture';
import { credentialFor } from '../support/credential';
import { scale, scaledTest } from '../support/scale';
import { runNode } from '../support/engine/chimeNode';

let chime: Chime;
let client: ReturnType<typeof sdkClient>;

beforeAll(async () => {
	// Both create things with the same id.
	chime = await startChime({ keys: [key], newId: () => 'created' });
	client = sdkClient(chime.url, key);
});

afterAll(async () => {
	client.destroy();
	await chime.close();
});

test('every operation of the node has a fixture, in the same order and with the same labels', () => {
	const { properties } = new AwsChimeSdkVoice().description;
	const [{ options: resources = [] }] = properties.filter(({ name }) => name === 'resource');
	const labels = new Map(resources.map((option) => [Object(option).value, option.name]));
	const listed = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) => {
			const resource = displayOptions?.show?.resource?.[0];
			return options.map((option) => {
				const { name, value, action }: INodePropertyOptions = Object(option);
				return [[resource, labels.get(resource)], [value, name], action];
			});
		});
	expect(fixtures.map(({ resource, operation, action }) => [resource, operation, action])).toEqual(
		listed,
	);
});

/** Brings the server to the same state before the SDK's request and before the node's. */
async function prepare({ VoiceConnectorId, ProxySessionId = 'p', Status = 'Open' }: SdkInput) {
	const ids = {
		VoiceConnectorId: String(VoiceConnectorId),
		ProxySessionId: String(ProxySessionId),
	};
	chime.state.clear();
	chime.add({ ...sampleSession, ...ids, Status });
	const settings = { DefaultSessionExpiryMinutes: 60, PhoneNumberPoolCountries: ['US'] };
	await sendBySdk(client, 'PutVoiceConnectorProxy', { ...settings, ...ids });
	chime.received.length = 0;
}

const onTheWire = ({ method, target, headers, body, verdict }: Received) => ({
	method,
	target,
	body: body.toString(),
	contentType: headers['content-type'],
	contentLength: headers['content-length'],
	isVerified: verdict.isVerified,
});

const changing = new Set(['ProxySessionId', 'CreatedTimestamp', 'UpdatedTimestamp']);

/** Without what no two calls have in common, and without nulls, which the SDK leaves out. */
function lasting(value: unknown): unknown {
	const text: string | undefined = JSON.stringify(value, (name, inner) =>
		inner === null || changing.has(name) ? undefined : inner,
	);
	return text === undefined ? text : JSON.parse(text);
}

/** The ids of an input, by the names of the node's parameters. */
const idsOf = (input: SdkInput) =>
	Object.fromEntries(
		Object.entries(input)
			.filter(([name]) => name.endsWith('Id'))
			.map(([name, id]) => [`${name[0].toLowerCase()}${name.slice(1)}`, String(id)]),
	);

describe.each(fixtures)('$awsName', ({ awsName, resource, operation, parity, seed }) => {
	scaledTest('sends what the SDK sends, and emits what the SDK returns', async () => {
		await fc.assert(
			fc.asyncProperty(parity.inputs(fc), async (input) => {
				await prepare(input);
				seed?.(chime.state, idsOf(input), input);
				const output = await sendBySdk(client, awsName, input);
				const [expected] = chime.received;

				await prepare(input);
				seed?.(chime.state, idsOf(input), input);
				const given: INodeParameters = JSON.parse(JSON.stringify(parity.parameters(input)));
				const { outputs, error } = await runNode({
					items: [{}],
					credential: credentialFor(chime.url, key),
					parameters: { resource: resource[0], operation: operation[0], ...given },
				});

				expect(error).toBeUndefined();
				expect(chime.received.map(onTheWire)).toEqual([onTheWire(expected)]);
				expect(expected.verdict.isVerified).toBe(true);
				const [found] = outputs[0].map(({ json }) => json);
				expect(lasting(found)).toEqual(lasting(parity.item(output, input)));
			}),
			{ numRuns: 2 + 3 * scale },
		);
	});
});
