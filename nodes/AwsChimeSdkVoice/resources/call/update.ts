import { id, required } from '../fields';
import { argumentsFor } from './arguments';
import { defineOperation } from '../operation';
import { one } from '../results';
import {
	sipMediaApplication,
	sipMediaApplicationPath,
} from '../sipMediaApplication/sipMediaApplication';
import { regions } from '../phoneNumber/phoneNumber';

const transactionId = id({
	displayName: 'Transaction ID',
	name: 'transactionId',
	in: 'path',
	required: true,
	placeholder: 'e.g. 2f9a1c3e-5b7d-4e8f-9a0b-1c2d3e4f5a6b',
	description:
		'The ID of the call, from the item of Create or from an event of the AWS Lambda function',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdateSipMediaApplicationCall.html */
export const update = defineOperation({
	awsName: 'UpdateSipMediaApplicationCall',
	regions,
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update call',
		description: 'Send arguments to the AWS Lambda function of a call in progress',
	},
	method: 'POST',
	path: `${sipMediaApplicationPath}/calls/{transactionId}`,
	fields: [sipMediaApplication, transactionId, required(argumentsFor('arguments'))],
	result: one('SipMediaApplicationCall'),
	idempotent: false,
	ifUncertain:
		'The AWS Lambda function may have received the arguments although no response confirms it: check its logs before sending the arguments again.',
});
