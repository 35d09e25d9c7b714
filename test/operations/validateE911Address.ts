import type { OperationFixture } from './fixture';
import { missing, random } from './values';

const address = {
	streetNumber: '410',
	streetInfo: 'Terry Avenue North',
	city: 'Seattle',
	state: 'WA',
	country: 'US',
	postalCode: '98109',
};
const parameters = { awsAccountId: '111122223333', ...address };
const body = {
	AwsAccountId: '111122223333',
	StreetNumber: '410',
	StreetInfo: 'Terry Avenue North',
	City: 'Seattle',
	State: 'WA',
	Country: 'US',
	PostalCode: '98109',
};
const result = {
	ValidationResult: 0,
	AddressExternalId: 'f3a1',
	Address: {
		streetName: 'Terry',
		streetSuffix: 'Ave',
		postDirectional: 'N',
		preDirectional: '',
		streetNumber: '410',
		city: 'Seattle',
		state: 'WA',
		postalCode: '98109',
		postalCodePlus4: '5210',
		country: 'US',
	},
	CandidateAddressList: [
		{
			streetInfo: 'Terry Ave N',
			streetNumber: '410',
			city: 'Seattle',
			state: 'WA',
			postalCode: '98109',
			postalCodePlus4: '5210',
			country: 'US',
		},
	],
};

const labels: Record<string, string> = {
	streetNumber: 'Street Number',
	streetInfo: 'Street Info',
	city: 'City',
	state: 'State',
	country: 'Country',
	postalCode: 'Postal Code',
};

export const fixture: OperationFixture = {
	awsName: 'ValidateE911Address',
	method: 'POST',
	path: '/emergency-calling/address',
	resource: ['address', 'Address'],
	operation: ['validate', 'Validate'],
	action: 'Validate address',
	parameters,
	response: { statusCode: 202, body: result },
	example: {
		parameters,
		request: ['POST', '/emergency-calling/address', body],
		items: [result],
	},
	constraints: [
		{
			parameter: 'awsAccountId',
			label: 'AWS Account ID',
			pattern: /^\d{12}$/,
			read: (text) => text.trim(),
			refused: [
				"''",
				"'11112222333'",
				"'1111222233334'",
				"'11112222333a'",
				'11112222333',
				...missing,
			],
			accepted: ["'111122223333'", "' 111122223333\\n'", '111122223333'],
		},
		...Object.entries(labels).map(([parameter, label]) => ({
			parameter,
			label,
			refused: ["''", "' '", "'x'.repeat(257)", '1.5', "['a']", ...missing],
			accepted: ["'a'", "'x'.repeat(256)", "'a\\n'"],
		})),
	],
	panels: [
		{
			name: 'address-validate',
			parameters,
			labels: ['AWS Account ID', ...Object.values(labels)],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) =>
			fc.record({
				AwsAccountId: fc.stringMatching(/^\d{12}$/),
				StreetNumber: random.id(fc),
				StreetInfo: random.id(fc),
				City: random.id(fc),
				State: random.id(fc),
				Country: random.id(fc),
				PostalCode: random.id(fc),
			}),
		parameters: (input) => ({
			awsAccountId: input.AwsAccountId,
			streetNumber: input.StreetNumber,
			streetInfo: input.StreetInfo,
			city: input.City,
			state: input.State,
			country: input.Country,
			postalCode: input.PostalCode,
		}),
		item: ({ ValidationResult, AddressExternalId, Address, CandidateAddressList }) => ({
			ValidationResult,
			AddressExternalId,
			Address,
			CandidateAddressList,
		}),
	},
	respond: () => [202, result],
};
