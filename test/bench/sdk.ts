import { GetProxySessionCommand } from '@aws-sdk/client-chime-sdk-voice';
import pLimit from 'p-limit';

import { sdkClient } from '../awsSdk';
import { key } from '../keys';
import { sessionIds, voiceConnectorId, type Subject } from './task';

/** AWS's SDK, outside of n8n, with a socket for every request in flight. */
export const theSdk: Subject = async (endpoint, { sessions, concurrency }) => {
	const ids = sessionIds(sessions);
	return async () => {
		const requestHandler = { httpAgent: { keepAlive: true, maxSockets: concurrency } };
		const client = sdkClient(endpoint, key, { requestHandler });
		const items = await pLimit(concurrency).map(ids, async (proxySessionId) => {
			const command = new GetProxySessionCommand({
				VoiceConnectorId: voiceConnectorId,
				ProxySessionId: proxySessionId,
			});
			const { ProxySession: { Participants = [], ...session } = {} } = await client.send(command);
			return Participants.map(({ PhoneNumber, ProxyPhoneNumber }) => ({
				json: { PhoneNumber, ProxyPhoneNumber, ...session },
			}));
		});
		client.destroy();
		return items.flat();
	};
};
