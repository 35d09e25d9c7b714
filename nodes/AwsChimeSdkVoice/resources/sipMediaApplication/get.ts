import { lookedUpIn } from '../lookup';
import { defineOperation } from '../operation';
import {
	sipMediaApplication,
	sipMediaApplicationPath,
	sipMediaApplicationResult,
	sipMediaApplications,
} from './sipMediaApplication';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetSipMediaApplication.html */
export const get = defineOperation({
	awsName: 'GetSipMediaApplication',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get SIP media application',
		description: 'Get the name, the region and the AWS Lambda function of a SIP media application',
	},
	method: 'GET',
	path: sipMediaApplicationPath,
	fields: [sipMediaApplication],
	result: sipMediaApplicationResult,
	...lookedUpIn(sipMediaApplications, { wholeField: 'Endpoints' }),
	idempotent: true,
});
