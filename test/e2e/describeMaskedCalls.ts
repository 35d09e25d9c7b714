import { jsonParse, type IDataObject, type INode } from 'n8n-workflow';

import { sendStatus } from '../support/chime/responses';
import type { Entry } from '../support/chime/state';
import { awsQuotas, unassign } from '../support/chime/telephony';
import { refused, sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { addressOfNobody } from '../support/nobody';
import { ids } from '../operations/values';
import { startLambda, type Lambda } from '../support/phone/lambda';
import { PhoneCall, type Phone } from '../support/phone/phoneNetwork';
import { storeCredential } from '../support/n8n/credential';
import { createDataTable, dataTable, type DataTable } from '../support/n8n/dataTables';
import {
	create,
	endedRuns,
	publish,
	resultOf,
	runOnce,
	storedOutputs,
	type Stored,
} from '../support/n8n/editor';
import {
	filledInWith,
	header,
	maskedTable,
	post,
	storeHeader,
	type WebhookResponse,
} from '../support/n8n/maskedCalls';
import type { N8n } from '../support/n8n/n8n';
import { waitFor } from '../support/n8n/wait';
import {
	connect,
	credentialType,
	example,
	node,
	trigger,
	type Credential,
} from '../support/n8n/workflows';

const [anna, ben, carl, stranger] = [
	'+12065550170',
	'+14015550101',
	'+493012345678',
	'+13035550102',
];
const wanted = 3;
const everybodyAnswers: Record<string, Phone> = {
	[anna]: 'answers',
	[ben]: 'answers',
	[carl]: 'answers',
};
const minute = 60_000;
/** Has n8n save the runs that the tests look into. */
const saved: Array<[string, string]> = [
	['"saveManualExecutions":false', '"saveManualExecutions":true'],
	['"saveDataSuccessExecution":"none"', '"saveDataSuccessExecution":"all"'],
	['"saveDataErrorExecution":"none"', '"saveDataErrorExecution":"all"'],
];
const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:masked-calls';

let chime: Chime;
let n8n: N8n;
let credentials: Record<string, Credential>;
let application: string;
let pool: string[];
let numbers: DataTable;
let sessions: DataTable;
/** What is to be filled in. */
let tables: Record<string, string> = {};
/** Tables whose names have those of the others as a part. */
const neighbours: DataTable[] = [];
let lambda: Lambda;
const workflows = new Map<string, Stored>();
let isCallRefused = false;

/** The tests of the guide, in an n8n that has the package. */
export function describeMaskedCalls(start: () => Promise<N8n>): void {
	beforeAll(async () => {
		chime = await startChime({
			keys: [key],
			intercept: (response) => {
				if (isCallRefused) sendStatus(response, 403);
				return isCallRefused;
			},
		});
		n8n = await start();
		credentials = {
			[credentialType]: await storeCredential(n8n, chime),
			httpHeaderAuth: await storeHeader(n8n),
		};
		chime.state.quotas = { ...awsQuotas };
		for (const name of ['masked_numbers', 'masked_sessions']) {
			// n8n finds a table by a part of its name: these are there before, and those below are changed after.
			neighbours.push(await createTable(`${name}_before`));
		}
		await setUp(wanted);
		[application] = chime.state.of('SipMediaApplications').keys();
		numbers = await dataTable(n8n, 'masked_numbers');
		sessions = await dataTable(n8n, 'masked_sessions');
		for (const name of ['masked_numbers', 'masked_sessions'])
			neighbours.push(await createTable(`${name}_after`));
		pool = await inPool();
		expect(await given()).toMatchObject({ numbersTable: numbers.id, sessionsTable: sessions.id });
		tables = { numbersTable: numbers.id, sessionsTable: sessions.id };
		await store('open-session.json', [['[\\"+1\\"]', '[\\"+1\\", \\"+49\\"]']]);
		for (const file of ['find-other-party.json', 'close-expired-sessions.json']) await store(file);
		await store('connect-two-parties.json', [[ids.sipMediaApplicationId, application]]);
		await store('move-proxy-sessions.json', saved);
		for (const file of ['open-session.json', 'find-other-party.json', 'connect-two-parties.json'])
			await publish(n8n, workflow(file));
		for (const path of ['open', 'other-party', 'connect'])
			await waitFor('the webhook', async () => (await post(n8n, path, {}, '')).status === 403);
		lambda = await lambdaThatAsks(n8n.url);
	});

	beforeEach(async () => {
		chime.received.length = 0;
		await sessions.clear();
		await numbers.clear();
		await addToPool(pool);
		// From here on, the neighbours are the ones that were changed last.
		for (const neighbour of neighbours) await neighbour.clear();
	});

	afterEach(async () => {
		for (const neighbour of neighbours) expect(await neighbour.rows()).toEqual([]);
	});

	describe('the pool', () => {
		it('has the numbers that were ordered, each with a SIP rule of the one application', () => {
			expect(pool).toEqual(['+12065550100', '+12065550101', '+12065550102']);
			expect(stateOf('SipMediaApplications')).toMatchObject([
				{ Name: 'masked-calls', Endpoints: [{ LambdaArn: expect.stringContaining(':function:') }] },
			]);
			expect(stateOf('SipRules')).toMatchObject(
				pool.map((TriggerValue) => ({
					TriggerType: 'ToPhoneNumber',
					TriggerValue,
					TargetApplications: [{ SipMediaApplicationId: application }],
				})),
			);
			expect(stateOf('PhoneNumbers')).toMatchObject(
				pool.map((E164PhoneNumber) => ({ E164PhoneNumber, Status: 'Assigned' })),
			);
		});

		it('gets nothing more when it is set up again', async () => {
			const before = structuredClone(everythingInAws());

			expect(await runOnce(n8n, workflow('set-up-pool.json'))).toBe('success');

			expect(changes()).toEqual([]);
			expect(everythingInAws()).toEqual(before);
			expect(await inPool()).toEqual(pool);
		});

		it.each<[string, () => Promise<void> | void, string[]]>([
			['a row', async () => await numbers.clear(), []],
			[
				'a SIP rule',
				() => {
					const [[id]] = chime.state.of('SipRules');
					chime.state.of('SipRules').delete(id);
					unassign(Object(chime.state.of('PhoneNumbers').get(pool[0])));
				},
				['POST /sip-rules'],
			],
		])('gets back %s that is missing, and nothing else', async (_what, remove, expected) => {
			await remove();

			expect(await runOnce(n8n, workflow('set-up-pool.json'))).toBe('success');

			expect(changes()).toEqual(expected);
			expect(await inPool()).toEqual(pool);
			expect(
				stateOf('SipRules')
					.map(({ TriggerValue }) => TriggerValue)
					.sort(),
			).toEqual(pool);
		});

		it('says what AWS refuses, and keeps what there is', async () => {
			expect(await failureOfSetUp(9)).toMatch(/ResourceLimitExceeded|quota/i);
			expect(await inPool()).toEqual(pool);
		});

		it('stops before it asks AWS for anything where the function is not filled in', async () => {
			expect(await failureOfSetUp(wanted, '…:function:REPLACE')).toBe(
				'Enter the ARN of the Lambda function in Settings.',
			);
			expect(chime.received).toEqual([]);
		});

		it('gives the application the function of the settings when that has changed', async () => {
			const other = `${functionArn}-corrected`;
			await setUp(wanted, other);
			expect(changes()).toEqual([`PUT /sip-media-applications/${application}`]);
			expect(stateOf('SipMediaApplications')).toMatchObject([
				{ Endpoints: [{ LambdaArn: other }] },
			]);

			await setUp(wanted);
			expect(stateOf('SipMediaApplications')).toMatchObject([
				{ Endpoints: [{ LambdaArn: functionArn }] },
			]);
		});

		async function failureOfSetUp(count: number, lambdaArn = functionArn): Promise<string> {
			await storeSetUp(count, lambdaArn);
			expect(await runOnce(n8n, workflow('set-up-pool.json'))).toBe('error');
			const [run] = await endedRuns(n8n, workflow('set-up-pool.json'));
			await storeSetUp(wanted);
			return String((await resultOf(n8n, run)).error?.message);
		}

		function stateOf(kind: string): Entry[] {
			return [...chime.state.of(kind).values()];
		}

		function everythingInAws(): Entry[][] {
			return ['SipMediaApplications', 'PhoneNumbers', 'PhoneNumberOrders', 'SipRules'].map(stateOf);
		}

		function changes(): string[] {
			const others = chime.received.filter(({ method }) => method !== 'GET');
			return others.map(({ method, target }) => `${method} ${target}`);
		}
	});

	describe('a session', () => {
		it('connects both parties through one number, and nobody else, until it expires', async () => {
			const opened = await open(anna, ben, { expiryMinutes: 30 });
			const { phoneNumber = '', sessionId, expiresAt = '' } = opened.body;
			expect(opened).toEqual({ status: 201, body: { phoneNumber, sessionId, expiresAt } });
			expect(pool).toContain(phoneNumber);
			expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(30 * minute);

			for (const [from, to] of [
				[anna, ben],
				[ben, anna],
			]) {
				const call = await dial(from, phoneNumber);
				expect(call.impressionsNow()).toEqual([
					{ phone: from, shows: phoneNumber, heard: [], isConnected: true },
					{ phone: to, shows: phoneNumber, heard: [], isConnected: true },
				]);
				await call.hangUp(to);
				expect(call.isOver).toBe(true);
			}
			for (const from of [stranger, 'anonymous'])
				await expectTurnedAway(from, phoneNumber, /cannot connect you/);

			await sessions.update({ expiresAt: new Date(Date.now() - minute).toISOString() });
			for (const from of [anna, ben]) await expectTurnedAway(from, phoneNumber, /has expired/);

			await sessions.update({ expiresAt: new Date(Date.now() - 31 * minute).toISOString() });
			await open(anna, carl);
			await runOnceUnsaved(workflow('close-expired-sessions.json'), async () => {
				const parties = (await sessions.rows()).map(({ secondParty }) => secondParty);
				return parties.join() === carl;
			});
			await expectTurnedAway(ben, phoneNumber, /cannot connect you/);
		});

		it('shares its number with sessions of others', async () => {
			await numbers.clear();
			await addToPool(pool.slice(0, 1));
			const pairs = [
				[anna, ben],
				[carl, stranger],
			];
			for (const [first, second] of pairs)
				expect((await open(first, second)).body.phoneNumber).toBe(pool[0]);

			for (const [first, second] of pairs)
				for (const [from, to] of [
					[first, second],
					[second, first],
				]) {
					const call = await dial(from, pool[0], { [to]: 'answers' });
					expect(call.impressionsNow().map(({ phone }) => phone)).toEqual([from, to]);
				}
		});

		it.each<[Phone, RegExp]>([
			['is busy', /cannot be reached/],
			['does not answer', /cannot be reached/],
		])('plays a message to the caller when the other %s', async (reaction, heard) => {
			const { phoneNumber = '' } = (await open(anna, ben)).body;

			const call = await dial(anna, phoneNumber, { [ben]: reaction });

			expect(call.impressionsNow()[0].heard).toEqual([expect.stringMatching(heard)]);
			expect(call.isOver).toBe(true);
		});
	});

	describe('opening a session', () => {
		it('takes numbers as people write them, and the defaults for everything else', async () => {
			const { status, body } = await open('+1 (206) 555-0170', ' +1.401.555/0101 ');
			expect(status).toBe(201);
			expect(await sessions.rows()).toMatchObject([{ firstParty: anna, secondParty: ben }]);
			expect(Date.parse(body.expiresAt ?? '') - Date.now()).toBeLessThanOrEqual(60 * minute);
		});

		it.each([
			['no numbers', {}, /^firstPhoneNumber must be .* secondPhoneNumber must be/],
			['a number without plus', { firstPhoneNumber: '12065550170' }, /^firstPhoneNumber must be/],
			['a word', { secondPhoneNumber: 'call me' }, /^secondPhoneNumber must be/],
			[
				'a country that is not allowed',
				{ firstPhoneNumber: '+881612345678' },
				/^firstPhoneNumber must be in/,
			],
			[
				'a number that costs extra',
				{ secondPhoneNumber: '+1 900 555 0170' },
				/^secondPhoneNumber must be/,
			],
			[
				'a number of the pool',
				{ secondPhoneNumber: '+12065550100' },
				/^A number of the pool cannot/,
			],
			['twice the same number', { secondPhoneNumber: '+1 206 555 0170' }, /must differ/],
			['no time', { expiryMinutes: 0 }, /^expiryMinutes must be/],
			['half a minute', { expiryMinutes: 0.5 }, /^expiryMinutes must be/],
			['years', { expiryMinutes: 525_601 }, /^expiryMinutes must be/],
			['time in words', { expiryMinutes: 'long' }, /^expiryMinutes must be/],
			['a word for stickiness', { sticky: 'maybe' }, /^sticky must be/],
			['text for the area code', { matchAreaCode: '206' }, /^matchAreaCode must be/],
		])('is refused with %s', async (_what, fields, message) => {
			const right = { firstPhoneNumber: anna, secondPhoneNumber: ben };
			const { status, body } = await post(
				n8n,
				'open',
				Object.keys(fields).length ? { ...right, ...fields } : {},
			);

			expect(status).toBe(400);
			expect(body).toEqual({ message: expect.stringMatching(message) });
			expect(numbersIn(body)).toEqual([]);
			expect(await sessions.rows()).toEqual([]);
		});

		it.each(['open', 'other-party', 'connect'])(
			'is refused at %s without the key',
			async (path) => {
				expect(await post(n8n, path, { firstPhoneNumber: anna }, 'wrong')).toMatchObject({
					status: 403,
				});
			},
		);

		it('gives two parties another number in each session, and then none', async () => {
			const others = ['+12065550201', '+12065550202', '+12065550203', '+12065550204'];
			const responses: WebhookResponse[] = [];
			for (const other of others) responses.push(await open(anna, other));

			expect(responses.map(({ status }) => status)).toEqual([201, 201, 201, 409]);
			expect(
				responses
					.slice(0, 3)
					.map(({ body }) => body.phoneNumber)
					.sort(),
			).toEqual(pool);
			expect(responses[3].body).toEqual({
				message: expect.stringMatching(/^No number .* is free/),
			});
			expect((await open(ben, others[3])).status).toBe(201);
		});

		it('gives the same two parties the same number again when it is sticky', async () => {
			const given = new Set<unknown>();
			for (const [first, second] of [
				[anna, ben],
				[ben, anna],
				[anna, ben],
			]) {
				given.add((await open(first, second)).body.phoneNumber);
				await sessions.clear();
			}
			expect(given.size).toBe(1);
		});

		it('gives two parties their open session again, whoever asks', async () => {
			const { status, body } = await open(anna, ben);
			expect(status).toBe(201);
			expect(await open(ben, anna)).toEqual({ status: 200, body });
			expect(await sessions.rows()).toHaveLength(1);
		});

		it('changes the number when it is not sticky', async () => {
			const given = new Set<unknown>();
			await waitFor('another number', async () => {
				given.add((await open(anna, ben, { sticky: false })).body.phoneNumber);
				await sessions.clear();
				return given.size > 1;
			});
			expect(given.size).toBe(2);
		});

		it('prefers a number with the area code of the first party', async () => {
			const kansas = ['+19135550100', '+19135550152'];
			await addToPool(kansas.slice(1));
			const given = await open(kansas[0], ben, { matchAreaCode: true });
			expect(given.body.phoneNumber).toBe(kansas[1]);
			const next = await open(kansas[0], carl, { matchAreaCode: true });
			expect(pool).toContain(next.body.phoneNumber);
		});

		it('waits while another run may still take the only number', async () => {
			await numbers.clear();
			await addToPool(pool.slice(0, 1));
			await sessions.insert([provisional(pool[0], Date.now())]);
			let hasResponse = false;
			const opened = open(anna, ben).finally(() => (hasResponse = true));
			await waitFor('the run', async () => (await runningOf(workflow('open-session.json'))) > 0);
			expect(hasResponse).toBe(false);

			await sessions.clear();

			expect((await opened).status).toBe(201);
		});

		it('leaves a number to the other run that has stored its session first', async () => {
			await sessions.insert([provisional(pool[0], Date.now()), provisional(pool[1], Date.now())]);
			expect((await open(anna, ben)).body.phoneNumber).toBe(pool[2]);
		});

		it('does not wait for a run that has died, and deletes what it has stored', async () => {
			const dead = pool.map((number) => provisional(number, Date.now() - 2 * minute));
			await sessions.insert(dead);

			const { status, body } = await open(anna, ben);

			expect(status).toBe(201);
			const left = (await sessions.rows()).filter(
				({ phoneNumber }) => phoneNumber === body.phoneNumber,
			);
			expect(left.map(({ sessionId }) => sessionId)).toEqual([body.sessionId]);
		});

		it('connects nobody before the session is confirmed', async () => {
			await sessions.insert([provisional(pool[0], Date.now())]);
			await expectTurnedAway(anna, pool[0], /has expired/);
		});

		it('returns the session to another workflow, too', async () => {
			expect(await openFromWorkflow([])).toEqual([
				{
					statusCode: 201,
					phoneNumber: expect.stringMatching(/^\+/),
					sessionId: expect.any(String),
					expiresAt: expect.any(String),
				},
			]);
		});

		it('opens none where another workflow gives all its items at once', async () => {
			const rows = node('Rows', ['n8n-nodes-base.dataTable', 1.1], {
				dataTableId: { __rl: true, mode: 'id', value: numbers.id },
				operation: 'get',
				returnAll: true,
			});
			const message = expect.stringMatching(/^Each session needs its own run/);
			expect(await openFromWorkflow([rows])).toEqual([{ statusCode: 400, message }]);
			expect(await sessions.rows()).toEqual([]);
		});

		it('leaves nothing behind in the executions that n8n saves', async () => {
			await open(anna, ben);
			await open(anna, anna);
			const { phoneNumber = '' } = (await open(anna, carl)).body;
			await dial(anna, phoneNumber);
			const filter = encodeURIComponent(
				JSON.stringify({
					workflowId: workflow('open-session.json').id,
					status: ['success', 'error'],
				}),
			);
			await waitFor('the end of the runs', async () => {
				const path = `/executions?filter=${filter}`;
				return (await n8n.rest<{ results: object[] }>('GET', path)).results.length === 0;
			});
		});
	});

	describe('connecting two parties now', () => {
		it('calls the first party from the number of their session, and then connects the second', async () => {
			const fields = { firstPhoneNumber: anna, secondPhoneNumber: ben, expiryMinutes: 5 };

			const { status, body } = await post(n8n, 'connect', fields);

			const [{ phoneNumber, sessionId }] = await sessions.rows();
			expect([status, body.message]).toEqual([202, undefined]);
			expect(body).toMatchObject({ phoneNumber, sessionId, transactionId: expect.any(String) });
			expect(refused(chime.received)).toEqual([]);
			expect(chime.received.map(({ method, target }) => [method, target])).toEqual([
				['POST', `/sip-media-applications/${application}/calls`],
			]);
			const sent = JSON.parse(chime.received[0].body.toString());
			expect(sent).toEqual({
				FromPhoneNumber: phoneNumber,
				ToPhoneNumber: anna,
				ArgumentsMap: { sessionId },
			});
			const call = await PhoneCall.place(lambda.invoke, everybodyAnswers, {
				from: sent.FromPhoneNumber,
				to: sent.ToPhoneNumber,
				argumentsMap: sent.ArgumentsMap,
			});
			expect(call.impressionsNow()).toEqual([
				{ phone: anna, shows: phoneNumber, heard: [], isConnected: true },
				{ phone: ben, shows: phoneNumber, heard: [], isConnected: true },
			]);
			expect((await dial(ben, String(phoneNumber))).impressionsNow()[1].phone).toBe(anna);
		});

		it('responds as opening a session does when there is none', async () => {
			const { status, body } = await post(n8n, 'connect', { firstPhoneNumber: anna });
			expect(status).toBe(400);
			expect(body).toEqual({ message: expect.stringMatching(/^secondPhoneNumber must be/) });
			expect(chime.received).toEqual([]);
		});

		it('responds with the reason when AWS places no call', async () => {
			isCallRefused = true;
			const { status, body } = await post(n8n, 'connect', {
				firstPhoneNumber: anna,
				secondPhoneNumber: ben,
			}).finally(() => (isCallRefused = false));

			expect(status).toBe(502);
			expect(body.message).toMatch(/^AWS did not place the call \(ForbiddenException\)\. .*chime:/);
			expect(numbersIn(body)).toEqual([]);
			expect(await sessions.rows()).toEqual([]);
		});

		it('connects them again in their open session, which a failed call leaves open', async () => {
			const fields = { firstPhoneNumber: anna, secondPhoneNumber: ben };
			const { body } = await open(anna, ben);
			expect(await post(n8n, 'connect', fields)).toMatchObject({ status: 202, body });

			isCallRefused = true;
			const { status } = await post(n8n, 'connect', fields).finally(() => (isCallRefused = false));

			expect(status).toBe(502);
			expect((await sessions.rows()).map(({ sessionId }) => sessionId)).toEqual([body.sessionId]);
		});
	});

	describe('moving proxy sessions over', () => {
		it('opens a session for each that is not closed, with the time that is left', async () => {
			const old = '+19135550199';
			const proxySession = (Status: string, age: number, [first, second]: string[]) => ({
				...sampleSession,
				ProxySessionId: `session-${Status}`,
				Status,
				ExpiryMinutes: 60,
				UpdatedTimestamp: new Date(Date.now() - age * minute).toISOString(),
				Participants: [first, second].map((PhoneNumber) => ({
					PhoneNumber,
					ProxyPhoneNumber: old,
				})),
			});
			chime.replaceSessions([
				proxySession('Open', 20, [anna, ben]),
				proxySession('InProgress', 90, [ben, carl]),
				proxySession('Closed', 10, [anna, carl]),
			]);

			expect(await runOnce(n8n, workflow('move-proxy-sessions.json'))).toBe('success');

			const rows = await sessions.rows();
			expect(rows.map(({ firstParty, secondParty }) => [firstParty, secondParty])).toEqual([
				[anna, ben],
				[ben, carl],
			]);
			const left = rows.map(
				({ expiresAt }) => (Date.parse(String(expiresAt)) - Date.now()) / minute,
			);
			expect(left.map(Math.ceil)).toEqual([40, 1]);
			const [run] = await endedRuns(n8n, workflow('move-proxy-sessions.json'));
			const [moved] = await storedOutputs(n8n, run, 'Old and new numbers');
			expect(moved.map(({ json }) => json)).toEqual(
				rows.map(({ firstParty, secondParty, phoneNumber }) => ({
					firstPhoneNumber: firstParty,
					secondPhoneNumber: secondParty,
					oldPhoneNumber: old,
					newPhoneNumber: phoneNumber,
					message: null,
				})),
			);
		});
	});

	describe('the Lambda function', () => {
		it('says so when n8n is down, and has logged nobody’s number by then', async () => {
			const lonely = await lambdaThatAsks(await addressOfNobody());

			await expectTurnedAway(anna, pool[0], /cannot be connected right now/, lonely);

			const log = (await lambda.stop()) + (await lonely.stop());
			expect(log.split('\n').length).toBeGreaterThan(10);
			expect(numbersIn(log)).toEqual([]);
			expect(log).not.toContain(header.value);
		});
	});
}

/** Phone numbers in what may show none. */
function numbersIn(shown: unknown): string[] {
	const text = JSON.stringify(shown);
	return [anna, ben, carl, stranger].filter((number) => text.includes(number.slice(1)));
}

async function inPool(): Promise<string[]> {
	return (await numbers.rows()).map(({ phoneNumber }) => String(phoneNumber));
}

async function addToPool(list: string[]): Promise<void> {
	await numbers.insert(list.map((phoneNumber) => ({ phoneNumber })));
}

/** What a run stores before it knows that the number is its own. */
function provisional(phoneNumber: string, createdAt: number) {
	return {
		sessionId: `${createdAt.toString(36)}-other`,
		phoneNumber,
		firstParty: anna,
		secondParty: carl,
		expiresAt: new Date(createdAt).toISOString(),
	};
}

async function runningOf({ id }: Stored): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id, status: ['running'] }));
	const { results } = await n8n.rest<{ results: object[] }>('GET', `/executions?filter=${filter}`);
	return results.length;
}

