import { GetProxySessionCommand } from '@aws-sdk/client-chime-sdk-voice';
import pLimit from 'p-limit';

import { sdkClient } from '../awsSdk';
import { key } from '../keys';
import { sessionIds, voiceConnectorId, type Subject } from './task';

/** AWS's SDK, outside of n8n, with a socket for every request in flight. */
export const theSdk: Subject = async (endpoint, { sessions, concurrency }) => {
	const ids = sessionIds(sessions);
	return async () => {
		const httpAgent = { keepAlive: true, maxSockets: concurrency };
		const client = sdkClient(endpoint, key, { requestHandler: { httpAgent } });
		const items = await pLimit(concurrency).map(ids, async (ProxySessionId) => {
			const input = { VoiceConnectorId: voiceConnectorId, ProxySessionId };
			const { ProxySession } = await client.send(new GetProxySessionCommand(input));
			const { Participants = [], ...session } = ProxySession ?? {};
			return Participants.map(({ PhoneNumber, ProxyPhoneNumber }) => ({
				json: { PhoneNumber, ProxyPhoneNumber, ...session },
			}));
		});
		client.destroy();
		return items.flat();
	};
};
