import { getMany as getManyOf } from '../getMany';
import { asItem } from '../results';
import { sipMediaApplications } from './sipMediaApplication';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListSipMediaApplications.html */
export const getMany = getManyOf(sipMediaApplications, {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many SIP media applications',
		description: 'Get the SIP media applications of the AWS account',
	},
	fields: [],
	entryItems: asItem,
});
