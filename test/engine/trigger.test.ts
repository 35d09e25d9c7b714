import type { IDataObject } from 'n8n-workflow';

import { AwsChimeSdkVoiceTrigger } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoiceTrigger.node';
import { createListOptions } from '../../nodes/AwsChimeSdkVoice/listSearch/search';
import { voiceConnectors } from '../../nodes/AwsChimeSdkVoice/resources/voiceConnector/voiceConnector';
import { watchedLists } from '../../nodes/AwsChimeSdkVoice/trigger/events';
import { decode, encode } from '../../nodes/AwsChimeSdkVoice/trigger/state';
import { sendJson, sendStatus, status } from '../support/chime/responses';
import { sampleSession, startChime } from '../support/chime/server';
import type { Entry } from '../support/chime/state';
import { key } from '../support/keys';
import { credentialFor, role, roleCredentialFor } from '../support/credential';
import { PublishedTrigger } from '../support/engine/triggerNode';
import { connector, everyEvent, session, WatchedChime } from '../support/engine/watchedChime';

let watched: WatchedChime;

beforeEach(async () => {
	watched = await WatchedChime.start();
});
afterEach(async () => await watched.chime.close());

const kinds = (items: IDataObject[]) =>
	items.map(({ event, change, previousStatus }) => [event, change, previousStatus]);

type Row = [
	title: string,
	before: () => void,
	after: () => void | Promise<void>,
	expected: unknown[],
];

const later = '2026-02-01T00:00:00.000Z';

