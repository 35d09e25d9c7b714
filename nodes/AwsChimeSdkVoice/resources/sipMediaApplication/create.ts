import { regionCode, required, text } from '../fields';
import { name } from '../name';
import { defineOperation } from '../operation';
import { lambdaArn, sipMediaApplicationResult, sipMediaApplications } from './sipMediaApplication';

const awsRegion = text({
	displayName: 'AWS Region',
	name: 'awsRegion',
	required: true,
	...regionCode,
	default: 'us-east-1',
	description: 'The region of the application and of its AWS Lambda function',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateSipMediaApplication.html */
export const create = defineOperation({
	awsName: 'CreateSipMediaApplication',
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create SIP media application',
		description: 'Create a SIP media application, which hands calls to an AWS Lambda function',
	},
	method: 'POST',
	path: sipMediaApplications.path,
	fields: [awsRegion, required(name), required(lambdaArn)],
	result: sipMediaApplicationResult,
	idempotent: false,
	ifUncertain:
		'The application may have been created although no response confirms it: look for its name with Get Many before creating it again.',
});
