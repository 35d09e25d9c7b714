import { NodeApiError, NodeOperationError, type INodeParameters } from 'n8n-workflow';

import { getHealth } from '../../nodes/AwsChimeSdkVoice/resources/voiceConnector/getHealth';
import { getMany as voiceConnectors } from '../../nodes/AwsChimeSdkVoice/resources/voiceConnector/getMany';
import { watchedLists } from '../../nodes/AwsChimeSdkVoice/trigger/events';
import {
	foreignResponses,
	json,
	sendJson,
	sendStatus,
	type Responder,
} from '../support/chime/responses';
import { sampleSession } from '../support/chime/server';
import { pageOf } from '../support/chime/state';
import { tokenBucket } from '../support/chime/tokenBucket';
import { credentialFor } from '../support/credential';
import { PublishedTrigger } from '../support/engine/triggerNode';
import { connector, everyEvent, WatchedChime } from '../support/engine/watchedChime';

let watched: WatchedChime;

beforeEach(async () => {
	watched = await WatchedChime.start();
});
afterEach(async () => await watched.chime.close());

const failAll = (status: number) =>
	watched.respondTo('', (response) => sendStatus(response, status));
const opened = { event: ['proxySessionOpened'] };

const causes: Array<[status: number, cause: string, message: RegExp]> = [
	[400, 'configuration-invalid', /^BadRequestException: The input/],
	[401, 'credential-invalid', /^UnauthorizedClientException: .*Check the key in the credential/],
	[403, 'credential-invalid', /^ForbiddenException: .*chime:ListVoiceConnectors/],
	[404, 'configuration-invalid', /^NotFoundException: .*Check the IDs/],
	[410, 'configuration-invalid', /^GoneException: /],
	[429, 'rate-limited', /^ThrottledClientException: /],
	[500, 'temporarily-unavailable', /^ServiceFailureException: /],
	[503, 'temporarily-unavailable', /^ServiceUnavailableException: /],
];

describe.each(causes)('HTTP %i', (status, cause, message) => {
	test('is said when the workflow is published, and nothing is remembered', async () => {
		failAll(status);
		const trigger = watched.publish(opened);
		await expect(trigger.activate()).rejects.toThrow(message);
		expect(trigger.saved).toEqual({});
	});

	test('is an error with its cause later, at every poll', async () => {
		const trigger = watched.publish(opened);
		await trigger.activate();
		failAll(status);
		await trigger.tick();
		await trigger.tick();
		expect(trigger.errors).toHaveLength(2);
		expect(trigger.errors[0]).toBeInstanceOf(NodeApiError);
		expect(trigger.errors[0]).toMatchObject({
			httpCode: String(status),
			message: expect.stringMatching(message),
			description: expect.stringMatching(/^Request ID: [\w-]+$/),
			failure: { cause },
		});
		watched.fault = undefined;
		watched.setSession({}, 'new');
		await trigger.tick();
		expect(trigger.arrived).toHaveLength(1);
	});
});

test('a broken connection has no status', async () => {
	const trigger = watched.publish(opened);
	await trigger.activate();
	watched.respondTo('', (response) => void response.destroy());
	await trigger.tick();
	expect(trigger.errors[0]).toMatchObject({
		httpCode: 'ECONNRESET',
		failure: { cause: 'temporarily-unavailable' },
	});
});

describe('a poll of which one part has failed', () => {
	test('changes nothing that is remembered, of no list', async () => {
		const sessions = Array.from({ length: 150 }, (_, index) => ({
			...sampleSession,
			ProxySessionId: `session ${index}`,
		}));
		watched.chime.replaceSessions(sessions);
		const trigger = watched.publish();
		await trigger.activate();
		watched.setOrder({ Status: 'Successful' });
		watched.setNumber({});
		watched.setSession({ Status: 'Closed' }, 'session 3');
		watched.setSession({ Status: 'Closed' }, 'session 149');
		watched.respondTo('next-token', (response) => sendStatus(response, 403));
		await trigger.tick();
		await trigger.tick();
		expect(trigger.arrived).toEqual([]);
		expect(trigger.errors).toHaveLength(2);
		watched.fault = undefined;
		await trigger.tick();
		expect(trigger.arrived.map(({ event }) => event)).toEqual([
			...['phoneNumberChanged', 'phoneNumberOrderChanged', 'phoneNumberOrderFinished'],
			...['proxySessionEnded', 'proxySessionEnded'],
		]);
	});

	test('a session that cannot be read has not ended', async () => {
		const trigger = watched.publish();
		await trigger.activate();
		watched.chime.replaceSessions([]);
		watched.respondTo(`proxy-sessions/`, (response) => sendStatus(response, 403));
		await trigger.tick();
		expect(trigger.errors).toHaveLength(1);
		watched.fault = undefined;
		await trigger.tick();
		expect(trigger.arrived.map(({ event }) => event)).toEqual(['proxySessionEnded']);
	});
});

