import { defineOperation } from '../operation';
import { one } from '../results';
import { voiceConnector } from './voiceConnector';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetVoiceConnector.html */
export const get = defineOperation({
	awsName: 'GetVoiceConnector',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get voice connector',
		description: 'Get the name, the region, the host and the encryption of a voice connector',
	},
	method: 'GET',
	path: '/voice-connectors/{voiceConnectorId}',
	fields: [voiceConnector],
	result: one('VoiceConnector'),
	idempotent: true,
});
