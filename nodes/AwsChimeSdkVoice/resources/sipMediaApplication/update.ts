import { updateFields } from '../fields';
import { name } from '../name';
import { defineOperation } from '../operation';
import {
	lambdaArn,
	sipMediaApplication,
	sipMediaApplicationPath,
	sipMediaApplicationResult,
} from './sipMediaApplication';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdateSipMediaApplication.html */
export const update = defineOperation({
	awsName: 'UpdateSipMediaApplication',
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update SIP media application',
		description: 'Change the name or the AWS Lambda function of a SIP media application',
	},
	method: 'PUT',
	path: sipMediaApplicationPath,
	fields: [sipMediaApplication, updateFields(name, lambdaArn)],
	result: sipMediaApplicationResult,
	idempotent: true,
});
