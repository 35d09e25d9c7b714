import { keyOf } from '../support/chime/state';
import type { OperationFixture } from './fixture';
import { resource, sampleSession, sessionPath, sessionTarget } from './sessions';
import { locators, locatorsOf, proxySessionId, random, voiceConnectorId } from './values';

const { VoiceConnectorId, ProxySessionId } = sampleSession;

export const fixture: OperationFixture = {
	awsName: 'DeleteProxySession',
	method: 'DELETE',
	path: sessionPath,
	resource,
	operation: ['delete', 'Delete'],
	action: 'Delete proxy session',
	parameters: locators,
	response: { statusCode: 204 },
	example: {
		parameters: locators,
		request: ['DELETE', sessionTarget],
		items: [{ deleted: true, VoiceConnectorId, ProxySessionId }],
	},
	isRetired: true,
	constraints: [voiceConnectorId, proxySessionId],
	panels: [
		{
			name: 'session-delete',
			parameters: locators,
			labels: ['Voice Connector', 'Proxy Session'],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) => fc.record({ VoiceConnectorId: random.id(fc), ProxySessionId: random.id(fc) }),
		parameters: locatorsOf,
		item: (_output, input) => ({ deleted: true, ...input }),
	},
	respond(state, { ids: { voiceConnectorId: connector, proxySessionId: session } }) {
		return state.of('sessions').delete(keyOf(connector, session)) ? [204] : [404];
	},
};
