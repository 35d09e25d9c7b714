import type { IDataObject } from 'n8n-workflow';

import { sendStatus } from '../support/chime/responses';
import type { Entry } from '../support/chime/state';
import fc from '../support/fastCheck';
import { scale, scaledTest } from '../support/scale';
import { connector, WatchedChime } from '../support/engine/watchedChime';
import type { PublishedTrigger } from '../support/engine/triggerNode';

const sessionEvents = ['proxySessionChanged', 'proxySessionEnded', 'proxySessionOpened'];
const orderEvents = ['phoneNumberOrderChanged', 'phoneNumberOrderFinished'];
const numberEvents = ['phoneNumberChanged'];

const ids = ['a', 'b', 'c'];
const id = fc.constantFrom(...ids);

/** What happens at AWS, to the polls, and to n8n. */
const step = fc.oneof(
	{ weight: 3, arbitrary: fc.record({ what: fc.constant('open' as const), id }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('change' as const), id }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('close' as const), id }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('vanish' as const), id }) },
	{
		weight: 3,
		arbitrary: fc.record({
			what: fc.constant('order' as const),
			id,
			status: fc.constantFrom('Processing', 'PendingDocuments', 'Partial', 'Successful'),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			what: fc.constant('number' as const),
			id,
			status: fc.constantFrom('Unassigned', 'Assigned', 'ReleaseInProgress', 'AcquireFailed'),
		}),
	},
	{ weight: 5, arbitrary: fc.record({ what: fc.constant('poll' as const) }) },
	{ weight: 1, arbitrary: fc.record({ what: fc.constant('polls that overlap' as const) }) },
	{ weight: 1, arbitrary: fc.record({ what: fc.constant('start n8n again' as const) }) },
	{
		weight: 2,
		arbitrary: fc.record({
			what: fc.constant('poll that fails' as const),
			at: fc.constantFrom('proxy-sessions', 'phone-numbers', 'phone-number-orders', 'connectors?'),
		}),
	},
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A thing as a poll can see it. */
interface Seen {
	status: string;
	updated: string;
}

/** AWS and the trigger, in the simplest form: what is there, and what the last poll has seen. */
class Model {
	sessions = new Map<string, Seen>();

	orders = new Map<string, Seen>();

	numbers = new Map<string, Seen>();

	expected: string[] = [];

	private seen = { sessions: this.sessions, orders: this.orders, numbers: this.numbers };

	/** Sessions that were opened so far, so that none opens twice. */
	private opened = 0;

	private time = Date.parse('2026-01-02T00:00:00Z');

	constructor(private readonly watched: WatchedChime) {}

	/** Does at the stand-in Chime what a step says. */
	happen(what: Step): void {
		const updated = new Date((this.time += 1_000)).toISOString();
		if (what.what === 'open') this.setSession(`${what.id}${(this.opened += 1)}`, 'Open', updated);
		if (what.what === 'change') this.changeSession(what.id, 'InProgress', updated);
		if (what.what === 'close') this.changeSession(what.id, 'Closed', updated);
		if (what.what === 'vanish') this.removeSession(what.id);
		if (what.what === 'order') {
			this.orders.set(what.id, { status: what.status, updated });
			this.watched.setOrder({ Status: what.status, UpdatedTimestamp: updated }, what.id);
		}
		if (what.what === 'number') {
			this.numbers.set(what.id, { status: what.status, updated });
			this.watched.setNumber({ Status: what.status, UpdatedTimestamp: updated }, what.id);
		}
	}

	/** Adds the events that a successful poll has to report. */
	poll(): void {
		for (const [name, now] of this.sessions) this.expected.push(...this.sessionEvents(name, now));
		for (const [name, { status }] of this.seen.sessions)
			if (!this.sessions.has(name) && status !== 'Closed')
				this.expected.push(`proxySessionEnded ${name}`);
		for (const [name, now] of this.orders) {
			const before = this.seen.orders.get(name);
			if (before?.updated === now.updated) continue;
			this.expected.push(`phoneNumberOrderChanged ${name}`);
			const isFinal = ['Partial', 'Successful'].includes(now.status);
			if (isFinal && before?.status !== now.status)
				this.expected.push(`phoneNumberOrderFinished ${name}`);
		}
		for (const [name, now] of this.numbers)
			if (this.seen.numbers.get(name)?.status !== now.status)
				this.expected.push(`phoneNumberChanged ${name}`);
		this.remember();
	}

	remember(): void {
		const { sessions, orders, numbers } = this;
		this.seen = {
			sessions: new Map(sessions),
			orders: new Map(orders),
			numbers: new Map(numbers),
		};
	}

