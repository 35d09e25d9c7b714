/* eslint-disable @n8n/community-nodes/no-restricted-globals -- makes turns of the event loop */
import { sampleSession, startChime } from '../chime/server';
import { key } from '../keys';
import { chimeWorkflow, credentialType, nodeName, sourceEngine } from './chimeNode';
import { outputsOf, startWorkflow } from './engine';

let startedInTurn = 0;

/** One turn of the event loop exactly; by the clock, there could be several or none. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => {
		await new Promise((turn) => setImmediate(turn));
		startedInTurn = 0;
	},
}));

test('requests start a few at a time, so that answers can come in between', async () => {
	const chime = await startChime({ keys: [key] });
	const engine = sourceEngine({ ...key, region: 'us-east-1', endpoint: chime.url });
	const type = engine.credentialTypes[credentialType];
	const { authenticate } = type;
	if (typeof authenticate !== 'function') throw new Error('The credential does not sign.');
	let most = 0;
	type.authenticate = async (...request) => {
		startedInTurn += 1;
		most = Math.max(most, startedInTurn);
		return await authenticate(...request);
	};

	const { VoiceConnectorId: voiceConnectorId, ProxySessionId: proxySessionId } = sampleSession;
	const items = Array.from({ length: 100 }, () => ({ voiceConnectorId, proxySessionId }));
	const run = await startWorkflow(engine, chimeWorkflow({ items }));
	await chime.close();

	expect(outputsOf(run, nodeName)[0]).toHaveLength(200);
	expect(most).toBe(4);
});
