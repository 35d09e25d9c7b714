import { startChime } from '../support/chime/server';
import { key } from '../support/keys';
import { credentialFor } from '../support/credential';
import { runNode } from '../support/engine/chimeNode';
import { hostile, itemsOf } from '../support/engine/hostile';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';

test('after hostile responses, no request is left', async () => {
	const world = createSimulatedWorld();
	const chime = await startChime({ keys: [key], ...world.ofServer });
	const items = itemsOf(Array.from({ length: 10 }, () => hostile).flat());
	const { error, outputs } = await runNode({
		items,
		world,
		credential: credentialFor(chime.url),
		parameters: { options: { maxRetries: 0, maxConcurrency: 10 } },
	});
	expect(error).toBeUndefined();
	expect(outputs.map((list) => list.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, items.length, 0]);
	expect(chime.received).toHaveLength(items.length);
	// The connections are closed, though no response has an end. Where one stays, this does.
	while (chime.inFlight() > 0) await new Promise((resolve) => setImmediate(resolve));
	expect(world.sleeping()).toBe(0);
});
