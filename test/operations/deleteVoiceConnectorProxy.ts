import type { OperationFixture } from './fixture';
import { ofProxy, proxyItem, proxyTarget } from './proxies';
import { connector } from './values';

const { VoiceConnectorId } = proxyItem;
const common = ofProxy('delete', 'Delete');

export const fixture: OperationFixture = {
	...common,
	awsName: 'DeleteVoiceConnectorProxy',
	method: 'DELETE',
	response: { statusCode: 204 },
	example: {
		parameters: connector,
		request: ['DELETE', proxyTarget],
		items: [{ deleted: true, VoiceConnectorId }],
	},
	parity: { ...common.parity, item: (_output, input) => ({ deleted: true, ...input }) },
	respond: (state, { ids }) => (state.of('proxies').delete(ids.voiceConnectorId) ? [204] : [404]),
};
