import { lookedUpIn } from '../lookup';
import { defineOperation } from '../operation';
import {
	voiceConnector,
	voiceConnectorPath,
	voiceConnectorResult,
	voiceConnectors,
} from './voiceConnector';

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
	path: voiceConnectorPath,
	fields: [voiceConnector],
	result: voiceConnectorResult,
	...lookedUpIn(voiceConnectors, { wholeField: 'OutboundHostName' }),
	idempotent: true,
});
