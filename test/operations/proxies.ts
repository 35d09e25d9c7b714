import type fc from 'fast-check';

import type { SdkInput } from './fixture';
import { connector, ids, locatorsOf, random, voiceConnectorId } from './values';

export const proxyTarget = `/voice-connectors/${ids.voiceConnectorId}/programmable-numbers/proxy`;

export const sampleProxy = { DefaultSessionExpiryMinutes: 60, PhoneNumberCountries: ['US'] };
export const proxyItem = { VoiceConnectorId: ids.voiceConnectorId, ...sampleProxy };

/** What fixtures of operations on the proxy of a voice connector have in common. */
export const ofProxy = (value: string, label: string) => ({
	path: '/voice-connectors/{voiceConnectorId}/programmable-numbers/proxy',
	resource: ['voiceConnectorProxy', 'Voice Connector Proxy'] as [string, string],
	operation: [value, label] as [string, string],
	action: `${label} voice connector proxy`,
	parameters: connector,
	isRetired: true,
	constraints: [voiceConnectorId],
	panels: [
		{
			name: `proxy-${value}`,
			parameters: { ...connector },
			labels: ['Voice Connector'],
			firstOutput: 'Success' as const,
		},
	],
	parity: {
		inputs: (fast: typeof fc): fc.Arbitrary<SdkInput> =>
			fast.record({ VoiceConnectorId: random.id(fast) }),
		parameters: locatorsOf,
	},
});

/** The SDK's output behind the id that the node adds to it. */
export const itemOfProxy = ({ Proxy: proxy }: SdkInput, { VoiceConnectorId }: SdkInput) => ({
	VoiceConnectorId,
	...Object(proxy),
});
