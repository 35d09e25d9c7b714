import { required, updateFields } from '../fields';
import { name } from '../name';
import { defineOperation } from '../operation';
import { disabled, sipRule, sipRulePath, sipRuleResult, targetApplications } from './sipRule';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdateSipRule.html */
export const update = defineOperation({
	awsName: 'UpdateSipRule',
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update SIP rule',
		description: 'Change the name, the target applications or the state of a SIP rule',
	},
	method: 'PUT',
	path: sipRulePath,
	fields: [sipRule, required(name), updateFields(disabled, targetApplications)],
	result: sipRuleResult,
	idempotent: true,
});
