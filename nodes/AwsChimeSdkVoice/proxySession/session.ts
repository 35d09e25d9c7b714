import type { IDataObject } from 'n8n-workflow';

import type { Parameters } from '../operation';
import { path } from '../path';
import { isRecord } from '../values';
import { participantItems } from './participants';

export function sessionsPath({ voiceConnectorId }: Parameters): string {
	return path`/voice-connectors/${{ voiceConnectorId }}/proxy-sessions`;
}

export function sessionPath({ voiceConnectorId, proxySessionId }: Parameters): string {
	return path`/voice-connectors/${{ voiceConnectorId }}/proxy-sessions/${{ proxySessionId }}`;
}

/** What an answer with one session becomes, as the parameter `output` wants it. */
export function sessionItems(body: unknown, parameters: Parameters): IDataObject[] | undefined {
	const session = isRecord(body) ? body.ProxySession : undefined;
	return isRecord(session) ? itemsOfSession(session, parameters) : undefined;
}

/** The same for a session that stands by itself. */
export function itemsOfSession(
	session: IDataObject,
	{ output }: Parameters,
): IDataObject[] | undefined {
	return output === 'session' ? [session] : participantItems(session);
}
