import { keyOf } from '../support/chime/state';
import type { OperationFixture } from './fixture';
import {
	participantItems,
	resource,
	sampleSession,
	sessionsPath,
	sessionsTarget,
} from './sessions';
import {
	capabilities,
	connector,
	firstPhoneNumber,
	locatorsOf,
	minutes,
	missing,
	phoneNumber,
	proxyPhoneNumber,
	random,
	secondPhoneNumber,
	voiceConnectorId,
	inCapitals,
} from './values';

const numbers = { firstPhoneNumber, secondPhoneNumber };
const match = 'Additional Fields → Geographic Match →';

export const fixture: OperationFixture = {
	awsName: 'CreateProxySession',
	method: 'POST',
	path: sessionsPath,
	resource,
	operation: ['create', 'Create'],
	action: 'Create proxy session',
	parameters: { ...connector, ...numbers, capabilities: ['Voice'], output: 'session' },
	response: { statusCode: 201, body: { ProxySession: sampleSession } },
	example: {
		parameters: {
			...connector,
			...numbers,
			capabilities: ['Voice', 'SMS'],
			output: 'participants',
			additionalFields: {
				name: 'Ride 4711',
				expiryMinutes: 30,
				numberSelectionBehavior: 'AvoidSticky',
				geoMatch: { match: { level: 'AreaCode', country: 'US', areaCode: '206' } },
			},
		},
		request: [
			'POST',
			sessionsTarget,
			{
				ParticipantPhoneNumbers: [firstPhoneNumber, secondPhoneNumber],
				Capabilities: ['Voice', 'SMS'],
				Name: 'Ride 4711',
				ExpiryMinutes: 30,
				NumberSelectionBehavior: 'AvoidSticky',
				GeoMatchLevel: 'AreaCode',
				GeoMatchParams: { Country: 'US', AreaCode: '206' },
			},
		],
		items: participantItems,
	},
	ifUncertain: /\bmay have been created\b.*\bGet Many\b.*\bbefore creating it again\b/,
	isRetired: true,
	sensitive: ['firstPhoneNumber', 'secondPhoneNumber'],
	constraints: [
		voiceConnectorId,
		phoneNumber('firstPhoneNumber', 'First Phone Number'),
		phoneNumber('secondPhoneNumber', 'Second Phone Number'),
		capabilities,
		{
			parameter: 'additionalFields.name',
			label: 'Additional Fields → Name',
			pattern: /^[a-zA-Z0-9 ]{0,30}$/,
			refused: [
				...["'x'.repeat(31)", "'Zoë'", "'a-b'", "'a\\tb'", "'Ride\\n'", "'😀'", '4711.5'],
				"['Ride']",
				...missing,
			],
			accepted: ["'x'.repeat(30)", "'Ride 4711'", "' '", "''", '4711'],
		},
		minutes('additionalFields.expiryMinutes', 'Additional Fields → Expiry (Minutes)'),
		{
			parameter: 'additionalFields.numberSelectionBehavior',
			label: 'Additional Fields → Number Selection Behavior',
			enumeration: 'NumberSelectionBehavior',
			refused: ["'Sticky'", "''", '1', "['PreferSticky']", ...missing],
			accepted: ["'preferSticky'"],
		},
		{
			parameter: 'additionalFields.geoMatch.match.level',
			label: `${match} Level`,
			enumeration: 'GeoMatchLevel',
			refused: ["'City'", "''", ...missing],
			accepted: ["' country'"],
		},
		{
			parameter: 'additionalFields.geoMatch.match.country',
			label: `${match} Country`,
			beside: { level: 'AreaCode', areaCode: '206' },
			pattern: /^[A-Z]{2}$/,
			read: inCapitals,
			refused: ["''", "'USA'", "'U'", "'U1'", "['US']", ...missing],
			accepted: ["'us'", "'US\\n'", "'US'"],
		},
		{
			parameter: 'additionalFields.geoMatch.match.areaCode',
			label: `${match} Area Code`,
			beside: { level: 'AreaCode', country: 'US' },
			pattern: /^[0-9]{3}$/,
			read: (text) => text.trim(),
			refused: ["''", "'20'", "'2066'", "'20a'", "['206']", ...missing],
			accepted: ["'206'", "' 206\\n'", '206'],
		},
	],
	panels: [
		{
			name: 'session-create',
			parameters: {
				...connector,
				...numbers,
				additionalFields: {
					expiryMinutes: 60,
					geoMatch: { match: { level: 'AreaCode', country: 'US', areaCode: '206' } },
					name: 'Ride 4711',
					numberSelectionBehavior: 'PreferSticky',
				},
			},
			labels: [
				...['Voice Connector', 'First Phone Number', 'Second Phone Number', 'Capabilities'],
				...['Output', 'Additional Fields', 'Expiry (Minutes)', 'Geographic Match', 'Level'],
				...['Country', 'Area Code', 'Name', 'Number Selection Behavior'],
			],
			firstOutput: 'Participants',
		},
	],
	parity: {
		inputs: (fc) =>
			fc
				.record({
					VoiceConnectorId: random.id(fc),
					ParticipantPhoneNumbers: fc.tuple(random.phoneNumber(fc), random.phoneNumber(fc)),
					Capabilities: fc.subarray(['Voice', 'SMS'], { minLength: 1 }),
					Name: random.optional(fc, fc.stringMatching(/^[a-zA-Z0-9 ]{0,30}$/)),
					ExpiryMinutes: random.optional(fc, random.minutes(fc)),
					NumberSelectionBehavior: random.optional(
						fc,
						fc.constantFrom('PreferSticky', 'AvoidSticky'),
					),
					match: random.optional(
						fc,
						fc.record({
							GeoMatchLevel: fc.constantFrom('Country', 'AreaCode'),
							GeoMatchParams: random.optional(
								fc,
								fc.record({
									Country: random.country(fc),
									AreaCode: fc.stringMatching(/^[0-9]{3}$/),
								}),
							),
						}),
					),
				})
				.map(({ match: geographic, ...input }) => ({ ...input, ...geographic })),
		parameters(input) {
			const [first, second] = Object(input.ParticipantPhoneNumbers);
			const { Country: country, AreaCode: areaCode } = Object(input.GeoMatchParams);
			const { GeoMatchLevel: level, Name: name, ExpiryMinutes: expiryMinutes } = input;
			const { NumberSelectionBehavior: numberSelectionBehavior } = input;
			return {
				...locatorsOf(input),
				firstPhoneNumber: first,
				secondPhoneNumber: second,
				capabilities: input.Capabilities,
				output: 'session',
				additionalFields: {
					...{ name, expiryMinutes, numberSelectionBehavior },
					...(level !== undefined && { geoMatch: { match: { level, country, areaCode } } }),
				},
			};
		},
		item: ({ ProxySession }) => ProxySession,
	},
	respond(state, { ids: names, body: { ParticipantPhoneNumbers, ...fields }, now, newId }) {
		const isPair = Array.isArray(ParticipantPhoneNumbers) && ParticipantPhoneNumbers.length === 2;
		if (!isPair) return [400];
		const created = {
			...fields,
			VoiceConnectorId: names.voiceConnectorId,
			ProxySessionId: newId(),
			Status: 'Open',
			ExpiryMinutes: fields.ExpiryMinutes ?? 60,
			CreatedTimestamp: now.toISOString(),
			UpdatedTimestamp: now.toISOString(),
			EndedTimestamp: null,
			Participants: ParticipantPhoneNumbers.map((PhoneNumber) => ({
				PhoneNumber,
				ProxyPhoneNumber: proxyPhoneNumber,
			})),
		};
		state.of('sessions').set(keyOf(created.VoiceConnectorId, created.ProxySessionId), created);
		return [201, { ProxySession: created }];
	},
};
