import { defineOperation } from '../operation';
import { deleted } from '../results';
import { sipMediaApplication, sipMediaApplicationPath } from './sipMediaApplication';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteSipMediaApplication.html */
export const remove = defineOperation({
	awsName: 'DeleteSipMediaApplication',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete SIP media application',
		description: 'Delete a SIP media application that no SIP rule uses',
	},
	method: 'DELETE',
	path: sipMediaApplicationPath,
	fields: [sipMediaApplication],
	result: deleted,
	idempotent: true,
});