	private sessionEvents(name: string, now: Seen): string[] {
		const before = this.seen.sessions.get(name);
		if (before?.status === 'Closed') return [];
		const events = before ? [] : [`proxySessionOpened ${name}`];
		if (now.status === 'Closed') return [...events, `proxySessionEnded ${name}`];
		return before && before.updated !== now.updated ? [`proxySessionChanged ${name}`] : events;
	}

	private changeSession(prefix: string, status: string, updated: string): void {
		const name = this.lastOf(prefix);
		if (name !== undefined && this.sessions.get(name)?.status !== 'Closed')
			this.setSession(name, status, updated);
	}

	private removeSession(prefix: string): void {
		const name = this.lastOf(prefix);
		if (name === undefined) return;
		this.sessions.delete(name);
		const others = this.watched.chime.sessions().filter((each) => each.ProxySessionId !== name);
		this.watched.chime.replaceSessions(others);
	}

	private lastOf(prefix: string): string | undefined {
		return [...this.sessions.keys()].reverse().find((name) => name.startsWith(prefix));
	}

	private setSession(name: string, status: string, updated: string): void {
		this.sessions.set(name, { status, updated });
		const change: Entry = { Status: status, UpdatedTimestamp: updated };
		this.watched.setSession(change, name);
	}
}

async function carryOut(
	steps: Step[],
	model: Model,
	trigger: PublishedTrigger,
	watched: WatchedChime,
) {
	for (const each of steps) {
		model.happen(each);
		if (each.what === 'poll') await trigger.tick();
		if (each.what === 'polls that overlap')
			await Promise.all([trigger.tick(), trigger.tick(), trigger.tick()]);
		if (each.what === 'start n8n again') await trigger.activate();
		if (each.what === 'poll that fails') {
			watched.respondTo(each.at, (response) => sendStatus(response, 403));
			const errors = trigger.errors.length;
			await trigger.tick();
			watched.fault = undefined;
			// A list that is not watched does not fail.
			if (trigger.errors.length > errors) continue;
		}
		if (/^(poll|start)/.test(each.what)) model.poll();
	}
	await trigger.tick();
	model.poll();
}

const eventOf = ({ event, ...thing }: IDataObject) =>
	`${String(event)} ${String(thing.ProxySessionId ?? thing.PhoneNumberOrderId ?? thing.PhoneNumberId)}`;

async function compare(steps: Step[], event: string[]): Promise<void> {
	const watched = await WatchedChime.start();
	watched.chime.replaceSessions([]);
	watched.chime.addConnector({ VoiceConnectorId: connector });
	const trigger = watched.publish({ event });
	const model = new Model(watched);
	await trigger.activate();
	model.remember();
	await carryOut(steps, model, trigger, watched);
	await watched.chime.close();
	const expected = model.expected.filter((text) => event.includes(text.split(' ')[0]));
	expect(trigger.arrived.map(eventOf).sort()).toEqual(expected.sort());
	expect(new Set(trigger.arrived.map(({ eventId }) => eventId)).size).toBe(expected.length);
}

scaledTest(
	'every event of a history comes out once, over faults, overlapping polls and restarts',
	async () => {
		const lists = fc.subarray([sessionEvents, orderEvents, numberEvents], { minLength: 1 });
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), lists, async (steps, chosen) => {
				await compare(steps, chosen.flat());
			}),
			{ numRuns: 10 * scale },
		);
	},
);

scaledTest('so do single events of a list, as long as n8n runs', async () => {
	const running = step.filter(({ what }) => what !== 'start n8n again');
	const events = fc.subarray([...sessionEvents, ...orderEvents, ...numberEvents], { minLength: 1 });
	await fc.assert(fc.asyncProperty(fc.array(running, { maxLength: 40 }), events, compare), {
		numRuns: 10 * scale,
	});
});

describe('where n8n saves a state and an execution apart', () => {
	test('what n8n could not save comes again, with the same event ID', async () => {
		const watched = await WatchedChime.start();
		const trigger = watched.publish();
		await trigger.activate();
		const before = trigger.saved;
		watched.setSession({ Status: 'Closed' });
		watched.setOrder({ Status: 'Failed' });
		await trigger.tick();
		trigger.saved = before;
		await trigger.activate();
		const events = trigger.arrived.map(({ eventId }) => eventId);
		expect(events).toHaveLength(6);
		expect(events.slice(3)).toEqual(events.slice(0, 3));
	});

	test('a change is lost where only changes are chosen, and n8n starts again before one was reported', async () => {
		const watched = await WatchedChime.start();
		const trigger = watched.publish({ event: ['proxySessionChanged'] });
		await trigger.activate();
		watched.setSession({}, 'new');
		await trigger.tick();
		watched.setSession({ UpdatedTimestamp: '2026-02-01T00:00:00Z' }, 'new');
		await trigger.activate();
		expect(trigger.arrived).toEqual([]);
	});
});
