import type { OperationFixture } from './fixture';
import { createOf, phoneNumberOrders } from './kinds';
import {
	firstPhoneNumber,
	missing,
	numberName,
	phoneNumber,
	productType,
	random,
	secondPhoneNumber,
} from './values';

const { refused } = phoneNumber('', '');

const common = createOf(phoneNumberOrders, {
	awsName: 'CreatePhoneNumberOrder',
	method: 'POST',
	statusCode: 201,
	parameters: { productType: 'VoiceConnector', e164PhoneNumbers: firstPhoneNumber },
	all: {
		productType: 'SipMediaApplicationDialIn',
		e164PhoneNumbers: `${firstPhoneNumber}, ${secondPhoneNumber}`,
		additionalFields: { name: 'rides' },
	},
	body: {
		ProductType: 'SipMediaApplicationDialIn',
		E164PhoneNumbers: [firstPhoneNumber, secondPhoneNumber],
		Name: 'rides',
	},
	labels: ['Product Type', 'Phone Numbers', 'Additional Fields', 'Name'],
	ifUncertain: /\bmay have been created\b.*\bGet Many\b.*\bbuys more\b/,
	sensitive: ['e164PhoneNumbers'],
	constraints: [
		productType('productType', 'Product Type', []),
		{
			parameter: 'e164PhoneNumbers',
			label: 'Phone Numbers',
			// A list of one number is fine here, and so is white space around one.
			refused: [
				...refused.filter((value) => !value.startsWith('[') && !value.includes('\\n')),
				"','",
				'[]',
				...missing,
			],
			accepted: [
				...["'+12065550100'", "' +12065550100 , +12065550101,'", "['+12065550100']"],
				"Array(100).fill('+12065550100')",
			],
		},
		numberName('additionalFields.name', 'Additional Fields → Name'),
	],
	inputs: (fc) => ({
		ProductType: random.productType(fc),
		E164PhoneNumbers: fc.array(random.phoneNumber(fc), { minLength: 1, maxLength: 20 }),
		Name: random.optional(fc, fc.stringMatching(/^[a-zA-Z0-9,._-]{0,30}$/)),
	}),
	given: ({ ProductType, E164PhoneNumbers, Name: name }) => ({
		productType: ProductType,
		e164PhoneNumbers: Object(E164PhoneNumbers).join(', '),
		additionalFields: { name },
	}),
});

export const fixture: OperationFixture = {
	...common,
	respond(state, { body: { E164PhoneNumbers, ProductType }, newId }) {
		const id = newId();
		const numbers = Array.isArray(E164PhoneNumbers) ? E164PhoneNumbers : [];
		const order = {
			...phoneNumberOrders.sample,
			PhoneNumberOrderId: id,
			ProductType,
			Status: 'Processing',
			OrderedPhoneNumbers: numbers.map((E164PhoneNumber) => ({
				E164PhoneNumber,
				Status: 'Processing',
			})),
		};
		state.of('PhoneNumberOrders').set(id, order);
		return [201, { PhoneNumberOrder: order }];
	},
};
