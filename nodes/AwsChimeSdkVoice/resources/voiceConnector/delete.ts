import { defineOperation } from '../operation';
import { deleted } from '../results';
import { voiceConnector, voiceConnectorPath } from './voiceConnector';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteVoiceConnector.html */
export const remove = defineOperation({
	awsName: 'DeleteVoiceConnector',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete voice connector',
		description: 'Delete a voice connector without phone numbers',
	},
	method: 'DELETE',
	path: voiceConnectorPath,
	fields: [voiceConnector],
	result: deleted,
	idempotent: true,
});
