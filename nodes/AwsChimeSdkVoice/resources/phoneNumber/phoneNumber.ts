import { encodedNumber } from '../../parameters/validation';
import { choice, text } from '../fields';
import { locator } from '../locators';
import { defineList } from '../operation';
import { one } from '../results';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListPhoneNumbers.html */
export const phoneNumbers = defineList({
	awsName: 'ListPhoneNumbers',
	path: '/phone-numbers',
	fields: [],
	entries: 'PhoneNumbers',
	idField: 'PhoneNumberId',
	nameField: 'E164PhoneNumber',
	details: ['Name', 'Status', 'ProductType'],
	largestPage: 100,
});

export const phoneNumber = locator({
	displayName: 'Phone Number',
	name: 'phoneNumberId',
	description: 'The phone number in the inventory of the AWS account, such as +12065550100',
	list: phoneNumbers,
	example: '+12065550100',
	validate: encodedNumber,
	isSensitive: true,
});

export const phoneNumberPath = `${phoneNumbers.path}/{phoneNumberId}`;

export const phoneNumberResult = one('PhoneNumber');

export const productType = choice({
	displayName: 'Product Type',
	name: 'productType',
	options: [
		{ name: 'SIP Media Application Dial-In', value: 'SipMediaApplicationDialIn' },
		{ name: 'Voice Connector', value: 'VoiceConnector' },
	],
	description:
		'What the phone number is used with; numbers outside the US work with SIP media applications only',
});

/** A name that only the AWS account sees. */
export const name = text({
	displayName: 'Name',
	name: 'name',
	pattern: /^(?=[^]{0,256}$)([a-zA-Z0-9,._-]+(\s+[a-zA-Z0-9,._-]+)*)?$/,
	form: 'up to 256 letters, digits, commas, periods, underscores, hyphens and single spaces',
	isSensitive: true,
	description: 'A name that only your AWS account sees',
});
