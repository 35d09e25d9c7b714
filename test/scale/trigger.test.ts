import { randomUUID } from 'node:crypto';

import { mostThings } from '../../nodes/AwsChimeSdkVoice/trigger/lists';
import { sendJson } from '../support/chime/responses';
import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { runNode } from '../support/engine/chimeNode';
import { PublishedTrigger } from '../support/engine/triggerNode';
import { credentialFor } from '../support/credential';
import { byId } from '../support/locator';

const voiceConnectorId = sampleSession.VoiceConnectorId;
const many = 100_000;

let chime: Chime;

beforeEach(async () => {
	chime = await startChime({ keys: [key] });
});
afterEach(async () => await chime.close());

/** Gives the stand-in Chime that many sessions, and returns their ids. */
function fill(count: number): string[] {
	const ids = Array.from({ length: count }, () => randomUUID());
	chime.replaceSessions(ids.map((ProxySessionId) => ({ ...sampleSession, ProxySessionId })));
	return ids;
}

const publish = (event = ['proxySessionOpened', 'proxySessionChanged', 'proxySessionEnded']) =>
	new PublishedTrigger({
		credential: credentialFor(chime.url),
		parameters: { event, voiceConnectorIds: [voiceConnectorId] },
	});

test('100,000 sessions are remembered in less than 36 bytes each, and one change is found', async () => {
	const ids = fill(many);
	const trigger = publish();
	await trigger.activate();
	const size = JSON.stringify(trigger.saved).length;
	console.log(`The state of ${many} sessions has ${(size / 1_000_000).toFixed(2)} MB.`);
	expect(size).toBeLessThan(36 * many);

	const Status = 'Closed';
	chime.add({ ...sampleSession, ProxySessionId: ids[many - 1], Status });
	chime.add({ ...sampleSession, ProxySessionId: 'new' });
	await trigger.tick();
	expect(trigger.errors).toEqual([]);
	expect(trigger.arrived.map(({ event, ProxySessionId }) => [event, ProxySessionId])).toEqual([
		['proxySessionEnded', ids[many - 1]],
		['proxySessionOpened', 'new'],
	]);
});

test('a list with more entries than can be remembered is said', async () => {
	const page = Array.from({ length: 100 }, (_, index) => index);
	await chime.close();
	chime = await startChime({
		keys: [key],
		intercept: (response, { target }) => {
			const start = Number(new URL(target, 'http://loopback').searchParams.get('next-token') ?? 0);
			const ProxySessions = page.map((index) => ({ ProxySessionId: `s${start + index}` }));
			const NextToken = start >= mostThings ? null : String(start + 100);
			sendJson(response, 200, { ProxySessions, NextToken });
			return true;
		},
	});
	await expect(publish().activate()).rejects.toThrow(/more than 250000 entries/);
});

test('a poll of 10,000 sessions without a change costs little more than to get them', async () => {
	fill(10_000);
	const trigger = publish();
	await trigger.activate();
	const getMany = async () => {
		const { outputs } = await runNode({
			items: [{}],
			credential: credentialFor(chime.url),
			parameters: {
				...{ resource: 'proxySession', operation: 'getAll', output: 'session' },
				...{ voiceConnectorId: byId(voiceConnectorId), returnAll: true },
			},
		});
		expect(outputs[0]).toHaveLength(10_000);
	};
	const ratios: number[] = [];
	for (let round = 0; round < 7; round += 1) {
		const poll = await timeOf(async () => await trigger.tick());
		const get = await timeOf(getMany);
		// The first round compiles both.
		if (round > 0) ratios.push(poll / get);
	}
	ratios.sort((one, other) => one - other);
	const median = (ratios[2] + ratios[3]) / 2;
	console.log(
		`Processor time of a poll, over that of Get Many: ${median.toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
	);
	expect(trigger.executions).toBe(0);
	expect(median).toBeLessThan(2);
});

/** Processor time in microseconds, that of the stand-in Chime included. */
async function timeOf(work: () => Promise<void>): Promise<number> {
	chime.received.length = 0;
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return user + system;
}

test('more than a thousand deleted sessions are requested over several polls, and each ends once', async () => {
	const count = 2_100;
	fill(count);
	const trigger = publish(['proxySessionEnded']);
	await trigger.activate();
	chime.replaceSessions([]);
	for (const polled of [1_000, 2_000, 3_000]) {
		await trigger.tick();
		expect(trigger.arrived).toHaveLength(Math.min(polled, count));
	}
	expect(new Set(trigger.arrived.map(({ ProxySessionId }) => ProxySessionId)).size).toBe(count);
});
