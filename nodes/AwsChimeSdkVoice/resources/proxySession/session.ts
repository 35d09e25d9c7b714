import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../../transport/response';
import type { Parameters } from '../operation';
import { path } from '../../transport/url';
import { isRecord } from '../../parameters/validation';
import { participantItems } from './participants';

export function sessionsPath({ voiceConnectorId }: Parameters): string {
	return path`/voice-connectors/${{ voiceConnectorId }}/proxy-sessions`;
}

export function sessionPath({ voiceConnectorId, proxySessionId }: Parameters): string {
	return path`/voice-connectors/${{ voiceConnectorId }}/proxy-sessions/${{ proxySessionId }}`;
}

/** What an answer with one session becomes, as the parameter `output` wants it. */
export function sessionItems({ body }: Answer, parameters: Parameters): IDataObject[] | undefined {
	const session = isRecord(body) ? body.ProxySession : undefined;
	return isRecord(session) ? itemsOfSession(session, parameters) : undefined;
}

/** AWS's sessions have 13 fields and 2 participants; what is far beyond is none. */
export const mostFields = 100;
export const mostParticipants = 100;

/** What a session becomes, as the parameter `output` wants it; undefined when it cannot be AWS's. */
export function itemsOfSession(
	session: IDataObject,
	{ output }: Parameters,
): IDataObject[] | undefined {
	const { Participants } = session;
	const isTooWide = Array.isArray(Participants) && Participants.length > mostParticipants;
	if (isTooWide || Object.keys(session).length > mostFields) return undefined;
	return output === 'session' ? [session] : participantItems(session);
}
