import { defineOperation } from '../operation';
import { deleted } from '../results';
import { phoneNumber, phoneNumberPath, regions } from './phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeletePhoneNumber.html */
export const remove = defineOperation({
	awsName: 'DeletePhoneNumber',
	regions,
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete phone number',
		description:
			'Move a phone number without associations to the deletion queue, where AWS keeps it for seven days',
	},
	method: 'DELETE',
	path: phoneNumberPath,
	fields: [phoneNumber],
	result: deleted,
	idempotent: true,
});
