import { numbersOf, unassign } from '../support/chime/telephony';
import type { OperationFixture } from './fixture';
import { deleteOf, seedOf, sipRules } from './kinds';

const common = deleteOf(sipRules);

export const fixture: OperationFixture = {
	...common,
	panels: common.panels.map((panel) => ({
		...panel,
		parameters: { ...panel.parameters, options: { disableFirst: true } },
		optionLabels: ['Disable First'],
	})),
	seed: seedOf(sipRules, { Disabled: true }),
	respond(state, request) {
		const { sipRuleId } = request.ids;
		const rule = state.of('SipRules').get(sipRuleId);
		if (rule?.Disabled === false) return [409, 'ConflictException'];
		numbersOf(state, ['SipRuleId', sipRuleId]).forEach(unassign);
		return common.respond(state, request);
	},
};
