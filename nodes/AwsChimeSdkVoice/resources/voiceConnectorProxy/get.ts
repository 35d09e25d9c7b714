import { defineOperation } from '../operation';
import { retired } from '../proxySession/session';
import { voiceConnector } from '../voiceConnector/voiceConnector';
import { proxyPath, proxyResult } from './proxy';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetVoiceConnectorProxy.html */
export const get = defineOperation({
	awsName: 'GetVoiceConnectorProxy',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get voice connector proxy',
		description: 'Get the proxy settings of a voice connector',
	},
	method: 'GET',
	path: proxyPath,
	fields: [voiceConnector],
	result: proxyResult,
	adviceOn: (_parameters, statusCode) =>
		statusCode === 404
			? 'AWS also responds with 404 if the voice connector has no proxy settings: Voice Connector Proxy → Set creates them.'
			: undefined,
	idempotent: true,
	retired,
});
