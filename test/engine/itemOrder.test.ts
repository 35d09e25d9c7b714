import { startFastServer } from '../support/chime/fastServer';
import { sessionIds, voiceConnectorId } from '../bench/task';
import { credentialFor } from '../support/credential';
import { byId } from '../support/locator';
import { isLarge, scaledTest } from '../support/scale';
import { runNode } from '../support/engine/chimeNode';

const maxConcurrency = 40;

const sessions = isLarge ? 50_000 : 400;

scaledTest(
	`${sessions} sessions come out in the order of the inputs, each beside its own, and no more at once than is set`,
	async () => {
		// Answers take from 0 to 9 ms, so they come in another order than they were asked for.
		const server = await startFastServer({ latency: 0, scatter: 9 });
		const ids = sessionIds(sessions);
		const { error, outputs } = await runNode({
			items: ids.map((proxySessionId) => ({ proxySessionId })),
			credential: credentialFor(server.url),
			parameters: {
				// No expression: one is enough to tell the items apart, and a good part of what a run takes.
				voiceConnectorId: byId(voiceConnectorId),
				options: { maxConcurrency },
			},
		});
		const peak = (await server.takeCounts()).inFlight;
		await server.close();

		expect(error).toBeUndefined();
		const [participants, ...failures] = outputs;
		expect(failures.flat()).toEqual([]);
		expect(participants).toHaveLength(2 * sessions);
		const misplaced = participants.filter(({ json, pairedItem }, index) => {
			const input = Math.floor(index / 2);
			const number = index % 2 === 0 ? '+12065550100' : '+14015550101';
			const isPaired = JSON.stringify(pairedItem) === JSON.stringify({ item: input });
			return !isPaired || json.ProxySessionId !== ids[input] || json.PhoneNumber !== number;
		});
		expect(misplaced).toEqual([]);
		expect(peak).toBeLessThanOrEqual(maxConcurrency);
		// Otherwise no answer could overtake another.
		expect(peak).toBeGreaterThan(1);
	},
);
