import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listOfUpTo } from '../../parameters/lists';
import { encodedPhoneNumber, phoneNumber as e164 } from '../../parameters/phoneNumber';
import { isRecord, type Validate } from '../../parameters/validation';
import { choice, commaSeparated, text } from '../fields';
import { locator } from '../locators';
import type { Bulk } from '../operation';
import { defineList, type SentField } from '../record';
import { one } from '../results';

/** The regions with phone numbers, and with calls to the phone network. */
export const regions = ['us-east-1', 'us-west-2'];

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListPhoneNumbers.html */
export const phoneNumbers = defineList({
	awsName: 'ListPhoneNumbers',
	regions,
	path: '/phone-numbers',
	fields: [],
	entries: 'PhoneNumbers',
	idField: 'PhoneNumberId',
	nameField: 'E164PhoneNumber',
	details: ['Name'],
	changing: ['Status', 'ProductType'],
	largestPage: 100,
});

/** A phone number of the AWS account, wherever it stands in a request. */
export const ownPhoneNumber = (
	field: Pick<SentField, 'in'> & Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
) =>
	locator({
		list: phoneNumbers,
		example: '+12065550100',
		validate: encodedPhoneNumber,
		isSensitive: true,
		...field,
	});

export const phoneNumber = ownPhoneNumber({
	displayName: 'Phone Number',
	name: 'phoneNumberId',
	in: 'path',
	description: 'The phone number in the inventory of the AWS account, such as +12065550100',
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
		'The product that uses the phone number. Phone numbers outside the US work with SIP media applications only.',
});

/** A name that only the AWS account sees. */
export const name = text({
	displayName: 'Name',
	name: 'name',
	pattern: /^(?=[^]{0,256}$)([a-zA-Z0-9,._-]+(\s+[a-zA-Z0-9,._-]+)*)?$/,
	form: 'up to 256 characters: letters without accents, digits, commas, periods, underscores, hyphens and single spaces',
	isSensitive: true,
	description: 'A name that only your AWS account sees',
});

/** A phone number, or the item or record of AWS that it comes with. */
const numberOrRecord: Validate<string> = (value, label) =>
	e164(isRecord(value) && 'E164PhoneNumber' in value ? value.E164PhoneNumber : value, label);

/** People write blanks inside of a number, too, which is refused as one number. */
const betweenNumbers = /[,;\r\n\t]+|\s+(?=\+)/;

/** Several phone numbers of one request. */
export const e164PhoneNumbers = (description: string) =>
	commaSeparated({
		displayName: 'Phone Numbers',
		name: 'e164PhoneNumbers',
		required: true,
		isSensitive: true,
		validate: listOfUpTo(100, 'phone numbers', numberOrRecord, { separators: betweenNumbers }),
		placeholder: 'e.g. +12065550100, +12065550101',
		description,
	});

/** @param done the fields of an item after the phone number and the voice connector */
export const bulkOf = (done: IDataObject): Bulk => ({
	values: 'E164PhoneNumbers',
	errors: 'PhoneNumberErrors',
	errorId: 'PhoneNumberId',
	valueName: 'e164PhoneNumber',
	item: (E164PhoneNumber, { ids }) => ({ ...done, E164PhoneNumber, ...ids }),
});
