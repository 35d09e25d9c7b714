import { lookedUpIn } from '../lookup';
import { defineOperation } from '../operation';
import { sipRule, sipRulePath, sipRuleResult, sipRules } from './sipRule';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetSipRule.html */
export const get = defineOperation({
	awsName: 'GetSipRule',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get SIP rule',
		description: 'Get the trigger and the target applications of a SIP rule',
	},
	method: 'GET',
	path: sipRulePath,
	fields: [sipRule],
	result: sipRuleResult,
	...lookedUpIn(sipRules, { wholeField: 'TargetApplications' }),
	idempotent: true,
});
