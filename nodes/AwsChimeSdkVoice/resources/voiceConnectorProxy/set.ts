import { listOfUpTo } from '../../parameters/lists';
import { country } from '../../parameters/validation';
import { additionalFields, commaSeparated, phoneNumber, trueOrFalse, wholeNumber } from '../fields';
import { defineOperation } from '../operation';
import { retired } from '../proxySession/session';
import { voiceConnector } from '../voiceConnector/voiceConnector';
import { proxyPath, proxyResult } from './proxy';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_PutVoiceConnectorProxy.html */
export const set = defineOperation({
	awsName: 'PutVoiceConnectorProxy',
	option: {
		name: 'Set',
		value: 'set',
		action: 'Set voice connector proxy',
		description: 'Replace the proxy settings of a voice connector',
	},
	method: 'PUT',
	path: proxyPath,
	fields: [
		voiceConnector,
		wholeNumber({
			displayName: 'Default Expiry (Minutes)',
			name: 'defaultSessionExpiryMinutes',
			least: 0,
			default: 60,
			required: true,
			description: 'How many minutes a session lasts if it is created without its own expiry',
		}),
		commaSeparated({
			displayName: 'Countries',
			name: 'phoneNumberPoolCountries',
			required: true,
			validate: listOfUpTo(100, 'countries', country),
			placeholder: 'e.g. US, CA',
			description:
				'The countries of the phone numbers in the pool: two capital letters each (ISO 3166-1), separated by commas',
		}),
		additionalFields(
			phoneNumber({
				displayName: 'Fallback Phone Number',
				name: 'fallBackPhoneNumber',
				description:
					'The phone number that gets calls after the session has expired, in E.164 form',
			}),
			trueOrFalse({
				displayName: 'Disabled',
				name: 'disabled',
				description: 'Whether to refuse new proxy sessions on the voice connector',
			}),
		),
	],
	result: proxyResult,
	idempotent: true,
	retired,
});
