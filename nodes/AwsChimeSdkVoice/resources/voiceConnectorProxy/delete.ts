import { voiceConnectorField } from '../locators';
import type { SingleOperation } from '../operation';
import { deletionItems } from '../results';
import { proxyPath } from './proxy';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteVoiceConnectorProxy.html */
export const remove: SingleOperation = {
	awsName: 'DeleteVoiceConnectorProxy',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete the proxy of a voice connector',
		description: 'Let a voice connector have no proxy sessions any more',
	},
	fields: [voiceConnectorField],
	request: (parameters) => ({ method: 'DELETE', path: proxyPath(parameters) }),
	items: (answer, { voiceConnectorId }) =>
		deletionItems(answer, { VoiceConnectorId: String(voiceConnectorId) }),
};
