import { lookedUpIn } from '../lookup';
import { defineOperation } from '../operation';
import {
	phoneNumber,
	phoneNumberPath,
	phoneNumberResult,
	regions,
	phoneNumbers,
} from './phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetPhoneNumber.html */
export const get = defineOperation({
	awsName: 'GetPhoneNumber',
	regions,
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get phone number',
		description: 'Get a phone number with its status, its associations and its calling name',
	},
	method: 'GET',
	path: phoneNumberPath,
	fields: [phoneNumber],
	result: phoneNumberResult,
	...lookedUpIn(phoneNumbers, { wholeField: 'Capabilities' }),
	idempotent: true,
});
