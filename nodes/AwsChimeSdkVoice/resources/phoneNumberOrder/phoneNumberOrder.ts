import { longId } from '../../parameters/ids';
import { locator } from '../locators';
import { defineList } from '../record';
import { one } from '../results';
import { regions } from '../phoneNumber/phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListPhoneNumberOrders.html */
export const phoneNumberOrders = defineList({
	awsName: 'ListPhoneNumberOrders',
	regions,
	path: '/phone-number-orders',
	fields: [],
	entries: 'PhoneNumberOrders',
	idField: 'PhoneNumberOrderId',
	details: ['ProductType', 'CreatedTimestamp'],
	changing: ['Status'],
	largestPage: 100,
});

/** AWS changes nothing in an order after these. */
export const finalStatuses = new Set<unknown>([
	'Cancelled',
	'Exception',
	'Failed',
	'Partial',
	'Successful',
]);

export const phoneNumberOrder = locator({
	displayName: 'Phone Number Order',
	name: 'phoneNumberOrderId',
	description: 'The phone number order',
	list: phoneNumberOrders,
	example: '4b5d1c9e-6f0a-4c3b-8d2e-1a2b3c4d5e6f',
	validate: longId,
});

export const phoneNumberOrderResult = one('PhoneNumberOrder');
