import type { OperationFixture } from './fixture';
import { itemOfProxy, ofProxy, proxyItem, proxyTarget, sampleProxy } from './proxies';
import { connector } from './values';

const common = ofProxy('get', 'Get');

export const fixture: OperationFixture = {
	...common,
	awsName: 'GetVoiceConnectorProxy',
	method: 'GET',
	response: { statusCode: 200, body: { Proxy: sampleProxy } },
	example: { parameters: connector, request: ['GET', proxyTarget], items: [proxyItem] },
	parity: { ...common.parity, item: itemOfProxy },
	respond(state, { ids }) {
		const proxy = state.of('proxies').get(ids.voiceConnectorId);
		return proxy ? [200, { Proxy: proxy }] : [404];
	},
};
