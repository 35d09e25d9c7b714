import type fc from 'fast-check';

import { byId } from '../support/locator';
import type { Constraint, SdkInput } from './fixture';

export const ids = {
	voiceConnectorId: 'abcdef1ghij2klmno3pqr4',
	proxySessionId: '123a4bc5-67d8-901e-2f3g-h4ghjk56789l',
	phoneNumberId: '+12065550100',
	phoneNumberOrderId: '4b5d1c9e-6f0a-4c3b-8d2e-1a2b3c4d5e6f',
	sipMediaApplicationId: '0d3c9b7a-1e2f-4a5b-9c8d-7e6f5a4b3c2d',
	sipRuleId: '7c1d2e3f-4a5b-4c6d-8e9f-0a1b2c3d4e5f',
	transactionId: '2f9a1c3e-5b7d-4e8f-9a0b-1c2d3e4f5a6b',
};
/** The locators of the sample voice connector, and of the sample session in it. */
export const connector = { voiceConnectorId: byId(ids.voiceConnectorId) };
export const locators = { ...connector, proxySessionId: byId(ids.proxySessionId) };
/** Numbers that nobody can have. */
export const firstPhoneNumber = '+12065550100';
export const secondPhoneNumber = '+14015550101';
export const proxyPhoneNumber = '+19135550199';

/** Refused inside of an id. */
export const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/u;

/** Whether the node sends an id as it is, and AWS takes it. */
export const isId = (text: string) =>
	text.trim() === text && !/^\.{0,2}$/.test(text) && !invisible.test(text);

/** Random values, as AWS takes them. In n8n, text that begins with an equals sign is an expression. */
export const random = {
	id: ({ string }: typeof fc) =>
		string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter(
			(text) => isId(text) && !text.startsWith('='),
		),
	minutes: ({ integer }: typeof fc) => integer({ min: 1, max: 1_000_000 }),
	phoneNumber: ({ stringMatching }: typeof fc) => stringMatching(/^\+[1-9]\d{1,14}$/),
	country: ({ stringMatching }: typeof fc) => stringMatching(/^[A-Z]{2}$/),
	productType: ({ constantFrom }: typeof fc) =>
		constantFrom('VoiceConnector', 'SipMediaApplicationDialIn'),
	map: ({ dictionary, stringMatching }: typeof fc) =>
		dictionary(stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,9}$/), stringMatching(/^[^=][^]{0,20}$/), {
			minKeys: 1,
			maxKeys: 5,
			noNullPrototype: true,
		}),
	optional: <T>({ option }: typeof fc, arbitrary: fc.Arbitrary<T>) =>
		option(arbitrary, { nil: undefined }),
};

/** Ids of the SDK's input as the node takes them. */
export const locatorsOf = ({ VoiceConnectorId, ProxySessionId }: SdkInput) => ({
	voiceConnectorId: byId(VoiceConnectorId),
	...(ProxySessionId === undefined ? {} : { proxySessionId: byId(ProxySessionId) }),
});

const digits = (count: number) => '1234567890123456'.slice(0, count);

/** What a required parameter refuses beside what its kind refuses. */
export const missing = ['null', 'undefined', '$json.nothing'];

const id = (parameter: string, label: string, longest = 128): Constraint => ({
	parameter,
	label,
	isLocator: true,
	refused: [
		...["''", "' '", "'\\t\\n'", "'.'", "'..'", `'x'.repeat(${longest + 1})`, "'\\ud83d'"],
		...["'a\\u200bb'", "'a\\nb'", '1e21', 'true', "['a']", "{ id: 'a' }", ...missing],
	],
	accepted: [
		...[`'x'.repeat(${longest})`, "'...'", "'a/b'", "'a b'", "'é😀'", "'%2e%2e'", '42'],
		"'\\ufeffa\\n'",
	],
});

export const voiceConnectorId = id('voiceConnectorId', 'Voice Connector');
export const proxySessionId = id('proxySessionId', 'Proxy Session');
export const longId = (parameter: string, label: string) => id(parameter, label, 1_024);

export const phoneNumber = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	// AWS takes numbers without the plus sign, too.
	pattern: /^\+[1-9]\d{1,14}$/,
	read: (text) => text.trim(),
	refused: [
		...["''", "'+'", "'1'", "'+02065550100'", "'+1 206 555 0100'", "'+1206555010x'"],
		...["'tel:+12065550100'", "'12065550100'", '12065550100'],
		...[`'+${digits(16)}'`, `['${secondPhoneNumber}']`, '{}', 'true', 'NaN', '-12065550100'],
		...['1e21', ...missing],
	],
	accepted: ["'+12065550100'", "' +12065550100\\n'", "'+12'", `'+${digits(15)}'`],
});

/** The id of a phone number: AWS returns it with an encoded plus sign. */
export const phoneNumberId: Constraint = {
	...phoneNumber('phoneNumberId', 'Phone Number'),
	isLocator: true,
	accepted: ["'+12065550100'", "'+12065550100\\n'", "'%2B12065550100'", "' %2b12065550100'"],
	read: (text) => text.replace(/^\s*%2B/i, '+').trim(),
};

