import type { OperationFixture } from './fixture';
import { locatorOf, phoneNumbers, seedOf, sipMediaApplications, targetOf } from './kinds';
import {
	firstPhoneNumber,
	ids,
	longId,
	pairs,
	pairsOf,
	phoneNumber,
	phoneNumberId,
	random,
	secondPhoneNumber,
} from './values';

const application = locatorOf(sipMediaApplications);
const numbers = { fromPhoneNumber: firstPhoneNumber, toPhoneNumber: secondPhoneNumber };
const call = { TransactionId: ids.transactionId };

export const fixture: OperationFixture = {
	awsName: 'CreateSipMediaApplicationCall',
	method: 'POST',
	path: '/sip-media-applications/{sipMediaApplicationId}/calls',
	resource: ['call', 'Call'],
	operation: ['create', 'Create'],
	action: 'Create call',
	parameters: { ...application, ...numbers },
	response: { statusCode: 201, body: { SipMediaApplicationCall: call } },
	example: {
		parameters: {
			...application,
			...numbers,
			additionalFields: {
				sipHeaders: { pair: [{ name: 'X-Ride', value: '4711' }] },
				argumentsMap: { pair: [{ name: 'ride', value: '4711' }] },
			},
		},
		request: [
			'POST',
			`${targetOf(sipMediaApplications)}/calls`,
			{
				FromPhoneNumber: firstPhoneNumber,
				ToPhoneNumber: secondPhoneNumber,
				SipHeaders: { 'X-Ride': '4711' },
				ArgumentsMap: { ride: '4711' },
			},
		],
		items: [call],
	},
	ifUncertain: /\bmay have been placed\b.*\bbefore calling again\b/,
	sensitive: ['fromPhoneNumber', 'toPhoneNumber'],
	seed(state, given, { FromPhoneNumber = firstPhoneNumber } = {}) {
		seedOf(sipMediaApplications)(state, given);
		seedOf(phoneNumbers)(state, { phoneNumberId: String(FromPhoneNumber) });
	},
	constraints: [
		longId('sipMediaApplicationId', 'SIP Media Application'),
		{ ...phoneNumberId, parameter: 'fromPhoneNumber', label: 'From Phone Number' },
		phoneNumber('toPhoneNumber', 'To Phone Number'),
		...pairs('additionalFields.sipHeaders', 'Additional Fields → SIP Headers', 'x-a'),
		...pairs('additionalFields.argumentsMap', 'Additional Fields → Arguments', 'a'),
	],
	panels: [
		{
			name: 'call-create',
			parameters: { ...application, ...numbers },
			labels: [
				...['SIP Media Application', 'From Phone Number', 'To Phone Number'],
				'Additional Fields',
			],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) =>
			fc.record({
				SipMediaApplicationId: random.id(fc),
				FromPhoneNumber: random.phoneNumber(fc),
				ToPhoneNumber: random.phoneNumber(fc),
				SipHeaders: random.optional(fc, fc.constant({ 'x-a': 'b' })),
				ArgumentsMap: random.optional(fc, random.map(fc)),
			}),
		parameters: ({ FromPhoneNumber, ToPhoneNumber, SipHeaders, ArgumentsMap, ...input }) => ({
			sipMediaApplicationId: { __rl: true, mode: 'id', value: input.SipMediaApplicationId },
			fromPhoneNumber: FromPhoneNumber,
			toPhoneNumber: ToPhoneNumber,
			additionalFields: {
				...(SipHeaders !== undefined && { sipHeaders: pairsOf(SipHeaders) }),
				...(ArgumentsMap !== undefined && { argumentsMap: pairsOf(ArgumentsMap) }),
			},
		}),
		item: ({ SipMediaApplicationCall }) => SipMediaApplicationCall,
	},
	respond(state, { ids: { sipMediaApplicationId }, body, newId }) {
		if (!state.of('SipMediaApplications').has(sipMediaApplicationId)) return [404];
		if (!state.of('PhoneNumbers').has(String(body.FromPhoneNumber))) return [400];
		const TransactionId = newId();
		state.of('calls').set(TransactionId, { ...body, TransactionId });
		return [201, { SipMediaApplicationCall: { TransactionId } }];
	},
};
