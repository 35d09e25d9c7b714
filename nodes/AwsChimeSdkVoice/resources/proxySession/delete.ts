import { defineOperation } from '../operation';
import { deleted } from '../results';
import { voiceConnector } from '../voiceConnector/voiceConnector';
import { proxySession, retired, sessionPath } from './session';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteProxySession.html */
export const remove = defineOperation({
	awsName: 'DeleteProxySession',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete proxy session',
		description: 'End a proxy session and return its proxy phone number to the pool',
	},
	method: 'DELETE',
	path: sessionPath,
	fields: [voiceConnector, proxySession],
	result: deleted,
	idempotent: true,
	retired,
});
