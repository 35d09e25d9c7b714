import { readFileSync } from 'node:fs';

import {
	GetProxySessionCommand,
	type ChimeSDKVoiceClientConfig,
} from '@aws-sdk/client-chime-sdk-voice';
import pLimit from 'p-limit';

import { sdkClient } from '../support/awsSdk';
import { key } from '../support/keys';
import { sessionIds, voiceConnectorId, type Client } from './task';

/** AWS's SDK, outside of n8n, with a connection for every request in flight, which it keeps. */
export const theSdk: Client = async (endpoint, { sessions, concurrency }, variant = '') => {
	const ids = sessionIds(sessions);
	const ca = endpoint.startsWith('https') && readFileSync(process.env.NODE_EXTRA_CA_CERTS ?? '');
	const agent = { keepAlive: true, maxSockets: concurrency, ...(ca && { ca }) };
	const requestHandler = { httpAgent: agent, httpsAgent: agent };
	// A session that stays throttled is lost; unless that is what is measured, there is none.
	const retries = ['standard', 'adaptive'].includes(variant);
	const config: ChimeSDKVoiceClientConfig = retries ? { retryMode: variant, maxAttempts: 3 } : {};
	return async () => {
		const client = sdkClient(endpoint, key, { requestHandler, ...config });
		const items = await pLimit(concurrency).map(ids, async (ProxySessionId) => {
			const input = { VoiceConnectorId: voiceConnectorId, ProxySessionId };
			const response = client.send(new GetProxySessionCommand(input));
			const { ProxySession } = (await (retries ? response.catch(() => undefined) : response)) ?? {};
			const { Participants = [], ...session } = ProxySession ?? {};
			return Participants.map(({ PhoneNumber, ProxyPhoneNumber }) => ({
				json: { PhoneNumber, ProxyPhoneNumber, ...session },
			}));
		});
		client.destroy();
		return items.flat();
	};
};
