import { defineOperation } from '../operation';
import { optional } from '../results';
import { voiceConnector, voiceConnectorPath } from './voiceConnector';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetVoiceConnectorTermination.html */
export const getTermination = defineOperation({
	awsName: 'GetVoiceConnectorTermination',
	option: {
		name: 'Get Termination',
		value: 'getTermination',
		action: 'Get voice connector termination',
		description: 'Get the limits of outbound calls of a voice connector',
	},
	method: 'GET',
	path: `${voiceConnectorPath}/termination`,
	fields: [voiceConnector],
	result: optional('Termination'),
	idempotent: true,
});
