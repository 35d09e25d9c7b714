import type { OperationFixture } from './fixture';
import { locatorOf, seedOf, sipMediaApplications, targetOf } from './kinds';
import { ids, longId, pairs, pairsOf, random } from './values';

const call = { TransactionId: ids.transactionId };
const parameters = {
	...locatorOf(sipMediaApplications),
	transactionId: ids.transactionId,
	arguments: { pair: [{ name: 'ride', value: '4711' }] },
};

export const fixture: OperationFixture = {
	awsName: 'UpdateSipMediaApplicationCall',
	method: 'POST',
	path: '/sip-media-applications/{sipMediaApplicationId}/calls/{transactionId}',
	resource: ['call', 'Call'],
	operation: ['update', 'Update'],
	action: 'Update call',
	parameters,
	response: { statusCode: 202, body: { SipMediaApplicationCall: call } },
	example: {
		parameters,
		request: [
			'POST',
			`${targetOf(sipMediaApplications)}/calls/${ids.transactionId}`,
			{ Arguments: { ride: '4711' } },
		],
		items: [call],
	},
	ifUncertain: /\bmay have received the arguments\b.*\bbefore sending the arguments again\b/,
	seed(state, given) {
		seedOf(sipMediaApplications)(state, given);
		const TransactionId = given.transactionId ?? ids.transactionId;
		state.of('calls').set(TransactionId, { TransactionId });
	},
	constraints: [
		longId('sipMediaApplicationId', 'SIP Media Application'),
		{ ...longId('transactionId', 'Transaction ID'), isLocator: false },
		...pairs('arguments', 'Arguments', 'a'),
	],
	panels: [
		{
			name: 'call-update',
			parameters,
			labels: ['SIP Media Application', 'Transaction ID', 'Arguments', 'Name', 'Value'],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) =>
			fc.record({
				SipMediaApplicationId: random.id(fc),
				TransactionId: random.id(fc),
				Arguments: random.map(fc),
			}),
		parameters: ({ SipMediaApplicationId, TransactionId, Arguments }) => ({
			sipMediaApplicationId: { __rl: true, mode: 'id', value: SipMediaApplicationId },
			transactionId: TransactionId,
			arguments: pairsOf(Arguments),
		}),
		item: ({ SipMediaApplicationCall }) => SipMediaApplicationCall,
	},
	respond(state, { ids: { transactionId }, body }) {
		const found = state.of('calls').get(transactionId);
		if (!found) return [404];
		Object.assign(found, body);
		return [202, { SipMediaApplicationCall: { TransactionId: transactionId } }];
	},
};
