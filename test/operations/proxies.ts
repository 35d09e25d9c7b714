import { byId } from '../support/locator';
import type { SdkInput } from './fixture';
import { ids } from './values';

export const resource: [string, string] = ['voiceConnectorProxy', 'Voice Connector Proxy'];
export const proxyPath = '/voice-connectors/{voiceConnectorId}/programmable-numbers/proxy';
export const proxyTarget = `/voice-connectors/${ids.voiceConnectorId}/programmable-numbers/proxy`;
export const connector = { voiceConnectorId: byId(ids.voiceConnectorId) };

export const sampleProxy = { DefaultSessionExpiryMinutes: 60, PhoneNumberCountries: ['US'] };
export const proxyItem = { VoiceConnectorId: ids.voiceConnectorId, ...sampleProxy };

/** The SDK's output behind the id that the node adds to it. */
export const itemOfProxy = ({ Proxy: proxy }: SdkInput, { VoiceConnectorId }: SdkInput) => ({
	VoiceConnectorId,
	...Object(proxy),
});
