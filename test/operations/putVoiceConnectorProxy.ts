import type { OperationFixture } from './fixture';
import { itemOfProxy, ofProxy, proxyItem, proxyTarget, sampleProxy } from './proxies';
import {
	connector,
	firstPhoneNumber,
	locatorsOf,
	missing,
	phoneNumber,
	random,
	trueOrFalse,
} from './values';

const fallBackPhoneNumber = phoneNumber(
	'additionalFields.fallBackPhoneNumber',
	'Additional Fields → Fallback Phone Number',
);
const additionalFields = { disabled: false, fallBackPhoneNumber: firstPhoneNumber };

const common = ofProxy('set', 'Set');

export const fixture: OperationFixture = {
	...common,
	awsName: 'PutVoiceConnectorProxy',
	method: 'PUT',
	parameters: { ...connector, defaultSessionExpiryMinutes: 60, phoneNumberPoolCountries: 'US' },
	response: { statusCode: 200, body: { Proxy: sampleProxy } },
	example: {
		parameters: {
			...connector,
			defaultSessionExpiryMinutes: 60,
			phoneNumberPoolCountries: 'US, CA',
			additionalFields,
		},
		request: [
			'PUT',
			proxyTarget,
			{
				DefaultSessionExpiryMinutes: 60,
				PhoneNumberPoolCountries: ['US', 'CA'],
				FallBackPhoneNumber: firstPhoneNumber,
				Disabled: false,
			},
		],
		items: [proxyItem],
	},
	sensitive: ['additionalFields.fallBackPhoneNumber'],
	constraints: [
		...common.constraints,
		{
			parameter: 'defaultSessionExpiryMinutes',
			label: 'Default Expiry (Minutes)',
			refused: ['-1', '1.5', "''", 'NaN', 'true', ...missing],
			accepted: ["' 60 '", '0', '1', '60'],
		},
		{
			parameter: 'phoneNumberPoolCountries',
			label: 'Countries',
			refused: [
				...["''", "','", '[]', "'USA'", "'U1'", "'USCA'", '[1]'],
				...["Array(101).fill('US')", "Array(101).fill('US').join()", ...missing],
			],
			accepted: [
				"'US, ca'",
				"'US;CA\\nMX'",
				`'["US", "CA"]'`,
				"['us ']",
				...["'US'", "'US, CA'", "' US ,CA,'", "['US']"],
				...["Array(100).fill('US')", "Array(100).fill('US').join()"],
			],
		},
		fallBackPhoneNumber,
		trueOrFalse('additionalFields.disabled', 'Additional Fields → Disabled'),
	],
	panels: [
		{
			name: 'proxy-set',
			parameters: { ...connector, phoneNumberPoolCountries: 'US, CA', additionalFields },
			labels: [
				...['Voice Connector', 'Default Expiry (Minutes)', 'Countries', 'Additional Fields'],
				...['Disabled', 'Fallback Phone Number'],
			],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) =>
			fc.record({
				VoiceConnectorId: random.id(fc),
				DefaultSessionExpiryMinutes: random.minutes(fc),
				PhoneNumberPoolCountries: fc.array(random.country(fc), { minLength: 1, maxLength: 100 }),
				FallBackPhoneNumber: random.optional(fc, random.phoneNumber(fc)),
				Disabled: random.optional(fc, fc.boolean()),
			}),
		parameters: ({ FallBackPhoneNumber, Disabled, ...input }) => ({
			...locatorsOf(input),
			defaultSessionExpiryMinutes: input.DefaultSessionExpiryMinutes,
			phoneNumberPoolCountries: Object(input.PhoneNumberPoolCountries).join(', '),
			additionalFields: { fallBackPhoneNumber: FallBackPhoneNumber, disabled: Disabled },
		}),
		item: itemOfProxy,
	},
	respond(state, { ids, body: { PhoneNumberPoolCountries, ...settings } }) {
		const proxy = { ...settings, PhoneNumberCountries: PhoneNumberPoolCountries };
		state.of('proxies').set(ids.voiceConnectorId, proxy);
		return [200, { Proxy: proxy }];
	},
};
