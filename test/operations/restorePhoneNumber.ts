import type { OperationFixture } from './fixture';
import { ofOne, phoneNumbers, targetOf } from './kinds';

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
	respond(state, { ids }) {
		const found = state.of('PhoneNumbers').get(ids.phoneNumberId);
		return found ? [200, { PhoneNumber: found }] : [404];
	},
};
