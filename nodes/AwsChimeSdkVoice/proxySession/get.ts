import type { Operation } from '../operation';
import { path } from '../path';
import { outputField, proxySessionField, voiceConnectorField } from './fields';
import { isRecord, participantItems } from './participants';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetProxySession.html */
export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get proxy session',
		description: 'Get the participants and the state of a proxy session',
	},
	fields: [voiceConnectorField, proxySessionField, outputField],
	request: ({ voiceConnectorId, proxySessionId }) => ({
		method: 'GET',
		path: path`/voice-connectors/${{ voiceConnectorId }}/proxy-sessions/${{ proxySessionId }}`,
	}),
	items(body, { output }) {
		const session = isRecord(body) ? body.ProxySession : undefined;
		if (!isRecord(session)) return undefined;
		return output === 'session' ? [session] : participantItems(session);
	},
};
