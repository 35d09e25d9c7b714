import { countriesFor } from '../support/chime/inventory';
import type { OperationFixture } from './fixture';
import { phoneNumbers } from './kinds';
import { productType, random } from './values';

const countries = [{ CountryCode: 'US', SupportedPhoneNumberTypes: ['Local', 'TollFree'] }];
const parameters = { productType: 'VoiceConnector' };

export const fixture: OperationFixture = {
	awsName: 'ListSupportedPhoneNumberCountries',
	method: 'GET',
	path: '/phone-number-countries',
	resource: phoneNumbers.resource,
	operation: ['getCountries', 'Get Countries'],
	action: 'Get phone number countries',
	parameters,
	response: { statusCode: 200, body: { PhoneNumberCountries: countries } },
	example: {
		parameters,
		request: ['GET', '/phone-number-countries?product-type=VoiceConnector'],
		items: countries,
	},
	constraints: [productType('productType', 'Product Type')],
	panels: [
		{
			name: 'phoneNumber-getCountries',
			parameters,
			labels: ['Product Type'],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) => fc.record({ ProductType: random.productType(fc) }),
		parameters: ({ ProductType }) => ({ productType: ProductType }),
		item: ({ PhoneNumberCountries }) => Object(PhoneNumberCountries)[0],
	},
	respond: (_state, { query }) => [
		200,
		{ PhoneNumberCountries: countriesFor(query.get('product-type')) },
	],
};
