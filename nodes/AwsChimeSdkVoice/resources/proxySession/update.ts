import { updateFields } from '../fields';
import { defineOperation } from '../operation';
import type { SentField } from '../record';
import { one } from '../results';
import { voiceConnector } from '../voiceConnector/voiceConnector';
import {
	capabilities,
	expiryMinutes,
	output,
	proxySession,
	retired,
	sessionItems,
	sessionPath,
} from './session';

/** AWS replaces the capabilities of the session, so none is chosen for the user. */
const newCapabilities: SentField = {
	...capabilities,
	property: {
		...capabilities.property,
		default: [],
		description:
			'How the participants can reach each other after the update. AWS requires Capabilities in every update, and replaces all capabilities of the session.',
	},
};

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdateProxySession.html */
export const update = defineOperation({
	awsName: 'UpdateProxySession',
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update proxy session',
		description: 'Change the capabilities and the expiry of a proxy session',
	},
	method: 'POST',
	path: sessionPath,
	fields: [voiceConnector, proxySession, newCapabilities, output, updateFields(expiryMinutes)],
	result: one('ProxySession', sessionItems),
	idempotent: true,
	retired,
});
