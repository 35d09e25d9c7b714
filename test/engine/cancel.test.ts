/* eslint-disable @n8n/community-nodes/no-restricted-globals -- waits, to see that nothing more is sent */
import { sendStatus } from '../chime/plays';
import { startChime, type ChimeOptions } from '../chime/server';
import { key } from '../keys';
import { chimeWorkflow, sourceEngine } from './chimeNode';
import { startWorkflow } from './engine';

const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

test.each<[string, Partial<ChimeOptions>]>([
	['waiting for answers', { intercept: () => true }],
	[
		'waiting out a Retry-After',
		{
			intercept: (response) => Boolean(response.writeHead(503, { 'Retry-After': '15' }).end('{}')),
		},
	],
	[
		'waiting for its turn under throttling',
		{
			intercept: (response) => {
				response.setHeader('Retry-After', '15');
				sendStatus(response, 429);
				return true;
			},
		},
	],
])('cancelled while %s, a run ends at once and sends nothing more', async (_what, options) => {
	const chime = await startChime({ keys: [key], ...options });
	const items = Array.from({ length: 30 }, (_, id) => ({
		voiceConnectorId,
		proxySessionId: `${id}`,
	}));
	const run = startWorkflow(
		sourceEngine({ ...key, region: 'us-east-1', endpoint: chime.url }),
		chimeWorkflow({ items, parameters: { options: { maxConcurrency: 10 } } }),
	);
	while (chime.received.length < 10) await new Promise((resolve) => setTimeout(resolve, 10));
	const cancelledAt = Date.now();
	run.cancel();
	await expect(run).resolves.toMatchObject({ status: 'canceled' });
	// Far from the 15 s and 30 s that there was to wait.
	expect(Date.now() - cancelledAt).toBeLessThan(8_000);
	const sent = chime.received.length;
	await new Promise((resolve) => setTimeout(resolve, 1_000));
	expect(chime.received.length).toBe(sent);
	expect(chime.inFlight()).toBe(0);
	await chime.close();
});
