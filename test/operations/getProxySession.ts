import type { OperationFixture } from './fixture';
import { fetchingFromLists } from './kinds';
import {
	participantItems,
	resource,
	sampleSession,
	sessionOf,
	sessionPath,
	sessionTarget,
} from './sessions';
import { locators, locatorsOf, proxySessionId, random, voiceConnectorId } from './values';

export const fixture: OperationFixture = {
	awsName: 'GetProxySession',
	method: 'GET',
	path: sessionPath,
	resource,
	operation: ['get', 'Get'],
	action: 'Get proxy session',
	parameters: { ...locators, output: 'session' },
	response: { statusCode: 200, body: { ProxySession: sampleSession } },
	example: {
		parameters: { ...locators, output: 'participants' },
		request: ['GET', sessionTarget],
		items: participantItems,
	},
	isRetired: true,
	constraints: [voiceConnectorId, proxySessionId],
	panels: [
		{
			name: 'session-get',
			...fetchingFromLists(locators),
			labels: ['Voice Connector', 'Proxy Session', 'Output'],
			firstOutput: 'Participants',
		},
	],
	parity: {
		inputs: (fc) => fc.record({ VoiceConnectorId: random.id(fc), ProxySessionId: random.id(fc) }),
		parameters: (input) => ({ ...locatorsOf(input), output: 'session' }),
		item: ({ ProxySession }) => ProxySession,
	},
	respond(state, request) {
		const session = sessionOf(state, request.ids);
		return session ? [200, { ProxySession: session }] : [404];
	},
};
