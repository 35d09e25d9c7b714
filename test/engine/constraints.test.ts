import {
	Capability,
	GeoMatchLevel,
	NumberSelectionBehavior,
	ProxySessionStatus,
} from '@aws-sdk/client-chime-sdk-voice';
import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startChime, type Chime } from '../chime/server';
import { key } from '../keys';
import { runNode } from './chimeNode';
import {
	createProxySession,
	everyOperation,
	firstPhoneNumber,
	getProxySession,
	listProxySessions,
	locator,
	putVoiceConnectorProxy,
	secondPhoneNumber,
	updateProxySession,
	type AnyOperation,
} from './everyOperation';

/** Where an operation takes a value: the name in its refusals, and the parameters that hold it. */
interface Place {
	operation: AnyOperation;
	name: string;
	/** What the panel calls it. */
	label: string;
	holding(value: string): INodeParameters;
}

/** Values as the expressions that yield them: an expression can yield what no JSON can. */
interface Constraint extends Place {
	refused: string[];
	accepted: string[];
}

let chime: Chime;

beforeAll(async () => {
	chime = await startChime({ keys: [key] });
});

beforeEach(() => {
	chime.received.length = 0;
});

afterAll(async () => await chime.close());

const quoted = (values: object) => Object.values(values).map((value) => `'${value}'`);
const digits = (count: number) => '1234567890123456'.slice(0, count);

const numbers = {
	refused: [
		"''",
		"'+'",
		"'1'",
		"'+02065550100'",
		"'+1 206 555 0100'",
		"'+1206555010x'",
		"'tel:+12065550100'",
		"'+12065550100\\n'",
		"'12065550100'",
		'12065550100',
		`'+${digits(16)}'`,
		`['${secondPhoneNumber}']`,
		'{}',
		'true',
		'NaN',
		'-12065550100',
		'1e21',
	],
	accepted: ["'+12065550100'", "'+12'", `'+${digits(15)}'`],
};
const labels: Record<string, string> = {
	voiceConnectorId: 'Voice Connector',
	proxySessionId: 'Proxy Session',
	firstPhoneNumber: 'First Phone Number',
	secondPhoneNumber: 'Second Phone Number',
	capabilities: 'Capabilities',
	name: 'Name',
	expiryMinutes: 'Expiry (Minutes)',
	numberSelectionBehavior: 'Number Selection Behavior',
	level: 'Level',
	country: 'Country',
	areaCode: 'Area Code',
	status: 'Status',
	limit: 'Limit',
	defaultSessionExpiryMinutes: 'Default Expiry (Minutes)',
	phoneNumberPoolCountries: 'Countries',
	fallBackPhoneNumber: 'Fallback Phone Number',
	disabled: 'Disabled',
	additionalFields: 'Additional Fields',
	updateFields: 'Update Fields',
	filters: 'Filters',
};
const required = ['null', 'undefined', '$json.nothing'];
const minutes = {
	refused: ['0', '-1', '1.5', "'60'", "''", "'an hour'", 'NaN', 'Infinity', 'true', '[60]'],
	accepted: ['1', '60', '525600', 'undefined'],
};
const capabilities = {
	refused: ['[]', "''", "' , '", "['Fax']", "'Voice, Fax'", "['voice']", '[1]', '[null]', '{}'],
	accepted: [...quoted(Capability), "['Voice']", "['Voice', 'SMS']", "'Voice, SMS'", "'SMS,Voice'"],
};
const texts = {
	refused: [
		"''",
		"' '",
		"'\\t\\n'",
		"'.'",
		"'..'",
		"'x'.repeat(129)",
		"'\\ud83d'",
		'42',
		'true',
		"['a']",
		"{ id: 'a' }",
	],
	accepted: ["'x'.repeat(128)", "'...'", "'a/b'", "'a b'", "'é😀'", "'%2e%2e'"],
};

/** The id of an item need not be there, so nothing is taken from elsewhere instead. */
const idsOf = (operation: AnyOperation): Constraint[] =>
	['voiceConnectorId', 'proxySessionId']
		.filter((name) => name in operation.parameters)
		.map((name) => ({
			operation,
			name,
			label: labels[name],
			holding: (value) => ({ [name]: locator(value) }),
			refused: [...texts.refused, ...required],
			accepted: texts.accepted,
		}));

const field = (operation: AnyOperation, name: string): Place => ({
	operation,
	name,
	label: labels[name],
	holding: (value) => ({ [name]: value }),
});

const inCollection = (operation: AnyOperation, collection: string, name: string): Place => ({
	operation,
	name,
	label: `${labels[collection]} → ${labels[name]}`,
	holding: (value) => ({ [collection]: { [name]: value } }),
});

