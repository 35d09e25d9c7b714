import type { OperationFixture } from './fixture';
import { connector, proxyItem, proxyPath, proxyTarget, resource } from './proxies';
import { locatorsOf, random, voiceConnectorId } from './values';

const { VoiceConnectorId } = proxyItem;

export const fixture: OperationFixture = {
	awsName: 'DeleteVoiceConnectorProxy',
	method: 'DELETE',
	path: proxyPath,
	resource,
	operation: ['delete', 'Delete'],
	action: 'Delete voice connector proxy',
	parameters: connector,
	response: { statusCode: 204 },
	example: {
		parameters: connector,
		request: ['DELETE', proxyTarget],
		items: [{ deleted: true, VoiceConnectorId }],
	},
	isRetired: true,
	constraints: [voiceConnectorId],
	panels: [
		{
			name: 'proxy-delete',
			parameters: connector,
			labels: ['Voice Connector'],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) => fc.record({ VoiceConnectorId: random.id(fc) }),
		parameters: locatorsOf,
		item: (_output, input) => ({ deleted: true, ...input }),
	},
	respond: (state, { ids }) => (state.of('proxies').delete(ids.voiceConnectorId) ? [204] : [404]),
};
