import type { OperationFixture } from './fixture';
import { ofOne, phoneNumbers, seedOf, targetOf } from './kinds';

const common = ofOne(phoneNumbers, {
	awsName: 'RestorePhoneNumber',
	method: 'POST',
	operation: ['restore', 'Restore'],
});

export const fixture: OperationFixture = {
	...common,
	query: { operation: 'restore' },
	example: {
		...common.example,
		request: ['POST', `${targetOf(phoneNumbers)}?operation=restore`],
	},
	seed: seedOf(phoneNumbers, { Status: 'DeleteInProgress' }),
	respond(state, { ids }) {
		const number = state.of('PhoneNumbers').get(ids.phoneNumberId);
		if (!number) return [404];
		if (number.Status !== 'DeleteInProgress') return [409, 'ConflictException'];
		number.Status = 'Unassigned';
		return [200, { PhoneNumber: number }];
	},
};
