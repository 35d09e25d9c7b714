import type { ServerResponse } from 'node:http';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sendError } from '../support/chime/responses';
import {
	refused,
	sampleSession,
	startChime,
	type Chime,
	type ChimeOptions,
} from '../support/chime/server';
import { isStsRequest, sendStsError } from '../support/chime/sts';
import { key } from '../support/keys';
import { role, roleCredentialFor } from '../support/credential';
import { parametersFor } from '../operations';
import { PublishedTrigger } from '../support/engine/triggerNode';
import { scale, scaledTest } from '../support/scale';
import {
	chimeWorkflow,
	itemFor,
	nodeName,
	nodeTypeName,
	roleCredentialType,
	sourceEngine,
} from '../support/engine/chimeNode';
import { editorContext, outputsOf, startWorkflow, type Engine } from '../support/engine/engine';

const assumeRole = { authentication: 'assumeRole' };

const everythingButDate = [
	...(['hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
	...(['setImmediate', 'setInterval', 'setTimeout'] as const),
	...(['clearImmediate', 'clearInterval', 'clearTimeout'] as const),
];

let chime: Chime;

async function start(options: Partial<ChimeOptions> = {}, changes: object = {}): Promise<Engine> {
	chime = await startChime({ keys: [key], roles: [structuredClone(role)], ...options });
	return sourceEngine({ ...roleCredentialFor(chime.url), ...changes });
}

async function run(engine: Engine, items: object[], parameters: object = {}) {
	const workflow = chimeWorkflow({
		items: items.map((item) => ({ ...item })),
		parameters: { ...assumeRole, ...parameters },
	});
	const { data } = await startWorkflow(engine, workflow);
	const outputs = outputsOf({ data }, nodeName);
	return { outputs, counts: outputs.map(({ length }) => length), error: data.resultData.error };
}

const plain = (count: number) => Array.from({ length: count }, (_, at) => itemFor(`plain@${at}`));

/** Requests to STS; the others went to Chime SDK Voice. */
const calls = () => chime.received.filter(isStsRequest);
const others = () => chime.received.filter((request) => !isStsRequest(request));
/** The keys with which the requests were signed. */
const signers = (requests: typeof chime.received) => [
	...new Set(
		requests.map(({ headers }) => /Credential=(\w+)\//.exec(headers.authorization)?.[1] ?? ''),
	),
];
const issued = () => chime.sts.issued.map(({ accessKeyId }) => accessKeyId);
const ofItems = (count: number) => [count, ...Array(9).fill(0)];

afterEach(() => jest.useRealTimers());

describe('one session serves', () => {
	scaledTest(`${80 * scale} items at once, and ten runs after it`, async () => {
		const engine = await start();
		let stored = 0;
		engine.onStored = () => (stored += 1);
		expect((await run(engine, plain(80 * scale))).counts).toEqual(ofItems(80 * scale));
		for (let again = 0; again < 10; again += 1)
			expect((await run(engine, plain(20))).counts).toEqual(ofItems(20));
		expect(refused(chime.received)).toEqual([]);
		expect(calls()).toHaveLength(1);
		expect(stored).toBe(1);
		expect(signers(calls())).toEqual([key.accessKeyId]);
		expect(others()).toHaveLength(80 * scale + 200);
		expect(signers(others())).toEqual(issued());
	});

	test('100 runs that start together', async () => {
		const engine = await start();
		const runs = await Promise.all(Array.from({ length: 100 }, () => run(engine, plain(1))));
		runs.forEach(({ counts }) => expect(counts).toEqual(ofItems(1)));
		expect(calls()).toHaveLength(1);
	});

	test('a list in the editor, and the runs after it', async () => {
		const engine = await start();
		const context = editorContext(engine, {
			...chimeWorkflow({ items: [] }).nodes[1],
			type: nodeTypeName,
			parameters: { ...assumeRole, resource: 'proxySession', operation: 'get' },
			credentials: { [roleCredentialType]: { id: '1', name: 'Chime' } },
		});
		const { searchVoiceConnectors } = new AwsChimeSdkVoice().methods.listSearch;
		expect((await searchVoiceConnectors.call(context)).results).toHaveLength(1);
		await run(engine, plain(3));
		expect(calls()).toHaveLength(1);
		expect(signers(others())).toEqual(issued());
	});
});

const count = 120 * scale;

describe(`a session that ends in the middle of ${count} items`, () => {
	let seen = 0;
	/** Whether this is the request to Chime SDK Voice in the middle. */
	const isMiddle = () => (seen += 1) === count / 2;

	beforeEach(() => (seen = 0));

	scaledTest('by the clock: one more, and nothing is lost', async () => {
		jest.useFakeTimers({ doNotFake: everythingButDate });
		const engine = await start({
			intercept: () => {
				// Less than 5 of 60 minutes are left.
				if (isMiddle()) jest.setSystemTime(Date.now() + 56 * 60_000);
				return false;
			},
		});
		expect((await run(engine, plain(count))).counts).toEqual(ofItems(count));
		expect(calls()).toHaveLength(2);
		expect(signers(others())).toEqual(issued());
	});

	scaledTest.each(['ExpiredTokenException', 'ExpiredToken'])(
		'by what AWS says, %s: one more, and nothing is lost',
		async (name) => {
			const engine = await start({
				intercept: (response, request) => {
					if (isStsRequest(request)) return false;
					if (isMiddle()) chime.sts.endSessions();
					const isExpired = chime.sts.isExpired(signers([request])[0]);
					if (isExpired) sendError(response, 403, name, 'It is expired.');
					return isExpired;
				},
			});
			const { counts, outputs } = await run(engine, plain(count), { options: { maxRetries: 0 } });
			expect(counts).toEqual(ofItems(count));
			expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
				plain(count).map((_, item) => ({ item })),
			);
			expect(calls()).toHaveLength(2);
			expect(signers(others())).toEqual(issued());
		},
	);

	test('where AWS takes every session for expired, the run asks twice, and says so', async () => {
		const engine = await start({
			intercept: (response, request) => {
				if (isStsRequest(request)) return false;
				sendError(response, 403, 'ExpiredTokenException', 'It is expired.');
				return true;
			},
		});
		const { counts, outputs } = await run(engine, plain(50));
		expect(counts).toEqual([0, 0, 0, 50, 0, 0, 0, 0, 0, 0]);
		expect(outputs[3][0].json).toMatchObject({
			code: 'ExpiredTokenException',
			attempts: 2,
			hint: expect.stringContaining('For a role, check the clock'),
		});
		expect(calls()).toHaveLength(2);
	});
});

describe('a session of other settings is not used', () => {
	const other = { accessKeyId: 'AKIDOTHER', secretAccessKey: 'another' };
	const otherRole = 'arn:aws:iam::111122223333:role/other';

	test.each<[what: string, changes: object]>([
		['role', { roleArn: otherRole }],
		['external ID', { externalId: 'n8n-43' }],
		['access key ID', { accessKeyId: other.accessKeyId, secretAccessKey: key.secretAccessKey }],
		['secret', { ...other }],
		['session name', { roleSessionName: 'other' }],
		['duration', { durationSeconds: 900 }],
		['endpoint', {}],
	])('%s', async (what, changes) => {
		const roles = ['n8n-42', 'n8n-43'].flatMap((externalId) =>
			[role.arn, otherRole].map((arn) => ({
				arn,
				externalId,
				trusted: [key.accessKeyId, other.accessKeyId],
			})),
		);
		const sameSecret = { ...other, secretAccessKey: key.secretAccessKey };
		const keys = [key, what === 'secret' ? other : sameSecret];
		const findsRole = roles.filter(
			({ externalId }) => externalId === (what === 'external ID' ? 'n8n-43' : 'n8n-42'),
		);
		const engine = await start({ keys, roles });
		await run(engine, plain(1));
		const endpoint = what === 'endpoint' ? `${chime.url}/` : chime.url;
		chime.sts.roles.splice(0, Infinity, ...findsRole);
		Object.assign(engine.credentials[roleCredentialType], { endpoint }, changes);
		expect((await run(engine, plain(1))).counts).toEqual(ofItems(1));
		expect(calls()).toHaveLength(2);
		expect(signers(others())).toEqual(issued());
	});

	test('back to the settings of before, too, because the credential keeps one session', async () => {
		const engine = await start();
		for (const durationSeconds of [3_600, 900, 3_600]) {
			Object.assign(engine.credentials[roleCredentialType], { durationSeconds });
			await run(engine, plain(1));
		}
		expect(calls().length).toBeGreaterThanOrEqual(2);
		expect(refused(chime.received)).toEqual([]);
	});

	test.each([
		['half of JSON', '{'],
		['null', 'null'],
		['a text in JSON', '"text"'],
		['a part of a session', '{"accessKeyId":"A"}'],
		['a long text', 'x'.repeat(100_000)],
	])('nor is what is no session: %s', async (_what, session) => {
		const engine = await start({}, { session });
		expect((await run(engine, plain(1))).counts).toEqual(ofItems(1));
		expect(calls()).toHaveLength(1);
	});
});

describe('without a session', () => {
	test('a refused trust policy ends the run with one message, after one call', async () => {
		const engine = await start({ roles: [{ ...role, trusted: [] }] });
		const { error } = await run(engine, plain(200));
		expect(error?.message).toMatch(/^AWS does not let this key assume the role: .*"External ID"/);
		expect(calls()).toHaveLength(1);
		expect(others()).toEqual([]);
	});
});

describe('what passes loses no item', () => {
	test.each([
		['pages of a proxy', (response: ServerResponse) => void response.writeHead(407).end('<html>')],
		['timeouts of a gateway', (response: ServerResponse) => void response.writeHead(408).end()],
		['throttling', (response: ServerResponse) => sendStsError(response, 400, 'Throttling')],
	])('%s, four times before and in the middle of a run', async (_what, respond) => {
		let odd = 4;
		let served = 0;
		const engine = await start({
			intercept: (response, request) => {
				if (!isStsRequest(request)) {
					served += 1;
					if (served === 20) {
						odd = 4;
						chime.sts.endSessions();
					}
					return false;
				}
				if (odd-- > 0) respond(response);
				return odd >= 0;
			},
		});
		const { counts, error } = await run(engine, plain(40), { options: { maxConcurrency: 1 } });
		expect(error).toBeUndefined();
		expect(counts).toEqual(ofItems(40));
		expect(calls()).toHaveLength(10);
	});

	test('pages for ever fail the items that they meet, and the results before stay', async () => {
		let served = 0;
		const engine = await start({
			intercept: (response, request) => {
				if (!isStsRequest(request)) {
					if ((served += 1) === 5) chime.sts.endSessions();
					return false;
				}
				if (served > 0) response.writeHead(403).end('<html>');
				return served > 0;
			},
		});
		const options = { maxConcurrency: 1, maxRetries: 0 };
		const { counts, outputs } = await run(engine, plain(7), { options });
		expect(counts).toEqual([5, 0, 0, 0, 0, 0, 0, 0, 2, 0]);
		// The first of them was sent, with a session that had ended.
		expect(outputs[8].map(({ json }) => [json.code, json.attempts])).toEqual([
			['AssumeRoleUnavailable', 1],
			['AssumeRoleUnavailable', 0],
		]);
	});
});

describe('a wait for STS', () => {
	/** Has STS respond only when it is told to. */
	async function waiting() {
		const asked = new Map<ServerResponse, () => void>();
		const engine = await start({
			intercept: (response, request) => {
				if (!isStsRequest(request)) return false;
				const { sts } = chime;
				asked.set(response, () => sts.respond(response, request, request.verdict));
				return true;
			},
		});
		const answer = () => asked.forEach((each) => each());
		const untilAsked = async () => {
			while (asked.size === 0) await turn();
		};
		return { engine, answer, untilAsked };
	}

	const turn = async () => await new Promise((resolve) => setImmediate(resolve));
	const call = {
		...parametersFor('CreateSipMediaApplicationCall'),
		options: { maxRetries: 0, timeout: 100 },
	};
	const untilQuiet = async () => {
		while (chime.inFlight() > 0) await turn();
		for (let turns = 0; turns < 50; turns += 1) await turn();
	};

	test('ends with "Timeout", and nothing is sent when STS responds later', async () => {
		const { engine, answer } = await waiting();
		const { counts, outputs } = await run(engine, [{}], call);
		expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
		expect(outputs[8][0].json).toMatchObject({
			code: 'AssumeRoleUnavailable',
			message:
				'AWS STS returned no session of the role within 100 ms, so the request was not sent.',
			attempts: 0,
			retryable: true,
		});
		expect(outputs[8][0].json.hint).not.toContain('may have');
		// STS may take longer than the node has waited.
		for (let turns = 0; turns < 50; turns += 1) await turn();
		expect(chime.inFlight()).toBe(1);
		answer();
		await untilQuiet();
		expect(others()).toEqual([]);
	});

	test('ends when the run is stopped, and nothing is sent when STS responds later', async () => {
		const { engine, answer, untilAsked } = await waiting();
		const parameters = { ...assumeRole, ...call, options: {} };
		const stopped = startWorkflow(engine, chimeWorkflow({ items: [{}, {}], parameters }));
		await untilAsked();
		stopped.cancel();
		const ended = await stopped;
		expect(ended).toMatchObject({ status: 'canceled' });
		expect(outputsOf(ended, nodeName).flat()).toEqual([]);
		expect(chime.inFlight()).toBe(1);
		answer();
		await untilQuiet();
		expect(others()).toEqual([]);
	});

	test('without an answer, ends by itself, also after the run was stopped', async () => {
		const { engine, untilAsked } = await waiting();
		const parameters = { ...assumeRole, ...call, options: {} };
		const stopped = startWorkflow(engine, chimeWorkflow({ items: [{}], parameters }));
		await untilAsked();
		stopped.cancel();
		await stopped;
		await untilQuiet();
		expect(calls()).toHaveLength(1);
	});

	test("ends with a poll's budget, which says so, and the next poll finds what changed", async () => {
		let isSilent = false;
		chime = await startChime({
			keys: [key],
			roles: [role],
			intercept: (response, request) => {
				if (!isSilent || !isStsRequest(request)) return false;
				response.writeHead(200).write('<');
				return true;
			},
		});
		const trigger = new PublishedTrigger({
			credential: { ...roleCredentialFor(chime.url), durationSeconds: 900 },
			parameters: { ...assumeRole, event: ['proxySessionOpened'] },
			budget: 1_000,
		});
		await trigger.activate();
		jest.useFakeTimers({ doNotFake: everythingButDate });
		jest.setSystemTime(Date.now() + 15 * 60_000);
		isSilent = true;
		await Promise.all([trigger.tick(), trigger.tick()]);
		expect(trigger.errors).toMatchObject([
			{
				message: expect.stringMatching(/AWS STS returned no session of the role within \d+ ms/),
				failure: { cause: 'temporarily-unavailable' },
			},
		]);
		isSilent = false;
		chime.add({ ...sampleSession, ProxySessionId: 'new' });
		while (chime.inFlight() > 0) await turn();
		await trigger.tick();
		expect(trigger.errors).toHaveLength(1);
		expect(trigger.arrived.map(({ ProxySessionId }) => ProxySessionId)).toEqual(['new']);
	});
});

describe('the times of a session', () => {
	test.each([-10, 10])('a clock that is %i minutes off is corrected', async (minutes) => {
		const now = () => new Date(Date.now() + minutes * 60_000);
		const engine = await start({ now });
		const { counts, error } = await run(engine, plain(20));
		expect(error).toBeUndefined();
		expect(counts).toEqual(ofItems(20));
		expect(calls()).toHaveLength(2);
		expect(signers(others())).toEqual(issued());
	});

	test('a session that is longer than asked for is used as long as asked for', async () => {
		const engine = await start({}, { durationSeconds: 900 });
		chime.sts.leastDuration = 3_000;
		expect((await run(engine, plain(3))).counts).toEqual(ofItems(3));
		expect(calls()).toHaveLength(1);
		jest.useFakeTimers({ doNotFake: everythingButDate });
		jest.setSystemTime(Date.now() + 11 * 60_000);
		expect((await run(engine, plain(3))).counts).toEqual(ofItems(3));
		expect(calls()).toHaveLength(2);
	});
});

test('no secret of the key or of a session is in an item, an error or what n8n keeps of a run', async () => {
	const engine = await start({
		intercept: (response, request) => {
			if (isStsRequest(request)) return false;
			// AWS quotes the canonical request, session token included.
			const quoted = JSON.stringify([request.headers, chime.sts.issued, key.secretAccessKey]);
			const part = Number(/at-(\d+)/.exec(request.target)?.[1]);
			sendError(response, 403, 'SignatureDoesNotMatch', quoted.slice(part * 400, part * 400 + 450));
			return true;
		},
	});
	const items = Array.from({ length: 8 }, (_, part) => itemFor(`at-${part}`));
	const workflow = chimeWorkflow({ items, parameters: assumeRole });
	const result = JSON.stringify(await startWorkflow(engine, workflow));
	expect(result).toContain('[redacted]');
	const [{ secretAccessKey, sessionToken, accessKeyId }] = chime.sts.issued;
	for (const secret of [key.secretAccessKey, secretAccessKey, sessionToken, accessKeyId])
		for (let at = 0; at + 20 <= secret.length; at += 1)
			expect(result.includes(secret.slice(at, at + 20))).toBe(false);
});
