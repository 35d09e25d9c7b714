import { required } from '../fields';
import { defineOperation } from '../operation';
import { many } from '../results';
import { productType, regions } from './phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListSupportedPhoneNumberCountries.html */
export const getCountries = defineOperation({
	awsName: 'ListSupportedPhoneNumberCountries',
	regions,
	option: {
		name: 'Get Countries',
		value: 'getCountries',
		action: 'Get phone number countries',
		description:
			'Get the countries in which AWS has phone numbers, with their types, one item per country',
	},
	method: 'GET',
	path: '/phone-number-countries',
	fields: [{ ...required(productType), in: 'query', awsName: 'product-type' }],
	result: many('PhoneNumberCountries'),
	idempotent: true,
});
