import { canBeSold } from '../support/chime/inventory';
import { overQuota, startOrder } from '../support/chime/telephony';
import type { OperationFixture } from './fixture';
import { createOf, phoneNumberOrders } from './kinds';
import {
	firstPhoneNumber,
	numberName,
	phoneNumbers,
	productType,
	random,
	secondPhoneNumber,
} from './values';

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
		productType('productType', 'Product Type'),
		phoneNumbers('e164PhoneNumbers', 'Phone Numbers'),
		numberName('additionalFields.name', 'Additional Fields → Name'),
	],
	inputs: (fc) => ({
		ProductType: random.productType(fc),
		E164PhoneNumbers: fc.array(fc.stringMatching(/^\+1[2-9]\d{9}$/), {
			minLength: 1,
			maxLength: 20,
		}),
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
	panels: common.panels.map((panel) => ({
		...panel,
		parameters: {
			...panel.parameters,
			options: { waitForCompletion: true, waitTimeout: 300 },
		},
		optionLabels: ['Wait for Completion', 'Wait Timeout (Seconds)'],
	})),
	respond(state, request) {
		const { E164PhoneNumbers, ProductType } = request.body;
		const numbers = Array.isArray(E164PhoneNumbers) ? E164PhoneNumbers : [];
		const isForUs = numbers.every((each) => String(each).startsWith('+1'));
		if (!numbers.every(canBeSold))
			return [400, 'BadRequestException', 'A phone number is not one that AWS sells.'];
		if (ProductType === 'VoiceConnector' && !isForUs)
			return [400, 'BadRequestException', 'A voice connector has phone numbers of the US alone.'];
		const refusal = overQuota(state, 'PhoneNumbers', numbers.length);
		if (refusal) return refusal;
		const order = {
			...phoneNumberOrders.sample,
			PhoneNumberOrderId: request.newId(),
			ProductType,
			Status: 'Processing',
			OrderedPhoneNumbers: numbers.map((E164PhoneNumber) => ({
				E164PhoneNumber,
				Status: 'Processing',
			})),
		};
		startOrder(state, order, request);
		// What AWS has sent does not change with the order.
		return [201, { PhoneNumberOrder: structuredClone(order) }];
	},
};
