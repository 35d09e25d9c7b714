import type { OperationFixture } from './fixture';
import { phoneNumbers, updateOf } from './kinds';
import { missing, numberName, productType, random } from './values';

/** AWS changes one of these per request. */
const attributes = ['ProductType', 'CallingName', 'Name'];
const isOneAttribute = (values: object) =>
	Object.entries(values).filter(([name, value]) => attributes.includes(name) && value !== undefined)
		.length <= 1;

const common = updateOf(phoneNumbers, {
	awsName: 'UpdatePhoneNumber',
	method: 'POST',
	statusCode: 200,
	parameters: { updateFields: { productType: 'VoiceConnector' } },
	all: {
		updateFields: {
			productType: 'VoiceConnector',
			callingName: 'Rides Seattle',
			name: 'rides seattle',
		},
	},
	body: { ProductType: 'VoiceConnector', CallingName: 'Rides Seattle', Name: 'rides seattle' },
	labels: ['Update Fields', 'Calling Name', 'Name', 'Product Type'],
	constraints: [
		numberName('updateFields.name', 'Update Fields → Name'),
		productType('updateFields.productType', 'Update Fields → Product Type'),
		{
			parameter: 'updateFields.callingName',
			label: 'Update Fields → Calling Name',
			pattern: /^$|^[a-zA-Z0-9 ]{2,15}$/,
			refused: ["'a'", "'x'.repeat(16)", "'Zoë'", "'a-b'", "'ab\\n'", '1', "['ab']", ...missing],
			accepted: ["''", "'ab'", "'x'.repeat(15)", "'Rides 4711'", '12'],
		},
	],
	inputs: (fc) => ({
		ProductType: random.optional(fc, random.productType(fc)),
		CallingName: random.optional(fc, fc.stringMatching(/^[a-zA-Z0-9 ]{2,15}$/)),
		Name: random.optional(fc, fc.stringMatching(/^[a-zA-Z0-9,._-]{0,30}$/)),
	}),
	given: ({ ProductType: type, CallingName: callingName, Name: name }) => ({
		updateFields: { productType: type, callingName, name },
	}),
});

export const fixture: OperationFixture = {
	...common,
	parity: {
		...common.parity,
		inputs: (fc) => common.parity.inputs(fc).filter(isOneAttribute),
	},
	respond(state, request) {
		if (!isOneAttribute(request.body))
			return [
				400,
				'BadRequestException',
				'Only one attribute of a phone number can be updated at a time.',
			];
		return common.respond(state, request);
	},
};
