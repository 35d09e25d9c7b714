import {
	CreateProxySessionCommand,
	DeleteProxySessionCommand,
	DeleteVoiceConnectorProxyCommand,
	GetProxySessionCommand,
	GetVoiceConnectorProxyCommand,
	ListProxySessionsCommand,
	PutVoiceConnectorProxyCommand,
	UpdateProxySessionCommand,
	type ServiceInputTypes,
} from '@aws-sdk/client-chime-sdk-voice';
import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { sdkClient } from '../awsSdk';
import { sampleSession, startChime, type Chime, type Received } from '../chime/server';
import { temporaryKey as key } from '../keys';
import { runNode } from './chimeNode';

/** What the SDK is given; the node gets the same in the words of its own parameters. */
type Input = Record<string, unknown>;

interface Operation {
	resource: 'proxySession' | 'voiceConnectorProxy';
	operation: string;
	inputs: fc.Arbitrary<Input>;
	parameters(input: Input): INodeParameters;
	send(input: Input): Promise<object>;
	/** The fields of the SDK's answer that the node's item is made of. */
	item(answer: Input, input: Input): unknown;
}

let chime: Chime;
let sdk: ReturnType<typeof sdkClient>;

beforeAll(async () => {
	chime = await startChime({ keys: [key] });
	sdk = sdkClient(chime.url, key);
});

afterAll(async () => {
	sdk.destroy();
	await chime.close();
});

const isId = (text: string) => /\S/.test(text) && text !== '.' && text !== '..';
const id = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter(isId);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const minutes = fc.integer({ min: 1, max: 1_000_000 });
const phoneNumber = fc.stringMatching(/^\+[1-9]\d{1,14}$/);
const country = fc.stringMatching(/^[A-Z]{2}$/);
const capabilities = fc.subarray(['Voice', 'SMS'], { minLength: 1 });
const connector = { VoiceConnectorId: id };
const session = { ...connector, ProxySessionId: id };

const locator = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
const given = (fields: Record<string, unknown>): INodeParameters =>
	JSON.parse(JSON.stringify(fields));
const idsOf = ({ VoiceConnectorId, ProxySessionId }: Input): INodeParameters => ({
	voiceConnectorId: locator(VoiceConnectorId),
	...(ProxySessionId === undefined ? {} : { proxySessionId: locator(ProxySessionId) }),
});
const sessionOf = ({ ProxySession }: Input) => ProxySession;
const proxyOf = ({ Proxy: proxy }: Input, { VoiceConnectorId }: Input) => ({
	VoiceConnectorId,
	...Object(proxy),
});

