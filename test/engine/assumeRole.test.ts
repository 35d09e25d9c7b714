import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sendError } from '../support/chime/responses';
import { refused, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { isStsRequest, sendStsError } from '../support/chime/sts';
import { key } from '../support/keys';
import { byId } from '../support/locator';
import { role, roleCredentialFor } from '../support/credential';
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

	test.each<[what: string, output: number, status: number, code: string, expected: object]>([
		[
			'throttling',
			5,
			400,
			'Throttling',
			{ code: 'AssumeRoleThrottled', hint: expect.stringMatching(/^AWS STS limits how many/) },
		],
		[
			'a failure of STS',
			8,
			503,
			'ServiceUnavailable',
			{ code: 'AssumeRoleUnavailable', hint: expect.stringContaining('can reach AWS STS') },
		],
	])(
		'%s goes to output %i, and is no uncertain outcome',
		async (_what, output, status, code, expected) => {
			const engine = await start({
				intercept: (response, request) => {
					if (isStsRequest(request)) sendStsError(response, status, code);
					return isStsRequest(request);
				},
			});
			const { counts, outputs } = await run(engine, [{}], {
				operation: 'create',
				voiceConnectorId: byId('abcdef1ghij2klmno3pqr4'),
				firstPhoneNumber: '+12065550100',
				secondPhoneNumber: '+14015550101',
				capabilities: ['SMS'],
				options: { maxRetries: 0 },
			});
			expect(counts.flatMap((count, at) => (count > 0 ? [at] : []))).toEqual([output]);
			expect(outputs[output][0].json).toMatchObject({ retryable: true, ...expected });
			expect(outputs[output][0].json.hint).not.toContain('may have');
			expect(others()).toEqual([]);
			expect(calls()).toHaveLength(3);
		},
	);
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
