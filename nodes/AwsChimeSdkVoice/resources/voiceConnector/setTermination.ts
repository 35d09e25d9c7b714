import { ipRange } from '../../parameters/ipRange';
import { listOfUpTo } from '../../parameters/lists';
import { country } from '../../parameters/validation';
import { commaSeparated, phoneNumber, trueOrFalse, updateFields, wholeNumber } from '../fields';
import { defineOperation } from '../operation';
import { one, withIds } from '../results';
import { getTermination } from './getTermination';
import { keeping, keepOtherSettings } from './settings';
import { voiceConnector } from './voiceConnector';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_PutVoiceConnectorTermination.html */
export const setTermination = defineOperation({
	awsName: 'PutVoiceConnectorTermination',
	option: {
		name: 'Set Termination',
		value: 'setTermination',
		action: 'Set voice connector termination',
		description: 'Change the limits of outbound calls of a voice connector, or switch them off',
	},
	method: 'PUT',
	path: getTermination.path,
	body: { Termination: {} },
	fields: [
		voiceConnector,
		keepOtherSettings,
		updateFields(
			wholeNumber({
				displayName: 'Calls per Second',
				name: 'cpsLimit',
				awsName: 'Termination.CpsLimit',
				least: 1,
				description: 'The maximum number of calls that may begin per second',
			}),
			phoneNumber({
				displayName: 'Default Phone Number',
				name: 'defaultPhoneNumber',
				awsName: 'Termination.DefaultPhoneNumber',
				description:
					'The phone number that called parties see if the phone system sends none, in E.164 form',
			}),
			commaSeparated({
				displayName: 'Calling Regions',
				name: 'callingRegions',
				awsName: 'Termination.CallingRegions',
				validate: listOfUpTo(300, 'countries', country, { mayBeEmpty: true }),
				placeholder: 'e.g. US, CA',
				description:
					'The countries that may be called: two capital letters each (ISO 3166-1), separated by commas',
			}),
			commaSeparated({
				displayName: 'Allowed Hosts',
				name: 'cidrAllowedList',
				awsName: 'Termination.CidrAllowedList',
				validate: listOfUpTo(100, 'ranges', ipRange, { mayBeEmpty: true }),
				placeholder: 'e.g. 192.0.2.0/27, 198.51.100.7/32',
				description:
					'The IP addresses from which the voice connector takes calls, as CIDR ranges of IPv4 or IPv6, separated by commas',
			}),
			trueOrFalse({
				displayName: 'Disabled',
				name: 'disabled',
				awsName: 'Termination.Disabled',
				description: 'Whether outbound calls are switched off',
			}),
		),
	],
	before: keeping(getTermination, 'Termination'),
	result: one('Termination', withIds),
	idempotent: true,
});