describe('one suspicious response replaces no snapshot', () => {
	/** An empty object, and every 404. */
	const some = foreignResponses.filter(([title]) => /^({}|404)/.test(title));
	const watchedPaths = [...watchedLists.map(({ operation }) => operation), voiceConnectors].map(
		({ path }) => `${path.split('}').at(-1)}?`,
	);
	const [healthPath] = getHealth.path.split('}').slice(-1);

	/** Something of every kind that is watched, before and after a change. */
	const set = (isLater: boolean) => {
		watched.setNumber({ Status: isLater ? 'Assigned' : 'Unassigned' });
		watched.setOrder({ Status: isLater ? 'Failed' : 'Processing' });
		watched.setOrder({ Status: 'Successful' }, 'finished');
		watched.setSession({ Status: isLater ? 'Closed' : 'Open' });
		watched.setSession({ Status: 'Closed' }, 'closed');
	};
	const changes = [
		...['phoneNumberChanged', 'phoneNumberOrderChanged', 'phoneNumberOrderFinished'],
		...['proxySessionEnded', 'sipTrunkSilent'],
	];

	/** Polls with these responses, and then, after a change of everything, without them. */
	const poll = async (path: string, responders: Responder[]) => {
		set(false);
		watched.setHealth(0);
		const trigger = watched.publish();
		await trigger.activate();
		for (const responder of responders) {
			watched.respondTo(path, responder);
			await trigger.tick();
		}
		watched.fault = undefined;
		expect(trigger.arrived).toEqual([]);
		set(true);
		await watched.passMinutes(20);
		await trigger.tick();
		expect(trigger.arrived.map(({ event }) => event)).toEqual(changes);
		return trigger.errors.length;
	};

	test.each([...watchedPaths, healthPath])('of another server for %s', async (path) => {
		const responders = some.map(([, responder]) => responder);
		expect(await poll(path, responders)).toBe(responders.length);
	});

	test.each([...watchedPaths, healthPath])('of AWS, once, with nothing for %s', async (path) => {
		expect(await poll(path, [json({})])).toBe(0);
	});

	test.each(some)('%s is not the end of a session', async (_title, responder) => {
		const trigger = watched.publish();
		await trigger.activate();
		const others = watched.chime.sessions();
		watched.chime.replaceSessions([]);
		watched.respondTo(`proxy-sessions/`, responder);
		await trigger.tick();
		expect([trigger.errors.length, trigger.arrived]).toEqual([1, []]);
		watched.fault = undefined;
		watched.chime.replaceSessions(others);
		await trigger.tick();
		expect(trigger.arrived).toEqual([]);
	});

	test('the trunk of a voice connector that is gone for two polls begins anew', async () => {
		const trigger = watched.publish({ event: ['sipTrunkSilent'] });
		await trigger.activate();
		watched.chime.replaceSessions([]);
		await trigger.tick();
		await trigger.tick();
		await watched.passMinutes(20);
		watched.chime.addConnector({ VoiceConnectorId: connector });
		await trigger.tick();
		expect(trigger.arrived).toEqual([]);
		watched.setHealth(0);
		await trigger.tick();
		expect(trigger.arrived).toMatchObject([{ change: 'heardAgain' }]);
	});
});

