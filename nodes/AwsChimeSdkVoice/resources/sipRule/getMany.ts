import { filters } from '../fields';
import { getMany as getManyOf } from '../getMany';
import { asItem } from '../results';
import { applicationIn } from '../sipMediaApplication/sipMediaApplication';
import { sipRules } from './sipRule';

const application = applicationIn({
	in: 'query',
	required: false,
	awsName: 'sip-media-application',
	description: 'Only rules with this SIP media application',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListSipRules.html */
export const getMany = getManyOf(sipRules, {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many SIP rules',
		description: 'Get the SIP rules of the AWS account',
	},
	fields: [filters(application)],
	entryItems: asItem,
});
