import { sendStatus } from '../support/chime/responses';
import { startChime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { credentialFor } from '../support/credential';
import { chimeWorkflow, itemFor, sourceEngine } from '../support/engine/chimeNode';
import { startWorkflow } from '../support/engine/engine';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';

test.each<[string, NonNullable<ChimeOptions['intercept']>]>([
	[
		'waiting for responses',
		(_response, { stalls }) => {
			stalls();
			return true;
		},
	],
	[
		'waiting out a Retry-After',
		(response) => Boolean(response.writeHead(503, { 'Retry-After': '15' }).end('{}')),
	],
	[
		'waiting for its turn under throttling',
		(response) => {
			response.setHeader('Retry-After', '15');
			sendStatus(response, 429);
			return true;
		},
	],
])('cancelled while %s, a run ends at once and sends nothing more', async (_what, intercept) => {
	// What waits for the time would wait for ever.
	const world = createSimulatedWorld({ isStill: true });
	const chime = await startChime({ keys: [key], ...world.ofServer, intercept });
	const items = Array.from({ length: 30 }, (_, id) => itemFor(`${id}`));
	const run = startWorkflow(
		sourceEngine(credentialFor(chime.url), world),
		chimeWorkflow({ items, parameters: { options: { maxConcurrency: 10 } } }),
	);
	await world.whenIdle();
	const sent = chime.received.length;
	expect(sent).toBeGreaterThan(0);
	expect(sent).toBeLessThanOrEqual(10);
	expect(world.sleeping()).toBeGreaterThan(0);

	run.cancel();
	await expect(run).resolves.toMatchObject({ status: 'canceled' });
	const turn = async () => await new Promise((resolve) => setImmediate(resolve));
	while (world.sleeping() > 0 || chime.inFlight() > 0) await turn();
	for (let turns = 0; turns < 50; turns += 1) await turn();
	expect(chime.received.length).toBe(sent);
	expect(world.passed()).toBe(0);
});