const operations: Operation[] = [
	{
		resource: 'proxySession',
		operation: 'create',
		inputs: fc
			.record({
				...connector,
				ParticipantPhoneNumbers: fc.tuple(phoneNumber, phoneNumber),
				Capabilities: capabilities,
				Name: optional(fc.stringMatching(/^[a-zA-Z0-9 ]{0,30}$/)),
				ExpiryMinutes: optional(minutes),
				NumberSelectionBehavior: optional(fc.constantFrom('PreferSticky', 'AvoidSticky')),
				geographic: optional(
					fc.record({
						GeoMatchLevel: fc.constantFrom('Country', 'AreaCode'),
						GeoMatchParams: optional(
							fc.record({ Country: country, AreaCode: fc.stringMatching(/^[0-9]{3}$/) }),
						),
					}),
				),
			})
			.map(({ geographic, ...rest }) => ({ ...rest, ...geographic })),
		parameters: (input) => {
			const [firstPhoneNumber, secondPhoneNumber] = Object(input.ParticipantPhoneNumbers);
			const { Country, AreaCode } = Object(input.GeoMatchParams);
			return given({
				...idsOf(input),
				firstPhoneNumber,
				secondPhoneNumber,
				capabilities: input.Capabilities,
				output: 'session',
				additionalFields: {
					name: input.Name,
					expiryMinutes: input.ExpiryMinutes,
					numberSelectionBehavior: input.NumberSelectionBehavior,
					...(input.GeoMatchLevel !== undefined && {
						geoMatch: {
							match: { level: input.GeoMatchLevel, country: Country, areaCode: AreaCode },
						},
					}),
				},
			});
		},
		send: async (input) => await sdk.send(new CreateProxySessionCommand(of(input))),
		item: sessionOf,
	},
	{
		resource: 'proxySession',
		operation: 'delete',
		inputs: fc.record(session),
		parameters: idsOf,
		send: async (input) => await sdk.send(new DeleteProxySessionCommand(of(input))),
		item: (_answer, ids) => ({ deleted: true, ...ids }),
	},
	{
		resource: 'proxySession',
		operation: 'get',
		inputs: fc.record(session),
		parameters: (input) => ({ ...idsOf(input), output: 'session' }),
		send: async (input) => await sdk.send(new GetProxySessionCommand(of(input))),
		item: sessionOf,
	},
	{
		resource: 'proxySession',
		operation: 'getAll',
		inputs: fc.record({
			...connector,
			Status: optional(fc.constantFrom('Open', 'InProgress', 'Closed')),
			MaxResults: fc.integer({ min: 1, max: 100 }),
		}),
		parameters: ({ VoiceConnectorId, Status, MaxResults }) =>
			given({
				voiceConnectorId: locator(VoiceConnectorId),
				limit: MaxResults,
				filters: { status: Status },
			}),
		send: async (input) => await sdk.send(new ListProxySessionsCommand(of(input))),
		item: ({ ProxySessions }) => Object(ProxySessions)[0],
	},
	{
		resource: 'proxySession',
		operation: 'update',
		inputs: fc.record({
			...session,
			Capabilities: capabilities,
			ExpiryMinutes: optional(minutes),
		}),
		parameters: (input) =>
			given({
				...idsOf(input),
				capabilities: input.Capabilities,
				output: 'session',
				updateFields: { expiryMinutes: input.ExpiryMinutes },
			}),
		send: async (input) => await sdk.send(new UpdateProxySessionCommand(of(input))),
		item: sessionOf,
	},
	{
		resource: 'voiceConnectorProxy',
		operation: 'set',
		inputs: fc.record({
			...connector,
			DefaultSessionExpiryMinutes: minutes,
			PhoneNumberPoolCountries: fc.array(country, { minLength: 1, maxLength: 100 }),
			FallBackPhoneNumber: optional(phoneNumber),
			Disabled: optional(fc.boolean()),
		}),
		parameters: (input) =>
			given({
				...idsOf(input),
				defaultSessionExpiryMinutes: input.DefaultSessionExpiryMinutes,
				phoneNumberPoolCountries: Object(input.PhoneNumberPoolCountries).join(', '),
				additionalFields: {
					fallBackPhoneNumber: input.FallBackPhoneNumber,
					disabled: input.Disabled,
				},
			}),
		send: async (input) => await sdk.send(new PutVoiceConnectorProxyCommand(of(input))),
		item: proxyOf,
	},
	{
		resource: 'voiceConnectorProxy',
		operation: 'get',
		inputs: fc.record(connector),
		parameters: idsOf,
		send: async (input) => await sdk.send(new GetVoiceConnectorProxyCommand(of(input))),
		item: proxyOf,
	},
	{
		resource: 'voiceConnectorProxy',
		operation: 'delete',
		inputs: fc.record(connector),
		parameters: idsOf,
		send: async (input) => await sdk.send(new DeleteVoiceConnectorProxyCommand(of(input))),
		item: (_answer, ids) => ({ deleted: true, ...ids }),
	},
];

/** The generators above make what the SDK's types ask for, of which the compiler cannot know. */
function of<T extends ServiceInputTypes>(input: Input): T {
	return Object(input);
}

/** As it was before either of them asked. */
async function prepare({ VoiceConnectorId, ProxySessionId = 'p', Status = 'Open' }: Input) {
	const ids = {
		VoiceConnectorId: String(VoiceConnectorId),
		ProxySessionId: String(ProxySessionId),
	};
	chime.add({ ...sampleSession, ...ids, Status });
	const PhoneNumberPoolCountries = ['US'];
	const settings = { DefaultSessionExpiryMinutes: 60, PhoneNumberPoolCountries };
	await sdk.send(new PutVoiceConnectorProxyCommand({ ...settings, ...ids }));
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
	const text = JSON.stringify(value, (name, inner) =>
		inner === null || changing.has(name) ? undefined : inner,
	);
	return JSON.parse(text);
}

describe.each(operations)('$resource: $operation', (subject) => {
	const { resource, operation, inputs, parameters, send, item } = subject;

	test('asks what the SDK asks, and emits what the SDK gets', async () => {
		await fc.assert(
			fc.asyncProperty(inputs, async (input) => {
				await prepare(input);
				const answer = await send(input);
				const [expected] = chime.received;

				await prepare(input);
				const { outputs, error } = await runNode({
					items: [{}],
					credential: { ...key, region: 'us-east-1', endpoint: chime.url },
					parameters: { resource, operation, ...parameters(input) },
				});

				expect(error).toBeUndefined();
				expect(chime.received.map(onTheWire)).toEqual([onTheWire(expected)]);
				expect(expected.verdict.isVerified).toBe(true);
				const [found] = outputs[0].map(({ json }) => json);
				const wanted = item({ ...answer }, input);
				expect(lasting(found)).toEqual(lasting(wanted));
			}),
			{ numRuns: 30 },
		);
	});
});
