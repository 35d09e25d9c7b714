import { proxySessionField, voiceConnectorField } from '../locators';
import type { SingleOperation } from '../operation';
import { outputField } from './fields';
import { sessionItems, sessionPath } from './session';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetProxySession.html */
export const get: SingleOperation = {
	awsName: 'GetProxySession',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get proxy session',
		description: 'Get the participants and the state of a proxy session',
	},
	fields: [voiceConnectorField, proxySessionField, outputField],
	request: (parameters) => ({ method: 'GET', path: sessionPath(parameters) }),
	items: sessionItems,
};
