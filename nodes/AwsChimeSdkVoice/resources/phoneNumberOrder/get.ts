import { lookedUpIn } from '../lookup';
import { defineOperation } from '../operation';
import { phoneNumberOrder, phoneNumberOrderResult, phoneNumberOrders } from './phoneNumberOrder';
import { regions } from '../phoneNumber/phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetPhoneNumberOrder.html */
export const get = defineOperation({
	awsName: 'GetPhoneNumberOrder',
	regions,
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get phone number order',
		description: 'Get the status of an order and of each phone number in it',
	},
	method: 'GET',
	path: `${phoneNumberOrders.path}/{phoneNumberOrderId}`,
	fields: [phoneNumberOrder],
	result: phoneNumberOrderResult,
	hasLongList: true,
	...lookedUpIn(phoneNumberOrders, { wholeField: 'OrderedPhoneNumbers' }),
	idempotent: true,
});