/** One phone number or several. */
export const phoneNumbers = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	// A list of one number is fine here, and so is white space around one.
	refused: [
		...phoneNumber('', '').refused.filter(
			(value) => !value.startsWith('[') && !value.includes('\\n'),
		),
		"','",
		'[]',
	],
	accepted: [
		...["'+12065550100'", "' +12065550100 , +12065550101,'", "['+12065550100']"],
		"Array(100).fill('+12065550100')",
		...["'+12065550100\\n+12065550101;+12065550102 +12065550103'", `'["+12065550100"]'`],
		...[
			"[{ E164PhoneNumber: '+12065550100' }]",
			"{ E164PhoneNumber: '+12065550100', Country: 'US' }",
		],
	],
});

export const minutes = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	refused: ['0', '-1', '1.5', "''", "'an hour'", 'NaN', 'Infinity', 'true', '[60]', ...missing],
	accepted: ["'60'", '1', '60', '525600'],
});

export const capabilities: Constraint = {
	parameter: 'capabilities',
	label: 'Capabilities',
	enumeration: 'Capability',
	refused: [
		...['[]', "''", "' , '", "['Fax']", "'Voice, Fax'", '[1]', '[null]', '{}'],
		"'Fax'",
		...missing,
	],
	accepted: [
		"['Voice']",
		"['voice']",
		"' sms '",
		"['Voice', 'SMS']",
		"'Voice, SMS'",
		"'SMS,Voice'",
		"'Voice; SMS'",
		`'["Voice"]'`,
	],
};

export const trueOrFalse = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	refused: ["'yes'", "'1'", "''", '0', '1', '[]', ...missing],
	accepted: ['true', 'false', "'true'", "' FALSE'"],
});

export const productType = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	enumeration: 'PhoneNumberProductType',
	refused: ["''", "'Other'", "'Voice Connector'", '1', "['VoiceConnector']", ...missing],
	accepted: [],
});

/** The name of a phone number or of an order. */
export const numberName = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	refused: [
		...["' '", "'a '", "' a'", "'Zoë'", "'a b!'", "'x'.repeat(257)", '1.5', "['a']"],
		...missing,
	],
	accepted: ["''", "'a'", "'a.b_c-d,e f'", "'x'.repeat(256)", '1'],
});

/** The name of an application, a rule or a voice connector. */
export const awsName = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	pattern: /^[a-zA-Z0-9 _.-]{1,256}$/,
	refused: ["''", "'Zoë'", "'a/b'", "'a\\n'", "'x'.repeat(257)", '1.5', "['a']", ...missing],
	accepted: ["'a'", "' '", "'Rides_Seattle-1.2 b'", "'x'.repeat(256)", '1'],
});

export const region = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	refused: ["''", "'us'", "'US-EAST-1'", "'us-east-1a'", '1', ...missing],
	accepted: ["'us-east-1'", "'us-west-2'", "'us-gov-west-1'", "'us-east-1\\n'"],
});

const lambda = 'arn:aws:lambda:us-east-1:111122223333:function:calls';

export const arn = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	refused: ["''", "'calls'", `'${lambda} a'`, "'arn:aws:s3:::bucket'", '1', ...missing],
	accepted: [`'${lambda}'`, `'${lambda}:$LATEST'`, `'${lambda}:live'`, `' ${lambda}\\n'`],
});

/** Names with values, of which one name is valid. */
export const pairs = (parameter: string, label: string, name: string): Constraint[] => [
	{
		parameter: `${parameter}.pair.0.name`,
		label: `${label} → Name`,
		beside: { value: 'a' },
		refused: ["''", "'a\\r\\nb'", '1.5', "['a']", ...missing],
		accepted: [`'${name}'`],
	},
	{
		parameter: `${parameter}.pair.0.value`,
		label: `${label} → Value`,
		beside: { name },
		refused: ['1.5', 'true', "['a']", '{}', ...missing],
		accepted: ["''", "'a'", '4711'],
	},
];

/** A map as the node takes it. */
export const pairsOf = (map: unknown) => ({
	pair: Object.entries(Object(map)).map(([name, value]) => ({ name, value })),
});

export const targetApplications = (parameter: string, label: string): Constraint[] => {
	const row = { sipMediaApplicationId: 'a', priority: 1, awsRegion: 'us-east-1' };
	const rows: Array<[name: string, label: string, refused: string[], accepted: string[]]> = [
		['sipMediaApplicationId', 'SIP Media Application', ["''", "' '", '1.5'], ["'a'", "'a '"]],
		['priority', 'Priority', ['0', '1.5', "'1.5'"], ['1', '25', "'1'"]],
		['awsRegion', 'AWS Region', ["''", "'here'", '1'], ["'us-west-2'"]],
	];
	return rows.map(([name, field, refused, accepted]) => ({
		parameter: `${parameter}.application.0.${name}`,
		label: `${label} → ${field}`,
		beside: row,
		refused: [...refused, ...missing],
		accepted,
	}));
};

/** A country as people write it. */
export const inCapitals = (text: string) =>
	text.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());
