import type { OperationFixture } from './fixture';
import {
	connector,
	itemOfProxy,
	proxyItem,
	proxyPath,
	proxyTarget,
	resource,
	sampleProxy,
} from './proxies';
import { locatorsOf, random, voiceConnectorId } from './values';

export const fixture: OperationFixture = {
	awsName: 'GetVoiceConnectorProxy',
	method: 'GET',
	path: proxyPath,
	resource,
	operation: ['get', 'Get'],
	action: 'Get voice connector proxy',
	parameters: connector,
	response: { statusCode: 200, body: { Proxy: sampleProxy } },
	example: { parameters: connector, request: ['GET', proxyTarget], items: [proxyItem] },
	isRetired: true,
	constraints: [voiceConnectorId],
	panels: [
		{
			name: 'proxy-get',
			parameters: connector,
			labels: ['Voice Connector'],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) => fc.record({ VoiceConnectorId: random.id(fc) }),
		parameters: locatorsOf,
		item: itemOfProxy,
	},
	respond(state, { ids }) {
		const proxy = state.of('proxies').get(ids.voiceConnectorId);
		return proxy ? [200, { Proxy: proxy }] : [404];
	},
};