const inMatch = (name: string, others: INodeParameters): Place => ({
	operation: createProxySession,
	name,
	label: `Additional Fields → Geographic Match → ${labels[name]}`,
	holding: (value) => ({
		additionalFields: { geoMatch: { match: { ...others, [name]: value } } },
	}),
});

const constraints: Constraint[] = [
	...everyOperation.flatMap(idsOf),
	...['firstPhoneNumber', 'secondPhoneNumber'].map((name) => ({
		...field(createProxySession, name),
		refused: [...numbers.refused, ...required],
		accepted: numbers.accepted,
	})),
	...[createProxySession, updateProxySession].map((operation) => ({
		...field(operation, 'capabilities'),
		refused: [...capabilities.refused, ...required],
		accepted: capabilities.accepted,
	})),
	{
		...inCollection(createProxySession, 'additionalFields', 'name'),
		refused: [
			"'x'.repeat(31)",
			"'Zoë'",
			"'a-b'",
			"'a\\tb'",
			"'Ride\\n'",
			"'😀'",
			'4711',
			"['Ride']",
		],
		accepted: ["'x'.repeat(30)", "'Ride 4711'", "' '", "''", 'undefined'],
	},
	{ ...inCollection(createProxySession, 'additionalFields', 'expiryMinutes'), ...minutes },
	{ ...inCollection(updateProxySession, 'updateFields', 'expiryMinutes'), ...minutes },
	{
		...inCollection(createProxySession, 'additionalFields', 'numberSelectionBehavior'),
		refused: ["'Sticky'", "'preferSticky'", "''", '1', "['PreferSticky']"],
		accepted: [...quoted(NumberSelectionBehavior), 'undefined'],
	},
	{
		...inMatch('level', {}),
		refused: ["'City'", "'country'", "''", ...required],
		accepted: quoted(GeoMatchLevel),
	},
	{
		...inMatch('country', { level: 'AreaCode', areaCode: '206' }),
		refused: ["''", 'undefined', "'us'", "'USA'", "'U'", "'U1'", "'US\\n'", "['US']"],
		accepted: ["'US'"],
	},
	{
		...inMatch('areaCode', { level: 'AreaCode', country: 'US' }),
		refused: ["''", 'undefined', "'20'", "'2066'", "'20a'", "' 206'", "'206\\n'", "['206']"],
		accepted: ["'206'"],
	},
	{
		...inCollection(listProxySessions, 'filters', 'status'),
		refused: ["'Ended'", "'open'", "''", '0', "['Open']"],
		accepted: [...quoted(ProxySessionStatus), 'undefined'],
	},
	{
		...field(listProxySessions, 'limit'),
		refused: ['0', '-1', '1.5', "'50'", "'all'", 'NaN', ...required],
		accepted: ['1', '99', '100', '101', '1000000'],
	},
	{
		...field(putVoiceConnectorProxy, 'defaultSessionExpiryMinutes'),
		refused: ['-1', '1.5', "'60'", "''", 'NaN', 'true', ...required],
		accepted: ['0', '1', '60'],
	},
	{
		...field(putVoiceConnectorProxy, 'phoneNumberPoolCountries'),
		refused: [
			"''",
			"','",
			'[]',
			"'us'",
			"'US, ca'",
			"'USA'",
			"'U1'",
			"'US;CA'",
			'[1]',
			"Array(101).fill('US')",
			"Array(101).fill('US').join()",
			...required,
		],
		accepted: [
			"'US'",
			"'US, CA'",
			"' US ,CA,'",
			"['US']",
			"Array(100).fill('US')",
			"Array(100).fill('US').join()",
		],
	},
	{
		...inCollection(putVoiceConnectorProxy, 'additionalFields', 'fallBackPhoneNumber'),
		refused: numbers.refused,
		accepted: [...numbers.accepted, 'undefined'],
	},
	{
		...inCollection(putVoiceConnectorProxy, 'additionalFields', 'disabled'),
		refused: ["'true'", "'false'", "''", '0', '1', '[]'],
		accepted: ['true', 'false', 'undefined'],
	},
];

const titled = (pick: (constraint: Constraint) => string[]) =>
	constraints.flatMap((constraint) =>
		pick(constraint).map(
			(value) => [constraint.operation.awsName, constraint.name, value, constraint] as const,
		),
	);

const run = async ({ operation, holding }: Place, value: string, items: IDataObject[] = [{}]) =>
	await runNode({
		items,
		credential: { ...key, region: 'us-east-1', endpoint: chime.url },
		parameters: { ...operation.parameters, ...holding(`={{ ${value} }}`) },
	});

