import { defineOperation } from '../operation';
import { phoneNumber, phoneNumberPath, phoneNumberResult, regions } from './phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_RestorePhoneNumber.html */
export const restore = defineOperation({
	awsName: 'RestorePhoneNumber',
	regions,
	option: {
		name: 'Restore',
		value: 'restore',
		action: 'Restore phone number',
		description: 'Restore a phone number from the deletion queue, within seven days',
	},
	method: 'POST',
	path: phoneNumberPath,
	query: { operation: 'restore' },
	fields: [phoneNumber],
	result: phoneNumberResult,
	idempotent: true,
});