test.each<Row>([
	[
		'a session is opened',
		() => {},
		() => watched.setSession({ Status: 'Open' }, 'new'),
		[['proxySessionOpened', undefined, null]],
	],
	[
		'a session is changed',
		() => {},
		() => watched.setSession({ UpdatedTimestamp: later }),
		[['proxySessionChanged', undefined, 'Open']],
	],
	[
		'a session goes on',
		() => {},
		() => watched.setSession({ Status: 'InProgress' }),
		[['proxySessionChanged', undefined, 'Open']],
	],
	[
		'a session is closed',
		() => {},
		() => watched.setSession({ Status: 'Closed', UpdatedTimestamp: later }),
		[['proxySessionEnded', undefined, 'Open']],
	],
	[
		'a session is deleted',
		() => {},
		() => watched.chime.replaceSessions([]),
		[['proxySessionEnded', undefined, 'Open']],
	],
	[
		'a session is opened and closed between two polls',
		() => {},
		() => watched.setSession({ Status: 'Closed' }, 'short'),
		[
			['proxySessionOpened', undefined, null],
			['proxySessionEnded', undefined, null],
		],
	],
	[
		'a closed session is changed, or deleted',
		() => watched.setSession({ Status: 'Closed' }, 'closed'),
		() => watched.setSession({ Status: 'Closed', UpdatedTimestamp: later }, 'closed'),
		[],
	],
	[
		'a session is opened in another voice connector, which is new',
		() => {},
		() =>
			watched.chime.add({
				...sampleSession,
				VoiceConnectorId: 'another',
				ProxySessionId: 'in another',
			}),
		[['proxySessionOpened', undefined, null]],
	],
	[
		'an order is placed',
		() => {},
		() => watched.setOrder({ Status: 'Processing' }),
		[['phoneNumberOrderChanged', undefined, null]],
	],
	[
		'an order is placed and finished',
		() => {},
		() => watched.setOrder({ Status: 'Successful' }),
		[
			['phoneNumberOrderChanged', undefined, null],
			['phoneNumberOrderFinished', undefined, null],
		],
	],
	...['Successful', 'Partial', 'Failed', 'Cancelled', 'Exception'].map((Status): Row => [
		`an order is finished: ${Status}`,
		() => watched.setOrder({ Status: 'PendingDocuments' }),
		() => watched.setOrder({ Status, UpdatedTimestamp: later }),
		[
			['phoneNumberOrderChanged', undefined, 'PendingDocuments'],
			['phoneNumberOrderFinished', undefined, 'PendingDocuments'],
		],
	]),
	[
		'a finished order is changed',
		() => watched.setOrder({ Status: 'Partial' }),
		() => watched.setOrder({ Status: 'Partial', UpdatedTimestamp: later }),
		[['phoneNumberOrderChanged', undefined, 'Partial']],
	],
	['a number is new', () => {}, () => watched.setNumber({}), [['phoneNumberChanged', 'new', null]]],
	[
		'a number could not be had',
		() => {},
		() => watched.setNumber({ Status: 'AcquireFailed' }),
		[['phoneNumberChanged', 'failed', null]],
	],
	[
		'a number is assigned',
		() => watched.setNumber({}),
		() => watched.setNumber({ Status: 'Assigned' }),
		[['phoneNumberChanged', 'status', 'Unassigned']],
	],
	[
		'a number is to be deleted',
		() => watched.setNumber({}),
		() => watched.setNumber({ Status: 'ReleaseInProgress', DeletionTimestamp: later }),
		[['phoneNumberChanged', 'toBeDeleted', 'Unassigned']],
	],
	[
		'a number is to be deleted, and its status is as before',
		() => watched.setNumber({}),
		() => watched.setNumber({ DeletionTimestamp: later }),
		[['phoneNumberChanged', 'toBeDeleted', 'Unassigned']],
	],
	[
		'a number that was to be deleted is',
		() => watched.setNumber({ Status: 'ReleaseInProgress', DeletionTimestamp: later }),
		() => watched.chime.state.of('PhoneNumbers').clear(),
		[],
	],
	[
		'a number that was to be deleted is restored',
		() => watched.setNumber({ Status: 'ReleaseInProgress', DeletionTimestamp: later }),
		() => watched.setNumber({}),
		[['phoneNumberChanged', 'status', 'ReleaseInProgress']],
	],
	[
		'the calling name of a number is done',
		() => watched.setNumber({ CallingNameStatus: 'UpdateInProgress' }),
		() => watched.setNumber({ CallingNameStatus: 'UpdateSucceeded' }),
		[['phoneNumberChanged', 'callingNameUpdated', 'Unassigned']],
	],
	[
		'the calling name of a number is refused, and the number is assigned',
		() => watched.setNumber({ CallingNameStatus: 'UpdateInProgress' }),
		() => watched.setNumber({ CallingNameStatus: 'UpdateFailed', Status: 'Assigned' }),
		[
			['phoneNumberChanged', 'status', 'Unassigned'],
			['phoneNumberChanged', 'callingNameFailed', 'Unassigned'],
		],
	],
	[
		'a calling name is on its way',
		() => watched.setNumber({}),
		() => watched.setNumber({ CallingNameStatus: 'UpdateInProgress' }),
		[],
	],
	[
		'a trunk is silent',
		() => {},
		async () => await watched.passMinutes(11),
		[['sipTrunkSilent', 'silent', 'Heard']],
	],
	['a trunk is heard', () => {}, () => watched.setHealth(9), []],
	[
		'a trunk is heard again',
		() => watched.setHealth(100),
		() => watched.setHealth(0),
		[['sipTrunkSilent', 'heardAgain', 'Silent']],
	],
	['a trunk is still silent', () => watched.setHealth(20), () => {}, []],
	['nothing has changed', () => watched.setNumber({}), () => {}, []],
])('%s', async (_title, before, after, expected) => {
	before();
	const trigger = watched.publish();
	await trigger.activate();
	expect(trigger.arrived).toEqual([]);
	await after();
	await trigger.tick();
	expect(trigger.errors).toEqual([]);
	expect(kinds(trigger.arrived)).toEqual(expected);
	expect(trigger.executions).toBe(expected.length > 0 ? 1 : 0);
	const ids = trigger.arrived.map(({ eventId }) => eventId);
	expect(new Set(ids).size).toBe(ids.length);

	await trigger.tick();
	await trigger.activate();
	await trigger.tick();
	expect(trigger.arrived).toHaveLength(expected.length);
	expect(watched.chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
});

test('the editor offers every voice connector, page by page', async () => {
	const ids = Array.from({ length: 250 }, (_, index) => `connector ${index}`);
	watched.chime.replaceSessions(ids.map((id) => ({ ...sampleSession, VoiceConnectorId: id })));
	const { description, methods } = new AwsChimeSdkVoiceTrigger();
	const named = description.properties.map(({ typeOptions }) => typeOptions?.loadOptionsMethod);
	expect(named.filter(Boolean)).toEqual(Object.keys(methods.loadOptions));
	const context = watched.world.watch(watched.publish().editorContext());
	const options = await createListOptions(voiceConnectors, watched.world).call(context);
	expect(options.map(({ value }) => value)).toEqual(ids);
	expect(options[0].name).toBe('Connector 1 (us-east-1)');
});

test('an item is the thing as AWS sends it, and the event', async () => {
	const trigger = watched.publish();
	await trigger.activate();
	watched.setSession({ Status: 'Closed', UpdatedTimestamp: later });
	await trigger.tick();
	expect(trigger.arrived).toEqual([
		{
			...sampleSession,
			Status: 'Closed',
			UpdatedTimestamp: later,
			event: 'proxySessionEnded',
			previousStatus: 'Open',
			eventId: `proxySessionEnded/${connector}/${session}`,
		},
	]);
});

test('a page of 1.1 MB, with orders of 180 phone numbers each, is compared like any other', async () => {
	const OrderedPhoneNumbers = Array(180).fill({
		E164PhoneNumber: '+12065550100',
		Status: 'Acquired',
	});
	for (let id = 0; id < 100; id += 1)
		watched.setOrder({ Status: 'Processing', OrderedPhoneNumbers }, `order ${id}`);
	const trigger = watched.publish({ event: ['phoneNumberOrderFinished'] });
	await trigger.activate();
	watched.setOrder({ Status: 'Successful', OrderedPhoneNumbers }, 'order 99');
	await trigger.tick();
	expect(trigger.errors).toEqual([]);
	expect(trigger.arrived).toMatchObject([{ PhoneNumberOrderId: 'order 99' }]);
});

test("a field of AWS's thing does not replace one that the trigger adds", async () => {
	const names = ['event', 'change', 'previousStatus', 'eventId'];
	const ofAws = Object.fromEntries(names.map((name) => [name, `${name} of AWS`]));
	watched.setHealth(20);
	const trigger = watched.publish();
	await trigger.activate();
	watched.setSession({ ...ofAws, Status: 'Closed' }, 'new');
	watched.setOrder({ ...ofAws, Status: 'Failed' });
	watched.setNumber(ofAws);
	watched.setHealth(0);
	Object.assign(watched.chime.state.of('TerminationHealth').get(connector) ?? {}, ofAws);
	await trigger.tick();
	expect(trigger.arrived.map(({ event }) => event)).toEqual([
		...['phoneNumberChanged', 'phoneNumberOrderChanged', 'phoneNumberOrderFinished'],
		...['proxySessionOpened', 'proxySessionEnded', 'sipTrunkSilent'],
	]);
	for (const { event, change, previousStatus, eventId } of trigger.arrived) {
		expect(String(eventId)).toMatch(new RegExp(`^${String(event)}/`));
		expect([null, 'Silent']).toContain(previousStatus);
		// Sessions and orders have no kinds of changes.
		if (/Number(?!Order)|Trunk/.test(String(event)))
			expect(['new', 'heardAgain']).toContain(change);
	}
});

test.each(everyEvent.map((event) => [event]))(
	'%s alone asks for what it needs, and tells nothing else',
	async (event) => {
		const trigger = watched.publish({ event: [event] });
		await trigger.activate();
		watched.setSession({ UpdatedTimestamp: later });
		watched.setSession({ Status: 'Closed' }, 'short');
		watched.setOrder({ Status: 'Successful' });
		watched.setNumber({});
		await watched.passMinutes(60);
		watched.chime.received.length = 0;
		await trigger.tick();
		expect(trigger.errors).toEqual([]);
		expect(trigger.arrived.map((item) => item.event)).toEqual([event]);
		const lists = new Set(watched.chime.received.map(({ target }) => target.split('?')[0]));
		const expected: Record<string, string[]> = {
			phoneNumberChanged: ['/phone-numbers'],
			phoneNumberOrderChanged: ['/phone-number-orders'],
			phoneNumberOrderFinished: ['/phone-number-orders'],
			sipTrunkSilent: ['/voice-connectors', `/voice-connectors/${connector}/termination/health`],
		};
		const sessions = ['/voice-connectors', `/voice-connectors/${connector}/proxy-sessions`];
		expect([...lists]).toEqual(expected[event] ?? sessions);
	},
);

describe('chosen voice connectors', () => {
	const chosen = { event: everyEvent, voiceConnectorIds: [connector] };

	test('are the only ones that are asked about', async () => {
		watched.chime.add({ ...sampleSession, VoiceConnectorId: 'another' });
		const trigger = watched.publish(chosen);
		await trigger.activate();
		expect(watched.chime.received.some(({ target }) => /another|connectors\?/.test(target))).toBe(
			false,
		);
	});

	test.each([
		['chosen later', chosen, { event: everyEvent, voiceConnectorIds: [connector, 'another'] }],
		['all chosen later', chosen, { event: everyEvent }],
	])('%s: what they have is not new', async (_title, first, second) => {
		watched.chime.add({ ...sampleSession, VoiceConnectorId: 'another' });
		const trigger = watched.publish(first);
		await trigger.activate();
		trigger.settings.parameters = second;
		await trigger.activate();
		expect(trigger.arrived).toEqual([]);
		watched.chime.add({ ...sampleSession, VoiceConnectorId: 'another', ProxySessionId: 'new' });
		await trigger.tick();
		expect(kinds(trigger.arrived)).toEqual([['proxySessionOpened', undefined, null]]);
	});

	test('one that does not exist is said when the workflow is published', async () => {
		watched.respondTo('missing', (response) => sendStatus(response, 404));
		const trigger = watched.publish({ event: everyEvent, voiceConnectorIds: 'missing' });
		await expect(trigger.activate()).rejects.toThrow(/NotFound.*Check the IDs/s);
	});
});

describe('the event of a trunk has the name of its voice connector', () => {
	const event = ['sipTrunkSilent'];
	const gets = () =>
		watched.chime.received.filter(({ target }) => target === `/voice-connectors/${connector}`);

	test.each([
		['of all', {}, 'Rides Seattle', 0],
		['of chosen ones', { voiceConnectorIds: [connector] }, 'Rides Seattle', 1],
	])('%s', async (_title, chosen, Name, count) => {
		watched.chime.addConnector({ ...sampleSession, Name });
		const trigger = watched.publish({ event, ...chosen });
		await trigger.activate();
		await watched.passMinutes(11);
		await trigger.tick();
		expect(trigger.arrived).toMatchObject([
			{ change: 'silent', Name, VoiceConnectorId: connector },
		]);
		expect(gets()).toHaveLength(count);
		expect(await trigger.executeStep()).toMatchObject([{ Name }]);
	});

	test.each([403, 404, 503])('or null after %i, which does not hold up the alarm', async (code) => {
		const trigger = watched.publish({ event, voiceConnectorIds: [connector] });
		await trigger.activate();
		await watched.passMinutes(11);
		watched.fault = (target) =>
			target === `/voice-connectors/${connector}` ? status(code) : undefined;
		await trigger.tick();
		expect(trigger.errors).toEqual([]);
		expect(trigger.arrived).toMatchObject([{ change: 'silent', Name: null }]);
	});
});

test('an event that is chosen later begins with what there is', async () => {
	watched.setOrder({ Status: 'Processing' });
	const trigger = watched.publish({ event: ['proxySessionOpened'] });
	await trigger.activate();
	trigger.settings.parameters = { event: ['proxySessionOpened', 'phoneNumberOrderChanged'] };
	await trigger.activate();
	expect(trigger.arrived).toEqual([]);
});

test('what changes while the workflow is not published comes when it is published again', async () => {
	const trigger = watched.publish();
	await trigger.activate();
	watched.setSession({ Status: 'Closed' });
	await trigger.activate();
	expect(kinds(trigger.arrived)).toEqual([['proxySessionEnded', undefined, 'Open']]);
});

test('in another region, or at another endpoint, nothing is new and nothing has ended', async () => {
	const trigger = watched.publish();
	await trigger.activate();
	const before = watched.chime;
	watched = await WatchedChime.start({ region: 'us-west-2' });
	watched.chime.replaceSessions([{ ...sampleSession, ProxySessionId: 'elsewhere' }]);
	trigger.settings.credential = { ...credentialFor(watched.chime.url), region: 'us-west-2' };
	await trigger.activate();
	await trigger.tick();
	expect(trigger.arrived).toEqual([]);
	await before.close();
});

test('polls with the session of a role, and begins anew in another account', async () => {
	const arns = [role.arn, role.arn.replace('111122223333', '444455556666')];
	const roles = arns.map((arn) => ({ ...role, arn }));
	const chime = await startChime({ keys: [key], roles });
	const credential = roleCredentialFor(chime.url);
	const parameters = { authentication: 'assumeRole', event: ['proxySessionEnded'] };
	const trigger = new PublishedTrigger({ credential, parameters });
	await trigger.activate();
	chime.add({ ...sampleSession, Status: 'Closed' });
	await trigger.tick();
	expect(trigger.errors).toEqual([]);
	expect(kinds(trigger.arrived)).toEqual([['proxySessionEnded', undefined, 'Open']]);
	expect(chime.sts.issued).toHaveLength(1);

	trigger.settings.credential = { ...credential, roleArn: arns[1] };
	chime.replaceSessions([]);
	await trigger.activate();
	expect(trigger.arrived).toHaveLength(1);
});

describe('a voice connector that is gone', () => {
	test('has ended its open sessions, once', async () => {
		watched.chime.add({ ...sampleSession, VoiceConnectorId: 'gone', ProxySessionId: 'open' });
		watched.chime.add({
			...sampleSession,
			VoiceConnectorId: 'gone',
			ProxySessionId: 'c',
			Status: 'Closed',
		});
		const trigger = watched.publish();
		await trigger.activate();
		watched.chime.replaceSessions([sampleSession]);
		await trigger.tick();
		await trigger.tick();
		expect(trigger.arrived).toEqual([
			{
				VoiceConnectorId: 'gone',
				ProxySessionId: 'open',
				event: 'proxySessionEnded',
				previousStatus: 'Open',
				eventId: 'proxySessionEnded/gone/open',
			},
		]);
	});
});

describe('a list that is not what it was', () => {
	test('a session that a page has passed over has not ended', async () => {
		const trigger = watched.publish();
		await trigger.activate();
		watched.respondTo('proxy-sessions?', (response) =>
			sendJson(response, 200, { ProxySessions: [] }),
		);
		await trigger.tick();
		watched.fault = undefined;
		await trigger.tick();
		expect(trigger.arrived).toEqual([]);
	});

	test.each([
		['a number', '/phone-numbers', 'PhoneNumbers', () => watched.setNumber({})],
		['an order', '/phone-number-orders', 'PhoneNumberOrders', () => watched.setOrder({})],
		[
			'a closed session',
			'proxy-sessions?',
			'ProxySessions',
			() => watched.setSession({ Status: 'Closed' }),
		],
	])('%s that is passed over once is not new', async (_title, path, field, add) => {
		add();
		const trigger = watched.publish();
		await trigger.activate();
		watched.respondTo(path, (response) => sendJson(response, 200, { [field]: null }));
		await trigger.tick();
		watched.fault = undefined;
		await trigger.tick();
		expect(trigger.arrived).toEqual([]);
	});

	test('an answer from a copy that is behind changes nothing', async () => {
		watched.setSession({ UpdatedTimestamp: later, Status: 'InProgress' });
		const trigger = watched.publish();
		await trigger.activate();
		watched.setSession({ UpdatedTimestamp: '2026-01-01T00:00:00.000Z', Status: 'Open' });
		await trigger.tick();
		watched.setSession({ UpdatedTimestamp: later, Status: 'InProgress' });
		await trigger.tick();
		expect(trigger.arrived).toEqual([]);
	});

	test('the same session on two pages is told once', async () => {
		const trigger = watched.publish();
		await trigger.activate();
		const twice = { ...sampleSession, ProxySessionId: 'twice' };
		watched.respondTo('proxy-sessions?', (response) =>
			sendJson(response, 200, { ProxySessions: [sampleSession, twice, twice] }),
		);
		await trigger.tick();
		expect(kinds(trigger.arrived)).toEqual([['proxySessionOpened', undefined, null]]);
	});

	test.each([
		['an entry without an ID', { ProxySessions: [{ ...sampleSession, ProxySessionId: null }] }],
		['no list', { ProxySessions: 'none' }],
		['an entry that is no record', { ProxySessions: [null] }],
	])('%s fails the poll, and nothing is forgotten', async (_title, body) => {
		const trigger = watched.publish();
		await trigger.activate();
		watched.respondTo('proxy-sessions?', (response) => sendJson(response, 200, body));
		await trigger.tick();
		expect(trigger.errors[0].message).toMatch(/InvalidResponse/);
		watched.fault = undefined;
		watched.setSession({ Status: 'Closed' });
		await trigger.tick();
		expect(kinds(trigger.arrived)).toEqual([['proxySessionEnded', undefined, 'Open']]);
	});
});

describe('a time in the future is no time', () => {
	const things: Record<string, [set: (change: Entry) => void, end: Entry, events: string[]]> = {
		ProxySessions: [
			(change) => watched.setSession(change),
			{ Status: 'Closed' },
			['proxySessionEnded'],
		],
		PhoneNumberOrders: [
			(change) => watched.setOrder(change),
			{ Status: 'Failed' },
			['phoneNumberOrderChanged', 'phoneNumberOrderFinished'],
		],
		PhoneNumbers: [
			(change) => watched.setNumber(change),
			{ Status: 'Assigned' },
			['phoneNumberChanged'],
		],
	};
	const lists = watchedLists.map(({ operation }) => operation.list.entries);
	const futures = ['2099-01-01T00:00:00Z', 4_070_908_800, Date.parse('2026-01-15T16:10:10Z')];
	const now = () => new Date(watched.world.now()).toISOString();

	/** Puts a time of the year 2099 into every snapshot that n8n has saved. */
	const spoil = (trigger: PublishedTrigger) => {
		const [[name, state]] = Object.entries(trigger.saved);
		const { snapshots, ...others } = Object(state);
		const spoilt = Object.entries(snapshots).map(([list, text]) => {
			const snapshot = decode(text) ?? new Map();
			for (const thing of snapshot.values()) thing.updated = Date.parse('2099-01-01T00:00:00Z');
			return [list, encode(snapshot)];
		});
		trigger.saved = { [name]: { ...others, snapshots: Object.fromEntries(spoilt) } };
	};

	test.each(lists)('in %s: the change after it is told', async (list) => {
		const [set, end, events] = things[list];
		for (const future of futures) {
			for (const before of [now(), future]) {
				set({ Status: 'Processing', UpdatedTimestamp: before });
				const trigger = watched.publish();
				await trigger.activate();
				set({ Status: 'Processing', UpdatedTimestamp: future });
				await trigger.tick();
				expect([future, trigger.arrived]).toEqual([future, []]);
				set({ ...end, UpdatedTimestamp: now() });
				await trigger.tick();
				const told = trigger.arrived.map(({ event }) => event);
				expect([future, before, told]).toEqual([future, before, events]);
			}
		}
	});

	test.each(lists)('in %s: a change that comes with it is told', async (list) => {
		const [set, end, events] = things[list];
		set({ Status: 'Processing', UpdatedTimestamp: now() });
		const trigger = watched.publish();
		await trigger.activate();
		set({ ...end, UpdatedTimestamp: futures[0] });
		await trigger.tick();
		expect(trigger.arrived.map(({ event }) => event)).toEqual(events);
	});

	test.each(lists)('in what is stored of %s: the next change is told', async (list) => {
		const [set, end, events] = things[list];
		set({ Status: 'Processing', UpdatedTimestamp: now() });
		const trigger = watched.publish();
		await trigger.activate();
		spoil(trigger);
		set({ ...end, UpdatedTimestamp: now() });
		await trigger.activate();
		expect(trigger.arrived.map(({ event }) => event)).toEqual(expect.arrayContaining(events));
	});

	test.each(futures)('of a trunk, %p: its alarm comes', async (Timestamp) => {
		for (const isFirst of [true, false]) {
			watched.setHealth(0);
			const health = watched.chime.state.of('TerminationHealth').get(connector) ?? {};
			const heard = health.Timestamp;
			const trigger = watched.publish({ event: ['sipTrunkSilent'] });
			if (isFirst) health.Timestamp = Timestamp;
			await trigger.activate();
			health.Timestamp = Timestamp;
			await trigger.tick();
			health.Timestamp = heard;
			await trigger.tick();
			await watched.passMinutes(20);
			await trigger.tick();
			expect(trigger.arrived).toMatchObject([{ change: 'silent', previousStatus: 'Heard' }]);
		}
	});

	test('stored of a trunk: its alarm comes', async () => {
		const trigger = watched.publish({ event: ['sipTrunkSilent'] });
		await trigger.activate();
		spoil(trigger);
		await watched.passMinutes(20);
		await trigger.activate();
		expect(trigger.arrived).toMatchObject([{ change: 'silent', previousStatus: 'Heard' }]);
	});

	test('a few minutes are the difference of two clocks', async () => {
		const trigger = watched.publish({ event: ['proxySessionChanged'] });
		await trigger.activate();
		const UpdatedTimestamp = new Date(watched.world.now() + 5 * 60_000).toISOString();
		watched.setSession({ UpdatedTimestamp });
		await trigger.tick();
		expect(trigger.arrived).toMatchObject([{ event: 'proxySessionChanged' }]);
	});
});

describe('what another node has left in its place', () => {
	test.each([
		['nothing', {}],
		['text', { snapshots: 'text' }],
		[
			'other snapshots',
			{ snapshots: { ProxySessions: 1, PhoneNumbers: '[]\nx', a: null }, complete: [1] },
		],
		['statuses that are none', { snapshots: { PhoneNumbers: '{}\n~a:0:0' }, complete: [] }],
		['no lists', { complete: {} }],
	])('%s: the poll begins anew', async (_title, left) => {
		const trigger = watched.publish();
		await trigger.activate();
		const [name] = Object.keys(trigger.saved);
		trigger.saved = { [name]: { ...Object(trigger.saved[name]), ...left } };
		await trigger.activate();
		expect(trigger.arrived).toEqual([]);
		expect(trigger.errors).toEqual([]);
	});
});

describe('a trigger that was renamed', () => {
	const changed = { Status: 'Closed', UpdatedTimestamp: later };

	test('begins anew, as n8n keeps its state by its name, and says so once in the log', async () => {
		const trigger = watched.publish();
		await trigger.activate();
		const before = trigger.name;
		watched.setSession(changed);
		trigger.name = 'Sessions';
		await trigger.activate();
		expect(trigger.arrived).toEqual([]);
		expect(trigger.warnings).toEqual([
			expect.stringMatching(`^The trigger "Sessions" was called "${before}" at its last poll\\.`),
		]);
		await trigger.activate();
		await trigger.tick();
		expect(trigger.warnings).toHaveLength(1);
	});

	test('goes on under its old name', async () => {
		const trigger = watched.publish();
		await trigger.activate();
		const before = trigger.name;
		trigger.name = 'Sessions';
		await trigger.activate();
		watched.setSession(changed);
		trigger.name = before;
		await trigger.activate();
		expect(kinds(trigger.arrived)).toEqual([['proxySessionEnded', undefined, 'Open']]);
	});
});

test('neither a new trigger nor one under its old name writes to the log', async () => {
	const trigger = watched.publish();
	await trigger.activate();
	await trigger.tick();
	await trigger.activate();
	expect(trigger.warnings).toEqual([]);
});
