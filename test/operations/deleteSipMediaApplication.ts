import type { OperationFixture } from './fixture';
import { deleteOf, sipMediaApplications } from './kinds';

const common = deleteOf(sipMediaApplications);

export const fixture: OperationFixture = {
	...common,
	respond(state, request) {
		const id = request.ids.sipMediaApplicationId;
		const isInUse = [...state.of('SipRules').values()].some(({ TargetApplications: targets }) =>
			Object.values(Object(targets)).some((target) => Object(target).SipMediaApplicationId === id),
		);
		return isInUse ? [409, 'ConflictException'] : common.respond(state, request);
	},
};
