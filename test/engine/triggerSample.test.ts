import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { sendStatus } from '../support/chime/responses';
import { sampleSession } from '../support/chime/server';
import { connector, everyEvent, session, WatchedChime } from '../support/engine/watchedChime';

let watched: WatchedChime;

beforeEach(async () => {
	watched = await WatchedChime.start();
});
afterEach(async () => await watched.chime.close());

test('a run by hand gives one item per event of what there is, and remembers nothing', async () => {
	watched.setSession({ Status: 'Closed' }, 'closed');
	watched.setOrder({ Status: 'Processing', UpdatedTimestamp: '2026-02-01T00:00:00Z' }, 'new');
	watched.setOrder({ Status: 'Partial' }, 'done');
	watched.setNumber({});
	const trigger = watched.publish();
	const sample = await trigger.executeStep();
	expect(
		sample.map(({ event, change, previousStatus }) => [event, change, previousStatus]),
	).toEqual([
		['phoneNumberChanged', 'new', null],
		['phoneNumberOrderChanged', undefined, null],
		['phoneNumberOrderFinished', undefined, null],
		['proxySessionChanged', undefined, null],
		['proxySessionEnded', undefined, null],
		['proxySessionOpened', undefined, null],
		['sipTrunkSilent', 'heardAgain', null],
	]);
	expect(sample[1]).toMatchObject({ PhoneNumberOrderId: 'new', Status: 'Processing' });
	expect(sample[2]).toMatchObject({ PhoneNumberOrderId: 'done', Status: 'Partial' });
	expect(sample[3]).toMatchObject({
		ProxySessionId: session,
		eventId: expect.stringContaining(`proxySessionChanged/${connector}/${session}/Open/`),
	});
	expect(sample[6]).toMatchObject({ VoiceConnectorId: connector, Source: '192.0.2.7' });
	expect(trigger.saved).toEqual({});
});

test('a sample is there again and again, whatever the trigger has reported', async () => {
	const trigger = watched.publish({ event: ['proxySessionOpened'] });
	await trigger.activate();
	const first = await trigger.executeStep();
	expect(first).toHaveLength(1);
	expect(await trigger.executeStep()).toEqual(first);
});

test.each([
	[['proxySessionEnded'], 'Proxy Session Ended'],
	[
		['phoneNumberChanged', 'phoneNumberOrderFinished'],
		'Phone Number Changed, Phone Number Order Finished',
	],
])('where nothing fits %p, it says so', async (event, names) => {
	const trigger = watched.publish({ event });
	const error: unknown = await trigger.executeStep().catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(Object(error).message).toBe(
		`AWS has no sample of ${names} now. The trigger works without a sample.`,
	);
});

test('a trunk that was never heard is no sample', async () => {
	watched.respondTo('/termination/health', (response) => void response.end('{}'));
	const trigger = watched.publish({ event: ['sipTrunkSilent'] });
	await expect(trigger.executeStep()).rejects.toThrow(/AWS has no sample/);
	// And it is not silent, either.
	await trigger.activate();
	await watched.passMinutes(60);
	await trigger.tick();
	expect(trigger.arrived).toEqual([]);
});

test('of many voice connectors, it reads five', async () => {
	const ids = Array.from({ length: 50 }, (_, index) => `connector ${index}`);
	watched.chime.replaceSessions(ids.map((id) => ({ ...sampleSession, VoiceConnectorId: id })));
	await watched.publish({ event: ['proxySessionOpened'] }).executeStep();
	expect(watched.chime.received).toHaveLength(6);
});

test.each(everyEvent.map((event) => [event]))('%s: a refusal of AWS is an error', async (event) => {
	watched.respondTo('', (response) => sendStatus(response, 403));
	const error: unknown = await watched
		.publish({ event: [event] })
		.executeStep()
		.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error).toMatchObject({ httpCode: '403', failure: { cause: 'credential-invalid' } });
});
