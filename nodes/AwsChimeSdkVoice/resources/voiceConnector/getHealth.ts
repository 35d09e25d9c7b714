import { defineOperation } from '../operation';
import { optional } from '../results';
import { voiceConnector, voiceConnectorPath } from './voiceConnector';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetVoiceConnectorTerminationHealth.html */
export const getHealth = defineOperation({
	awsName: 'GetVoiceConnectorTerminationHealth',
	option: {
		name: 'Get Health',
		value: 'getHealth',
		action: 'Get voice connector health',
		description:
			'Get the time and the source of the last SIP OPTIONS message of the trunk, if there was one',
	},
	method: 'GET',
	path: `${voiceConnectorPath}/termination/health`,
	fields: [voiceConnector],
	result: optional('TerminationHealth'),
	idempotent: true,
});