describe('faults that may pass', () => {
	const quiet = { ...opened, options: { ignoreFaultsMinutes: 15 } };

	test.each([503, 500, 429])('HTTP %i is an error only when it has lasted', async (status) => {
		const trigger = watched.publish(quiet);
		await trigger.activate();
		failAll(status);
		await trigger.tick();
		await watched.passMinutes(5);
		await trigger.tick();
		expect(trigger.errors).toEqual([]);
		await watched.passMinutes(15);
		await trigger.tick();
		await trigger.tick();
		expect(trigger.errors.map(({ httpCode }) => httpCode)).toEqual([`${status}`, `${status}`]);
		// A poll that succeeds begins the time anew.
		watched.fault = undefined;
		await trigger.tick();
		failAll(status);
		await trigger.tick();
		expect(trigger.errors).toHaveLength(2);
	});

	test.each([403, 404])('HTTP %i does not pass by itself, and is said at once', async (status) => {
		const trigger = watched.publish(quiet);
		await trigger.activate();
		failAll(status);
		await trigger.tick();
		expect(trigger.errors).toHaveLength(1);
	});

	test('are said when the workflow is published for the first time', async () => {
		const trigger = watched.publish(quiet);
		failAll(503);
		await expect(trigger.activate()).rejects.toThrow(/ServiceUnavailable/);
	});

	test('do not stop a workflow from starting again with n8n', async () => {
		const trigger = watched.publish(quiet);
		await trigger.activate();
		failAll(503);
		await trigger.activate();
		watched.fault = undefined;
		watched.setSession({}, 'new');
		await trigger.tick();
		expect(trigger.arrived).toHaveLength(1);
	});
});

describe('throttling', () => {
	test('is waited for: 30 pages at one request a second', async () => {
		const sessions = Array.from({ length: 3_000 }, (_, index) => ({
			...sampleSession,
			ProxySessionId: `session ${index}`,
		}));
		watched.chime.replaceSessions(sessions);
		const trigger = watched.publish(opened);
		await trigger.activate();
		watched.setSession({}, 'new');
		const isLetThrough = tokenBucket(1, 1, watched.world.now);
		watched.fault = () => (isLetThrough() ? undefined : (response) => sendStatus(response, 429));
		await trigger.tick();
		expect(trigger.errors).toEqual([]);
		expect(trigger.arrived.map(({ ProxySessionId }) => ProxySessionId)).toEqual(['new']);
	});

	test.each([
		[60_000, 54_000],
		[300_000, 290_000],
		[undefined, 290_000],
	])('a poll with a budget of %p ms ends before it', async (budget, longest) => {
		const trigger = watched.publish(opened, { budget });
		await trigger.activate();
		failAll(429);
		const start = watched.world.now();
		await trigger.tick();
		expect(watched.world.now() - start).toBeLessThanOrEqual(longest);
		expect(watched.world.now() - start).toBeGreaterThan(40_000);
		expect(trigger.errors[0]).toMatchObject({ httpCode: '429' });
	});

	test('a poll that AWS tells to wait ends before its budget', async () => {
		const voiceConnectorIds = Array.from({ length: 20 }, (_, index) => `connector ${index}`);
		const trigger = watched.publish(
			{ event: ['sipTrunkSilent'], voiceConnectorIds },
			{ budget: 60_000 },
		);
		await trigger.activate();
		watched.respondTo('', (response) => {
			response.setHeader('Retry-After', '20');
			sendStatus(response, 429);
		});
		const start = watched.world.now();
		await trigger.tick();
		expect(watched.world.now() - start).toBeLessThanOrEqual(54_000);
		expect(trigger.errors).toMatchObject([{ httpCode: expect.stringMatching(/429|ETIMEDOUT/) }]);
	});

	test('a poll for which AWS is too slow ends in time, and says so', async () => {
		const trigger = watched.publish(
			{ ...opened, voiceConnectorIds: [connector] },
			{ budget: 40_000 },
		);
		await trigger.activate();
		watched.fault =
			() =>
			(_response, { stalls }) =>
				stalls();
		const start = watched.world.now();
		await trigger.tick();
		expect(watched.world.now() - start).toBeLessThanOrEqual(36_000);
		expect(trigger.errors[0]).toMatchObject({
			httpCode: 'ETIMEDOUT',
			failure: { cause: 'temporarily-unavailable' },
		});
	});
});

test.each([
	[40_000, 38_000],
	[undefined, 295_000],
])(
	'where n8n does not begin to send, a poll with a budget of %p ms says so, and the next one polls',
	async (budget, longest) => {
		const { chime, world } = watched;
		let isWaiting = false;
		const trigger = new PublishedTrigger({
			credential: credentialFor(chime.url),
			parameters: opened,
			budget,
			world: {
				...world,
				watch: (context) =>
					Object.create(world.watch(context), {
						...(isWaiting && {
							getCredentials: { value: async () => await new Promise(() => {}) },
						}),
					}),
			},
		});
		await trigger.activate();
		isWaiting = true;
		const start = world.now();
		await trigger.tick();
		expect(world.now() - start).toBe(longest);
		expect(trigger.errors).toMatchObject([
			{
				message: expect.stringMatching(
					/^PollTooLong: The poll has taken \d+ seconds without a result\./,
				),
				failure: { cause: 'temporarily-unavailable' },
			},
		]);
		isWaiting = false;
		watched.setSession({}, 'new');
		await trigger.tick();
		expect(trigger.arrived.map(({ ProxySessionId }) => ProxySessionId)).toEqual(['new']);
	},
);

