import type { OperationFixture } from './fixture';
import { deleteOf, phoneNumbers, seedOf } from './kinds';

const week = 7 * 86_400_000;

export const fixture: OperationFixture = {
	...deleteOf(phoneNumbers),
	seed: seedOf(phoneNumbers, { Status: 'Unassigned', Associations: [] }),
	respond(state, { ids, now }) {
		const number = state.of('PhoneNumbers').get(ids.phoneNumberId);
		if (!number) return [404];
		if (number.Status !== 'Unassigned') return [409, 'ConflictException'];
		const DeletionTimestamp = new Date(now.getTime() + week).toISOString();
		Object.assign(number, { Status: 'DeleteInProgress', DeletionTimestamp });
		return [204];
	},
};
