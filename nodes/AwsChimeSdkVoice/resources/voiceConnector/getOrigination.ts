import { defineOperation } from '../operation';
import { optional } from '../results';
import { voiceConnector, voiceConnectorPath } from './voiceConnector';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetVoiceConnectorOrigination.html */
export const getOrigination = defineOperation({
	awsName: 'GetVoiceConnectorOrigination',
	option: {
		name: 'Get Origination',
		value: 'getOrigination',
		action: 'Get voice connector origination',
		description: 'Get the routes of inbound calls of a voice connector',
	},
	method: 'GET',
	path: `${voiceConnectorPath}/origination`,
	fields: [voiceConnector],
	result: optional('Origination'),
	idempotent: true,
});
