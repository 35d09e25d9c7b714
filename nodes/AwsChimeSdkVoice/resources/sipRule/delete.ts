import { defineOperation } from '../operation';
import { deleted } from '../results';
import { sipRule, sipRulePath } from './sipRule';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteSipRule.html */
export const remove = defineOperation({
	awsName: 'DeleteSipRule',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete SIP rule',
		description: 'Delete a SIP rule. AWS deletes disabled rules only.',
	},
	method: 'DELETE',
	path: sipRulePath,
	fields: [sipRule],
	result: deleted,
	idempotent: true,
});
