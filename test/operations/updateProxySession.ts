import type { OperationFixture } from './fixture';
import { resource, sampleSession, sessionOf, sessionPath, sessionTarget } from './sessions';
import {
	capabilities,
	locators,
	locatorsOf,
	minutes,
	proxySessionId,
	random,
	voiceConnectorId,
} from './values';

export const fixture: OperationFixture = {
	awsName: 'UpdateProxySession',
	method: 'POST',
	path: sessionPath,
	resource,
	operation: ['update', 'Update'],
	action: 'Update proxy session',
	parameters: { ...locators, capabilities: ['Voice'], output: 'session' },
	response: { statusCode: 201, body: { ProxySession: sampleSession } },
	example: {
		parameters: {
			...locators,
			capabilities: 'Voice, SMS',
			output: 'session',
			updateFields: { expiryMinutes: 90 },
		},
		request: ['POST', sessionTarget, { Capabilities: ['Voice', 'SMS'], ExpiryMinutes: 90 }],
		items: [sampleSession],
	},
	isRetired: true,
	constraints: [
		voiceConnectorId,
		proxySessionId,
		capabilities,
		minutes('updateFields.expiryMinutes', 'Update Fields → Expiry (Minutes)'),
	],
	panels: [
		{
			name: 'session-update',
			parameters: { ...locators, updateFields: { expiryMinutes: 60 } },
			labels: [
				...['Voice Connector', 'Proxy Session', 'Capabilities', 'Output', 'Update Fields'],
				'Expiry (Minutes)',
			],
			firstOutput: 'Participants',
		},
	],
	parity: {
		inputs: (fc) =>
			fc.record({
				VoiceConnectorId: random.id(fc),
				ProxySessionId: random.id(fc),
				Capabilities: fc.subarray(['Voice', 'SMS'], { minLength: 1 }),
				ExpiryMinutes: random.optional(fc, random.minutes(fc)),
			}),
		parameters: ({ Capabilities, ExpiryMinutes: expiryMinutes, ...input }) => ({
			...locatorsOf(input),
			capabilities: Capabilities,
			output: 'session',
			updateFields: { expiryMinutes },
		}),
		item: ({ ProxySession }) => ProxySession,
	},
	respond(state, { ids: names, body, now }) {
		const session = sessionOf(state, names);
		if (!session) return [404];
		Object.assign(session, body, { UpdatedTimestamp: now.toISOString() });
		return [201, { ProxySession: session }];
	},
};