test('a state of more than 30 MB is said, and not stored', async () => {
	// In the state, each character has nine.
	const PhoneNumberOrders = Array.from({ length: 3_400 }, (_, index) => ({
		PhoneNumberOrderId: `${index}${'字'.repeat(1_000)}`,
	}));
	const trigger = watched.publish({ event: ['phoneNumberOrderChanged'] });
	await trigger.activate();
	watched.respondTo('/phone-number-orders', (response, { target }) => {
		const { searchParams } = new URL(target, 'http://loopback');
		const [statusCode, body] = pageOf(
			watched.chime.state,
			'PhoneNumberOrders',
			PhoneNumberOrders,
			searchParams,
		);
		sendJson(response, statusCode, body);
	});
	await trigger.tick();
	expect(trigger.arrived).toEqual([]);
	expect(trigger.errors).toMatchObject([
		{ name: 'NodeOperationError', message: expect.stringMatching(/would store .* 30 MB/) },
	]);
});

describe('ticks that overlap', () => {
	test('emit once', async () => {
		const trigger = watched.publish();
		await trigger.activate();
		watched.setSession({}, 'new');
		await Promise.all([trigger.tick(), trigger.tick(), trigger.tick()]);
		await trigger.tick();
		expect(trigger.arrived.map(({ ProxySessionId }) => ProxySessionId)).toEqual(['new']);
	});

	test('of two workflows do not wait for each other', async () => {
		const triggers = [watched.publish(opened), watched.publish(opened)];
		await Promise.all(triggers.map(async (trigger) => await trigger.activate()));
		watched.setSession({}, 'new');
		await Promise.all(triggers.map(async (trigger) => await trigger.tick()));
		expect(triggers.map(({ arrived }) => arrived.length)).toEqual([1, 1]);
	});

	test('a tick after one that has failed polls again', async () => {
		const trigger = watched.publish(opened);
		await trigger.activate();
		failAll(500);
		await Promise.all([trigger.tick(), trigger.tick()]);
		expect(trigger.errors).toHaveLength(1);
		watched.fault = undefined;
		watched.setSession({}, 'new');
		await trigger.tick();
		expect(trigger.arrived).toHaveLength(1);
	});
});

test.each<[title: string, parameters: INodeParameters, message: string]>([
	['no event', { event: [] }, 'The parameter "Events" must hold at least one of '],
	['an unknown event', { event: ['callEnded'] }, 'The parameter "Events" must be one of '],
	[
		'a voice connector that is no ID',
		{ event: everyEvent, voiceConnectorIds: ['..'] },
		'The parameter "Voice Connector Names or IDs" must not be ".."',
	],
	[
		'too many voice connectors',
		{ event: everyEvent, voiceConnectorIds: Array(1_001).fill('a') },
		'The parameter "Voice Connector Names or IDs" must hold from 1 to 1000',
	],
	[
		'no minutes',
		{ event: everyEvent, silentMinutes: 0 },
		'The parameter "Silent for (Minutes)" must be a whole number from 1 to 525600',
	],
	[
		'minutes that are text',
		{ event: everyEvent, options: { ignoreFaultsMinutes: 'five' } },
		'The parameter "Ignore Faults for (Minutes)" must be a whole number from 0 to 1440',
	],
])('%s is refused before anything is sent', async (_title, parameters, message) => {
	const trigger = watched.publish(parameters);
	const error: unknown = await trigger.activate().catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(Object(error).message).toContain(message);
	expect(watched.chime.received).toEqual([]);
});

test('an error holds no secret', async () => {
	const trigger = watched.publish(opened);
	await trigger.activate();
	const { secretAccessKey } = trigger.settings.credential;
	watched.respondTo('', (response) => {
		response.writeHead(403, { 'x-amzn-errortype': 'AccessDenied' });
		response.end(JSON.stringify({ message: `key ${String(secretAccessKey)} of +12065550100` }));
	});
	await trigger.tick();
	const [error] = trigger.errors;
	const text = JSON.stringify([error, error.message, error.stack]);
	expect(text).not.toContain(String(secretAccessKey));
	expect(text).not.toContain('2065550100');
});
