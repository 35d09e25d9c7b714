import { getMany as getManyOf } from '../getMany';
import { asItem } from '../results';
import { phoneNumberOrders } from './phoneNumberOrder';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListPhoneNumberOrders.html */
export const getMany = getManyOf(phoneNumberOrders, {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many phone number orders',
		description: 'Get the phone number orders of the AWS account',
	},
	fields: [],
	entryItems: asItem,
});
