import { longId } from '../../parameters/ids';
import { regionCode, text, trueOrFalse, wholeNumber } from '../fields';
import { rows } from '../rows';
import { locator } from '../locators';
import { defineList } from '../record';
import { one } from '../results';
import { applicationIn } from '../sipMediaApplication/sipMediaApplication';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListSipRules.html */
export const sipRules = defineList({
	awsName: 'ListSipRules',
	path: '/sip-rules',
	fields: [],
	entries: 'SipRules',
	idField: 'SipRuleId',
	details: ['TriggerType', 'CreatedTimestamp'],
	largestPage: 100,
});

export const sipRule = locator({
	displayName: 'SIP Rule',
	name: 'sipRuleId',
	description: 'The SIP rule that sends calls to SIP media applications',
	list: sipRules,
	example: '7c1d2e3f-4a5b-4c6d-8e9f-0a1b2c3d4e5f',
	validate: longId,
});

export const sipRulePath = `${sipRules.path}/{sipRuleId}`;

export const sipRuleResult = one('SipRule');

export const disabled = trueOrFalse({
	displayName: 'Disabled',
	name: 'disabled',
	description:
		'Whether the rule is disabled and handles no calls. Only a disabled rule can be deleted.',
});

/** AWS calls the applications in the order of their priority, the lowest number first. */
export const targetApplications = rows(
	{
		displayName: 'Target Applications',
		name: 'targetApplications',
		placeholder: 'Add application',
		description: 'From 1 to 25 SIP media applications that handle the calls',
	},
	{ displayName: 'Application', name: 'application', most: 25 },
	[
		applicationIn({
			in: 'body',
			description: 'The SIP media application',
		}),
		wholeNumber({
			displayName: 'Priority',
			name: 'priority',
			required: true,
			least: 1,
			description: 'The order of the applications: AWS tries the lowest number first',
		}),
		text({
			displayName: 'AWS Region',
			name: 'awsRegion',
			required: true,
			...regionCode,
			default: 'us-east-1',
			description: 'The region of the SIP media application',
		}),
	],
);
