import { phoneNumber } from '../../parameters/phoneNumber';
import { notEmpty, textLike, trimmed, type Validate } from '../../parameters/validation';
import { additionalFields, choice, required, sent } from '../fields';
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

const hostName = textLike(notEmpty, 'the outbound host name of a voice connector', trimmed);

/** A phone number or a host name, depending on the type of the trigger. */
const phoneNumberOrHost: Validate<string> = (value, label, beside = {}) => {
	const { validate, property } = triggerType;
	const isNumber = validate(beside[property.name], property.displayName) === 'ToPhoneNumber';
	return isNumber ? phoneNumber(value, label) : hostName(value, label);
};

const triggerValue = sent(
	{
		displayName: 'Trigger Value',
		name: 'triggerValue',
		required: true,
		isSensitive: true,
		placeholder: 'e.g. +12065550100',
		description: 'The phone number in E.164 form, or the outbound host name of the voice connector',
	},
	{ type: 'string', default: '' },
	phoneNumberOrHost,
);

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
