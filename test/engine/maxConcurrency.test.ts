import { sampleSession, startChime } from '../support/chime/server';
import { key } from '../support/keys';
import { credentialFor } from '../support/credential';
import { chimeWorkflow, credentialType, nodeName, sourceEngine } from '../support/engine/chimeNode';
import { outputsOf, startWorkflow } from '../support/engine/engine';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';

test('requests start a few at a time, so that responses can come in between', async () => {
	let startedInTurn = 0;
	const simulated = createSimulatedWorld();
	const world = {
		...simulated,
		/** Whoever sleeps gives up the turn. */
		sleep: async (milliseconds: number, signal?: AbortSignal) => {
			await simulated.sleep(milliseconds, signal);
			startedInTurn = 0;
		},
	};
	const chime = await startChime({ keys: [key], ...world.ofServer });
	const engine = sourceEngine(credentialFor(chime.url), world);
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

	expect(outputsOf(run, nodeName)[0]).toHaveLength(200);
	expect(chime.received).toHaveLength(100);
	// Of 100 that may be in flight at once.
	expect(most).toBeLessThan(25);
});
