import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../../transport/response';
import type { Parameters } from '../operation';
import { path } from '../../transport/url';
import { isRecord } from '../../parameters/validation';

export function proxyPath({ voiceConnectorId }: Parameters): string {
	return path`/voice-connectors/${{ voiceConnectorId }}/programmable-numbers/proxy`;
}

/** One item, as AWS sends it, and the voice connector that was asked about. */
export function proxyItems(
	{ body }: Answer,
	{ voiceConnectorId }: Parameters,
): IDataObject[] | undefined {
	const proxy = isRecord(body) ? body.Proxy : undefined;
	return isRecord(proxy) ? [{ VoiceConnectorId: String(voiceConnectorId), ...proxy }] : undefined;
}
