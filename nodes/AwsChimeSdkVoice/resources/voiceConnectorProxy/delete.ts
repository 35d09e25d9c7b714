import { defineOperation } from '../operation';
import { retired } from '../proxySession/session';
import { deleted } from '../results';
import { voiceConnector } from '../voiceConnector/voiceConnector';
import { proxyPath } from './proxy';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteVoiceConnectorProxy.html */
export const remove = defineOperation({
	awsName: 'DeleteVoiceConnectorProxy',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete voice connector proxy',
		description: 'Delete the proxy settings of a voice connector, which ends its proxy sessions',
	},
	method: 'DELETE',
	path: proxyPath,
	fields: [voiceConnector],
	result: deleted,
	idempotent: true,
	retired,
});
