import { notEmpty } from '../../parameters/validation';
import { additionalFields, choice, required, text } from '../fields';
import { name } from '../name';
import { defineOperation } from '../operation';
import { disabled, sipRuleResult, sipRules, targetApplications } from './sipRule';

const triggerType = choice({
	displayName: 'Trigger Type',
	name: 'triggerType',
	required: true,
	options: [
		{
			name: 'Request URI Hostname',
			value: 'RequestUriHostname',
			description: 'Calls to the outbound host name of a voice connector',
		},
		{
			name: 'To Phone Number',
			value: 'ToPhoneNumber',
			description: 'Calls to a phone number',
		},
	],
	default: 'ToPhoneNumber',
	description: 'Which calls the rule handles',
});

const triggerValue = text({
	displayName: 'Trigger Value',
	name: 'triggerValue',
	required: true,
	pattern: notEmpty,
	form: 'a phone number in E.164 form, or the host name of a voice connector',
	isSensitive: true,
	placeholder: 'e.g. +12065550100',
	description: 'The phone number in E.164 form, or the outbound host name of the voice connector',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateSipRule.html */
export const create = defineOperation({
	awsName: 'CreateSipRule',
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create SIP rule',
		description: 'Send calls to a phone number, or to a voice connector, to SIP media applications',
	},
	method: 'POST',
	path: sipRules.path,
	fields: [
		required(name),
		triggerType,
		triggerValue,
		required(targetApplications),
		additionalFields(disabled),
	],
	result: sipRuleResult,
	idempotent: false,
	ifUncertain:
		'The rule may have been created although no response confirms it: look for its name with Get Many before creating it again.',
});
