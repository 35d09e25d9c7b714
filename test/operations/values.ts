import type fc from 'fast-check';

import { byId } from '../support/locator';
import type { Constraint, SdkInput } from './fixture';

export const ids = {
	voiceConnectorId: 'abcdef1ghij2klmno3pqr4',
	proxySessionId: '123a4bc5-67d8-901e-2f3g-h4ghjk56789l',
};
/** Numbers that nobody can have. */
export const firstPhoneNumber = '+12065550100';
export const secondPhoneNumber = '+14015550101';
export const proxyPhoneNumber = '+19135550199';

/** Random values, as AWS takes them. */
export const random = {
	id: ({ string }: typeof fc) =>
		string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter(
			(text) => /\S/.test(text) && text !== '.' && text !== '..',
		),
	minutes: ({ integer }: typeof fc) => integer({ min: 1, max: 1_000_000 }),
	phoneNumber: ({ stringMatching }: typeof fc) => stringMatching(/^\+[1-9]\d{1,14}$/),
	country: ({ stringMatching }: typeof fc) => stringMatching(/^[A-Z]{2}$/),
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

const id = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	isLocator: true,
	refused: [
		...["''", "' '", "'\\t\\n'", "'.'", "'..'", "'x'.repeat(129)", "'\\ud83d'"],
		...['42', 'true', "['a']", "{ id: 'a' }", ...missing],
	],
	accepted: ["'x'.repeat(128)", "'...'", "'a/b'", "'a b'", "'é😀'", "'%2e%2e'"],
});

export const voiceConnectorId = id('voiceConnectorId', 'Voice Connector');
export const proxySessionId = id('proxySessionId', 'Proxy Session');

export const phoneNumber = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	// AWS takes numbers without the plus sign, too.
	pattern: /^\+[1-9]\d{1,14}$/,
	refused: [
		...["''", "'+'", "'1'", "'+02065550100'", "'+1 206 555 0100'", "'+1206555010x'"],
		...["'tel:+12065550100'", "'+12065550100\\n'", "'12065550100'", '12065550100'],
		...[`'+${digits(16)}'`, `['${secondPhoneNumber}']`, '{}', 'true', 'NaN', '-12065550100'],
		'1e21',
	],
	accepted: ["'+12065550100'", "'+12'", `'+${digits(15)}'`],
});

export const minutes = (parameter: string, label: string): Constraint => ({
	parameter,
	label,
	refused: ['0', '-1', '1.5', "'60'", "''", "'an hour'", 'NaN', 'Infinity', 'true', '[60]'],
	accepted: ['1', '60', '525600', 'undefined'],
});

export const capabilities: Constraint = {
	parameter: 'capabilities',
	label: 'Capabilities',
	enumeration: 'Capability',
	refused: [
		...['[]', "''", "' , '", "['Fax']", "'Voice, Fax'", "['voice']", '[1]', '[null]', '{}'],
		...["'Fax'", "'voice'", "'Voice; SMS'"],
		...missing,
	],
	accepted: ["['Voice']", "['Voice', 'SMS']", "'Voice, SMS'", "'SMS,Voice'"],
};
