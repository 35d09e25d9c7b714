import { voiceConnectorField } from '../locators';
import type { Operation } from '../operation';
import { deletionItems } from '../deletion';
import { proxyPath } from './proxy';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteVoiceConnectorProxy.html */
export const remove: Operation = {
	awsName: 'DeleteVoiceConnectorProxy',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete the proxy of a voice connector',
		description: 'Let a voice connector have no proxy sessions any more',
	},
	fields: [voiceConnectorField],
	request: (parameters) => ({ method: 'DELETE', path: proxyPath(parameters) }),
	items: (body, { voiceConnectorId }) =>
		deletionItems(body, { VoiceConnectorId: String(voiceConnectorId) }),
};
