import { voiceConnectorField } from '../locators';
import type { SingleOperation } from '../operation';
import { proxyItems, proxyPath } from './proxy';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetVoiceConnectorProxy.html */
export const get: SingleOperation = {
	awsName: 'GetVoiceConnectorProxy',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get the proxy of a voice connector',
		description: 'Get how proxy sessions of a voice connector are set up',
	},
	fields: [voiceConnectorField],
	request: (parameters) => ({ method: 'GET', path: proxyPath(parameters) }),
	items: proxyItems,
};
