import { proxySessionField, voiceConnectorField } from '../locators';
import type { SingleOperation } from '../operation';
import { deletionItems } from '../results';
import { sessionPath } from './session';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteProxySession.html */
export const remove: SingleOperation = {
	awsName: 'DeleteProxySession',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a proxy session',
		description: 'End a proxy session and give its number back to the pool',
	},
	fields: [voiceConnectorField, proxySessionField],
	request: (parameters) => ({ method: 'DELETE', path: sessionPath(parameters) }),
	items: (answer, { voiceConnectorId, proxySessionId }) =>
		deletionItems(answer, {
			VoiceConnectorId: String(voiceConnectorId),
			ProxySessionId: String(proxySessionId),
		}),
};
