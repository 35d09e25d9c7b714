import { additionalFields, phoneNumber } from '../fields';
import { argumentsFor } from './arguments';
import { sipHeaders } from './sipHeaders';
import { defineOperation } from '../operation';
import { one } from '../results';
import {
	sipMediaApplication,
	sipMediaApplicationPath,
} from '../sipMediaApplication/sipMediaApplication';
import { ownPhoneNumber, regions } from '../phoneNumber/phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateSipMediaApplicationCall.html */
export const create = defineOperation({
	awsName: 'CreateSipMediaApplicationCall',
	regions,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create call',
		description:
			'Call a phone number and hand the call to the AWS Lambda function of a SIP media application',
	},
	method: 'POST',
	path: `${sipMediaApplicationPath}/calls`,
	fields: [
		sipMediaApplication,
		ownPhoneNumber({
			displayName: 'From Phone Number',
			name: 'fromPhoneNumber',
			in: 'body',
			description:
				'The phone number that the called party sees. It must be in your phone number inventory.',
		}),
		phoneNumber({
			displayName: 'To Phone Number',
			name: 'toPhoneNumber',
			required: true,
			description:
				'The phone number to call, in E.164 form. Calls to China (+86) need approval from AWS.',
		}),
		additionalFields(sipHeaders, argumentsFor('argumentsMap')),
	],
	adviceOn: ({ toPhoneNumber }) =>
		String(toPhoneNumber).trim().startsWith('+86')
			? 'AWS places calls to China (+86) only from phone numbers that it has approved for that.'
			: undefined,
	result: one('SipMediaApplicationCall'),
	idempotent: false,
	ifUncertain:
		'The call may have been placed although no response confirms it. AWS has no request that lists calls: ask the called party, or check the logs of the AWS Lambda function, before calling again.',
});
