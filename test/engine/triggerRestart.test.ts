import { json, sendStatus } from '../support/chime/responses';
import { sampleSession } from '../support/chime/server';
import type { Entry } from '../support/chime/state';
import { connector, everyEvent, session, WatchedChime } from '../support/engine/watchedChime';
import type { PublishedTrigger } from '../support/engine/triggerNode';

// n8n stores the state of a trigger before it stores the execution, and may die in between.
let watched: WatchedChime;

beforeEach(async () => {
	watched = await WatchedChime.start();
});
afterEach(async () => await watched.chime.close());

const later = '2026-02-01T00:00:00.000Z';
const idsOf = ({ arrived }: PublishedTrigger) => arrived.map(({ eventId }) => eventId);

type Row = [event: string, before: () => void, change: () => void | Promise<void>];

/** Something that causes each event. */
const causes: Row[] = [
	['proxySessionOpened', () => {}, () => watched.setSession({ Status: 'Open' }, 'new')],
	['proxySessionChanged', () => {}, () => watched.setSession({ UpdatedTimestamp: later })],
	['proxySessionEnded', () => {}, () => watched.setSession({ Status: 'Closed' })],
	['proxySessionEnded', () => {}, () => watched.chime.replaceSessions([])],
	[
		'proxySessionOpened',
		() => {},
		() => watched.chime.add({ ...sampleSession, VoiceConnectorId: 'another', ProxySessionId: 'a' }),
	],
	['phoneNumberOrderChanged', () => {}, () => watched.setOrder({ Status: 'Processing' })],
	[
		'phoneNumberOrderFinished',
		() => watched.setOrder({ Status: 'Processing' }),
		() => watched.setOrder({ Status: 'Failed', UpdatedTimestamp: later }),
	],
	['phoneNumberChanged', () => {}, () => watched.setNumber({})],
	[
		'phoneNumberChanged',
		() => watched.setNumber({}),
		() => watched.setNumber({ Status: 'Assigned' }),
	],
	['sipTrunkSilent', () => {}, async () => await watched.passMinutes(11)],
	['sipTrunkSilent', () => watched.setHealth(100), () => watched.setHealth(0)],
];

test('the rows cause every event', () => {
	expect([...new Set(causes.map(([event]) => event))].sort()).toEqual(everyEvent);
});

describe.each(causes)('%s', (_event, before, change) => {
	async function published(): Promise<PublishedTrigger> {
		before();
		const trigger = watched.publish();
		await trigger.activate();
		await change();
		await trigger.tick();
		expect(trigger.arrived.length).toBeGreaterThan(0);
		return trigger;
	}

	test('comes again, once, where n8n starts again, with the same event ID', async () => {
		const trigger = await published();
		const first = [...trigger.arrived];
		await trigger.restart();
		expect(trigger.arrived).toEqual([...first, ...first]);
		await trigger.tick();
		await trigger.restart();
		await trigger.tick();
		expect(trigger.arrived).toHaveLength(2 * first.length);
		expect(trigger.errors).toEqual([]);
	});

	test('does not come again where the process lives on', async () => {
		const trigger = await published();
		const count = trigger.arrived.length;
		await trigger.tick();
		await trigger.activate();
		await trigger.tick();
		expect(trigger.arrived).toHaveLength(count);
		// Publishing has stored that a later poll of the process came.
		await trigger.restart();
		expect(trigger.arrived).toHaveLength(count);
	});

	test('does not come again an hour later', async () => {
		const trigger = await published();
		const count = trigger.arrived.length;
		const isSilent = trigger.arrived.some(({ change: kind }) => kind === 'silent');
		await watched.passMinutes(61);
		// The trunk is as it was.
		if (!isSilent) watched.setHealth(0);
		await trigger.restart();
		expect(trigger.arrived).toHaveLength(count);
	});
});

test('what has changed since then comes beside what is repeated', async () => {
	const trigger = watched.publish();
	await trigger.activate();
	watched.setSession({ Status: 'Open', UpdatedTimestamp: later }, 'new');
	watched.setNumber({ Status: 'Assigned' });
	await trigger.tick();
	const first = idsOf(trigger);
	watched.setSession({ Status: 'InProgress', UpdatedTimestamp: later }, 'new');
	watched.setNumber({ Status: 'Unassigned' });
	watched.setOrder({ Status: 'Processing' });
	await trigger.restart();
	const events = trigger.arrived.slice(first.length).map(({ event }) => event);
	expect(events).toEqual([
		...['phoneNumberChanged', 'phoneNumberOrderChanged', 'proxySessionOpened'],
		...['phoneNumberChanged', 'proxySessionChanged'],
	]);
	expect(new Set(idsOf(trigger).slice(first.length)).size).toBe(events.length);
});

test('a poll that fails after the start keeps what is to be repeated', async () => {
	const trigger = watched.publish({ event: everyEvent, options: { ignoreFaultsMinutes: 60 } });
	await trigger.activate();
	watched.setSession({ Status: 'Closed' });
	await trigger.tick();
	watched.respondTo('proxy-sessions', (response) => sendStatus(response, 503));
	await trigger.restart();
	expect(trigger.arrived).toHaveLength(1);
	watched.fault = undefined;
	await trigger.tick();
	expect(idsOf(trigger)).toEqual(Array(2).fill(`proxySessionEnded/${connector}/${session}`));
});

test('the state holds what is to be repeated as ids and times, and no phone number', async () => {
	const trigger = watched.publish();
	await trigger.activate();
	const change: Entry = { Status: 'Closed' };
	watched.setSession(change);
	await trigger.tick();
	const text = JSON.stringify(trigger.saved);
	expect(text).toContain('"emitted"');
	expect(text).not.toMatch(/\+\d{5}/);
	expect(text.length).toBeLessThan(1_000);
});

describe('a trunk that is silent when the workflow is published', () => {
	const event = ['sipTrunkSilent'];

	test.each([
		[{}, 0],
		[{ reportSilentTrunks: false }, 0],
		[{ reportSilentTrunks: true }, 1],
	])('with the options %j is %i event', async (options, count) => {
		watched.setHealth(20);
		const trigger = watched.publish({ event, options });
		await trigger.activate();
		await trigger.tick();
		await trigger.activate();
		expect(trigger.arrived).toMatchObject(
			Array(count).fill({ event: 'sipTrunkSilent', change: 'silent', previousStatus: null }),
		);
		watched.setHealth(0);
		await trigger.tick();
		expect(trigger.arrived[count]).toMatchObject({
			change: 'heardAgain',
			previousStatus: 'Silent',
		});
	});

	test('comes again where n8n dies at once', async () => {
		watched.setHealth(20);
		const trigger = watched.publish({ event, options: { reportSilentTrunks: true } });
		await trigger.activate();
		await trigger.restart();
		expect(idsOf(trigger)).toEqual([idsOf(trigger)[0], idsOf(trigger)[0]]);
	});

	test('is none if it is heard, or was never heard', async () => {
		for (const isHeard of [true, false]) {
			if (!isHeard) watched.respondTo('termination/health', json({ TerminationHealth: null }));
			const trigger = watched.publish({ event, options: { reportSilentTrunks: true } });
			await trigger.activate();
			expect(trigger.arrived).toEqual([]);
		}
	});
});
