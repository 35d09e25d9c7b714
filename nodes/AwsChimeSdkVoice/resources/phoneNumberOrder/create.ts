import { listOfUpTo, phoneNumber } from '../../parameters/validation';
import { additionalFields, commaSeparated, required } from '../fields';
import { defineOperation } from '../operation';
import { name, productType } from '../phoneNumber/phoneNumber';
import { phoneNumberOrderResult, phoneNumberOrders } from './phoneNumberOrder';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreatePhoneNumberOrder.html */
export const create = defineOperation({
	awsName: 'CreatePhoneNumberOrder',
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create phone number order',
		description: 'Order phone numbers; AWS charges for each of them every month',
	},
	method: 'POST',
	path: phoneNumberOrders.path,
	fields: [
		required(productType),
		commaSeparated({
			displayName: 'Phone Numbers',
			name: 'e164PhoneNumbers',
			required: true,
			isSensitive: true,
			validate: listOfUpTo(100, 'phone numbers', phoneNumber),
			placeholder: 'e.g. +12065550100, +12065550101',
			description:
				'The phone numbers to order in E.164 form, separated by commas, such as those that Search found',
		}),
		additionalFields(name),
	],
	result: phoneNumberOrderResult,
	idempotent: false,
	ifUncertain:
		'The order may have been created although no response says so: look for it with Get Many before ordering again, because a second order buys more phone numbers.',
});