test.each(titled(({ refused }) => refused))(
	'%s refuses %s = %s before anything is sent',
	async (_awsName, _name, value, constraint) => {
		const { error, outputs } = await run(constraint, value);
		expect(error).toBeUndefined();
		expect(chime.received).toEqual([]);
		expect(outputs.map((list) => list.length)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0]);
		const [{ json, pairedItem }] = outputs[1];
		expect(pairedItem).toEqual({ item: 0 });
		expect(json).toMatchObject({
			statusCode: null,
			code: 'InvalidParameter',
			attempts: 0,
			retryable: false,
			requestId: null,
		});
		const [start, end] = [`The parameter "${constraint.label}" must `, '. [item 0]'];
		expect(String(json.message).slice(0, start.length)).toBe(start);
		expect(String(json.message).slice(-end.length)).toBe(end);
		expect(json.message).not.toContain('redacted');
		expect(JSON.stringify(json)).not.toMatch(/[1-9]\d{9}/);
	},
);

test.each(titled(({ accepted }) => accepted))(
	'%s sends %s = %s',
	async (_awsName, _name, value, constraint) => {
		const { error, outputs } = await run(constraint, value);
		expect(error).toBeUndefined();
		expect(chime.received.map(({ verdict }) => verdict.isVerified)).toEqual([true]);
		expect(outputs[1]).toEqual([]);
	},
);

/** The patterns of AWS's API reference; of a phone number, AWS takes the plus sign to be left out. */
const patterns: Array<[awsName: string, name: string, pattern: RegExp, place: Place]> = [
	[
		'CreateProxySession',
		'firstPhoneNumber',
		/^\+[1-9]\d{1,14}$/,
		field(createProxySession, 'firstPhoneNumber'),
	],
	[
		'CreateProxySession',
		'name',
		/^[a-zA-Z0-9 ]{0,30}$/,
		inCollection(createProxySession, 'additionalFields', 'name'),
	],
	[
		'CreateProxySession',
		'areaCode',
		/^[0-9]{3}$/,
		inMatch('areaCode', { level: 'AreaCode', country: 'US' }),
	],
	[
		'CreateProxySession',
		'country',
		/^[A-Z]{2}$/,
		inMatch('country', { level: 'AreaCode', areaCode: '206' }),
	],
	[
		'PutVoiceConnectorProxy',
		'fallBackPhoneNumber',
		/^\+[1-9]\d{1,14}$/,
		inCollection(putVoiceConnectorProxy, 'additionalFields', 'fallBackPhoneNumber'),
	],
];

test.each(patterns)(
	'%s takes for %s what the pattern of the API takes, and nothing else',
	async (_awsName, _name, pattern, place) => {
		const right = fc.stringMatching(pattern);
		const nearly = fc
			.tuple(right, fc.nat(20), fc.constantFrom('', '0', 'A', 'é', ' ', '\n', '+', '٣'))
			.map(([text, at, extra]) => text.slice(0, at) + extra + text.slice(at + 1));
		const texts = fc.array(fc.oneof(right, nearly, fc.string()), { minLength: 1, maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(texts, async (values) => {
				const items = values.map((value) => ({ value }));
				const { outputs } = await run(place, '$json.value', items);
				const refused = outputs[1].map(({ pairedItem }) => pairedItem);
				const wrong = values.flatMap((value, item) => (pattern.test(value) ? [] : [{ item }]));
				expect(refused).toEqual(wrong);
			}),
			{ numRuns: 10 },
		);
	},
);

describe('of ten rows of which three are bad, the seven others go on', () => {
	const rows = (good: string, bad: string[]) =>
		Array.from({ length: 10 }, (_, row) => ({ value: bad[[1, 4, 9].indexOf(row)] ?? good }));

	test.each([
		['an id', field(getProxySession, 'proxySessionId'), rows('plain', ['..', '', 'x'.repeat(129)])],
		[
			'a phone number',
			field(createProxySession, 'firstPhoneNumber'),
			rows(firstPhoneNumber, ['+0', '12065550100x', '']),
		],
		[
			'a name',
			inCollection(createProxySession, 'additionalFields', 'name'),
			rows('Ride', ['Zoë', 'a_b', 'x'.repeat(31)]),
		],
		[
			'capabilities',
			field(updateProxySession, 'capabilities'),
			rows('Voice, SMS', ['', 'Fax', 'voice']),
		],
		[
			'countries',
			field(putVoiceConnectorProxy, 'phoneNumberPoolCountries'),
			rows('US, CA', ['us', 'USA', ',']),
		],
	])('%s', async (_title, place, items) => {
		const { outputs } = await run(place, '$json.value', items);
		expect(chime.received).toHaveLength(7);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 2, 3, 5, 6, 7, 8].map((item) => ({ item })),
		);
		expect(outputs[1].map(({ json, pairedItem }) => [pairedItem, json.message])).toEqual(
			[1, 4, 9].map((item) => [{ item }, expect.stringMatching(`\\[item ${item}\\]$`)]),
		);
	});
});
