import { text, updateFields } from '../fields';
import { defineOperation } from '../operation';
import {
	name,
	phoneNumber,
	phoneNumberPath,
	phoneNumberResult,
	productType,
	regions,
} from './phoneNumber';

const callingName = text({
	displayName: 'Calling Name',
	name: 'callingName',
	pattern: /^$|^[a-zA-Z0-9 ]{2,15}$/,
	form: 'empty, or 2 to 15 characters: letters without accents, digits and spaces',
	isSensitive: true,
	placeholder: 'e.g. Rides Seattle',
	description:
		'The outbound calling name (CNAM), 2 to 15 letters, digits and spaces. AWS accepts one change in seven days, and needs up to 72 hours for the change.',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdatePhoneNumber.html */
export const update = defineOperation({
	awsName: 'UpdatePhoneNumber',
	regions,
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update phone number',
		description:
			'Change the product type, the calling name or the name of a phone number, one at a time',
	},
	method: 'POST',
	path: phoneNumberPath,
	fields: [phoneNumber, updateFields(productType, callingName, name)],
	result: phoneNumberResult,
	idempotent: true,
});