/** Starts a workflow whose runs n8n does not save, as the editor's button does. */
async function runOnceUnsaved(
	{ id, nodes }: Stored,
	isDone: () => Promise<boolean>,
): Promise<void> {
	const start = nodes.find(({ type }) => type.endsWith('Trigger'));
	await n8n.rest('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: start?.name } });
	await waitFor('the end of the run', isDone);
}

function workflow(file: string): Stored {
	const stored = workflows.get(file);
	if (!stored) throw new Error(`No workflow ${file}`);
	return stored;
}

async function storeSetUp(count: number, lambdaArn = functionArn): Promise<void> {
	await store('set-up-pool.json', [
		['\\"count\\": 2', `\\"count\\": ${count}`],
		[`${functionArn.replace(/[^:]*$/, '')}REPLACE`, lambdaArn],
		...saved,
	]);
}

async function setUp(count: number, lambdaArn = functionArn): Promise<void> {
	await storeSetUp(count, lambdaArn);
	expect(await runOnce(n8n, workflow('set-up-pool.json'))).toBe('success');
}

/** What the last run of set-up-pool.json gives for the settings of the other workflows. */
async function given(): Promise<IDataObject> {
	const [run] = await endedRuns(n8n, workflow('set-up-pool.json'));
	const [[{ json }]] = await storedOutputs(n8n, run, 'The application');
	return json;
}

/** A table as set-up-pool.json creates them, with this name. */
async function createTable(tableName: string): Promise<DataTable> {
	return await createDataTable(n8n, await maskedTable(tableName));
}

/** Takes in a workflow of the example, with these texts in the place of others. */
async function store(file: string, texts: Array<[string, string]> = []): Promise<void> {
	const original = await example(`masked-calls/${file}`, credentials, n8n.url);
	const replaced = texts.reduce(
		(text, [from, to]) => text.replace(from, to),
		JSON.stringify(original),
	);
	const openSession = workflows.get('open-session.json')?.id ?? '';
	const filledIn = filledInWith({ ...tables, openSession })(jsonParse(replaced));
	workflows.set(file, await create(n8n, filledIn));
}

async function open(first: string, second: string, more: object = {}): Promise<WebhookResponse> {
	return await post(n8n, 'open', { firstPhoneNumber: first, secondPhoneNumber: second, ...more });
}

/** What another workflow gets, behind these nodes. */
async function openFromWorkflow(before: INode[]): Promise<IDataObject[]> {
	const fields = { firstPhoneNumber: anna, secondPhoneNumber: ben, expiryMinutes: 5 };
	const names = ['Start', ...before.map(({ name }) => name), 'Open'];
	const caller = await create(n8n, {
		name: 'Caller',
		nodes: [
			trigger('Start'),
			...before,
			node('Open', ['n8n-nodes-base.executeWorkflow', 1.2], {
				workflowId: { __rl: true, mode: 'id', value: workflow('open-session.json').id },
				workflowInputs: { mappingMode: 'defineBelow', value: fields },
				options: {},
			}),
		],
		connections: connect(
			Object.fromEntries(names.slice(1).map((name, index) => [names[index], [[name]]])),
		),
	});
	expect(await runOnce(n8n, caller)).toBe('success');
	const [run] = await endedRuns(n8n, caller);
	const [opened] = await storedOutputs(n8n, run, 'Open');
	return opened.map(({ json }) => json);
}

/** The function, with n8n at this address. */
async function lambdaThatAsks(address: string): Promise<Lambda> {
	return await startLambda({
		LOOKUP_URL: `${address}/webhook/masked-calls/other-party`,
		LOOKUP_HEADER_NAME: header.name,
		LOOKUP_HEADER_VALUE: header.value,
	});
}

async function dial(
	from: string,
	number: string,
	phones = everybodyAnswers,
	{ invoke } = lambda,
): Promise<PhoneCall> {
	return await PhoneCall.dial(invoke, phones, [from, number]);
}

async function expectTurnedAway(
	from: string,
	number: string,
	heard: RegExp,
	asked = lambda,
): Promise<void> {
	const call = await dial(from, number, everybodyAnswers, asked);
	expect(call.impressionsNow()).toEqual([
		{ phone: from, shows: number, heard: [expect.stringMatching(heard)], isConnected: false },
	]);
	expect(call.isOver).toBe(true);
}
