import { jsonParse, sleep, type INode, type INodeExecutionData } from 'n8n-workflow';

import { responderFor } from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { byId } from '../support/locator';
import { role } from '../support/credential';
import {
	n8nsGrace,
	lockTimes,
	startCluster,
	type Cluster,
	type Worker,
} from '../support/n8n/cluster';
import { storeCredential, storeHeaderAuth, storeRoleCredential } from '../support/n8n/credential';
import {
	create,
	endedRuns,
	publish,
	resultOf,
	runOnce,
	storedOutputs,
	unpublish,
	type Execution,
} from '../support/n8n/editor';
import { replyTo } from '../support/n8n/redis';
import { startSink, type Sink } from '../support/n8n/sink';
import { waitFor } from '../support/n8n/wait';
import {
	asRole,
	connect,
	credentialType,
	everySecond,
	example,
	getProxySession,
	itemsOf,
	node,
	notify,
	type Credential,
	type Workflow,
} from '../support/n8n/workflows';
import { describeTrigger } from './triggerInQueueMode';

const connector = sampleSession.VoiceConnectorId;
/** Of slow sessions, in milliseconds: more than two ticks, so that runs overlap. */
const latency = 2_500;
const perRun = { sessions: 100, slow: 20 };

const outputs = ['Participants', '400', '401', '403', '404', '429', '500', '503', 'Other'];
/** What the loopback Chime responds, and the output on which that belongs. */
const kinds: Array<[kind: string, output: string]> = [
	['plain', 'Participants'],
	['plain', 'Participants'],
	['plain', 'Participants'],
	['slow', 'Participants'],
	['slow', 'Participants'],
	['status-400', '400'],
	['status-403', '403'],
	['status-404', '404'],
	['status-500', '500'],
	['reset', 'Other'],
];
const sessions = Array.from({ length: perRun.sessions }, (_, index) => {
	const [kind, output] = kinds[index % kinds.length];
	return { id: `${kind}@${index}`, output };
});
type Numbered = Pick<Execution, 'id'>;

/** An execution that a worker took. */
interface Job {
	execution: string;
	/** n8n's number in the queue. */
	job: string;
	started: Date;
	/** Missing where the worker did not live to say so. */
	finished?: Date;
}

/** The nodes that list the sessions and get them. */
const inCheck = { list: 'Items', check: 'Chime' };
/** What is to become of the sessions, as `outcomes` says it. */
const expected = sessions.map(({ id, output }) => [id, output]);

let chime: Chime;
let sink: Sink;
let cluster: Cluster;
let first: Worker;
let second: Worker;
let credential: Credential;
/** What slow sessions wait for, beside their latency. */
let gate = Promise.resolve();
/** Slow sessions that are waited for now. */
let held = 0;

beforeAll(async () => {
	chime = await startChime({ keys: [key], roles: [role], intercept: respondLate });
	sink = await startSink();
	cluster = await startCluster(['first', 'second']);
	[first, second] = cluster.workers;
	credential = await storeCredential(cluster.main, chime);
});

afterEach(() => {
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
});

describe('Redis', () => {
	it.each([
		['refuses who gives no password', () => 'INFO', /^-NOAUTH/],
		['refuses another password', () => 'AUTH only-for-loopback', /^-WRONGPASS/],
		['takes its own', () => `AUTH ${cluster.redis.password}`, /^\+OK/],
	])('%s', async (_what, line, reply) => {
		expect(await replyTo(line(), cluster.redis.port)).toMatch(reply);
	});
});

describe('PostgreSQL', () => {
	it.each([
		[
			'refuses who gives no password',
			() => '',
			/no password|password must be|password authentication/,
		],
		['refuses another password', () => 'only-for-loopback', /password authentication failed/],
		['takes its own', () => cluster.postgres.password, /^1$/],
	])('%s', async (_what, password, reply) => {
		const answered = cluster.postgres.query('select 1 as one', password());
		expect(await answered.then(([{ one }]) => String(one), String)).toMatch(reply);
	});

	it('has another password than Redis', () => {
		expect(cluster.postgres.password).not.toBe(cluster.redis.password);
	});
});

describe('a schedule whose runs overlap', () => {
	let runs: Execution[];
	let jobs: Job[];

	beforeAll(async () => {
		const workflow = await create(cluster.main, check('Check every second'));
		await publish(cluster.main, workflow);
		await waitFor('runs on both workers', () =>
			[first, second].every((worker) => finished(worker).length >= 3),
		);
		await unpublish(cluster.main, workflow);
		runs = await endedRuns(cluster.main, workflow);
		await idle();
		jobs = [first, second].flatMap((worker) => jobsOf(worker));
		console.log(await table(runs, [first, second]));
	});

	it('has every execution run by one of the workers, once', () => {
		expect(numbers(jobs)).toEqual(numbers(runs));
		expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'success'));
	});

	it('has more than one execution run at a time', () => {
		const isRunning = (job: Job, time: Date) =>
			job.started < time && job.finished !== undefined && time < job.finished;
		expect(jobs.filter(({ started }) => jobs.some((job) => isRunning(job, started)))).not.toEqual(
			[],
		);
	});

	it('accounts for every session of every execution', async () => {
		for (const run of runs) expect(await outcomes(run)).toEqual(expected);
	});

	it('sends one request for every session that is there', () => {
		const count = (kind: string) =>
			chime.received.filter(({ target }) => kindIn(target) === kind).length;
		expect(count('slow')).toBe(perRun.slow * runs.length);
		expect(count('plain')).toBe(30 * runs.length);
		expect(count('status-404')).toBe(10 * runs.length);
	});
});

describe('a role', () => {
	it('costs each worker one call of STS at most, also after AWS has ended its session', async () => {
		const stored = await storeRoleCredential(cluster.main, chime);
		const checked = check('Check every second, with a role');
		const workflow = await create(cluster.main, {
			...checked,
			nodes: checked.nodes.map((each) => (each.name === 'Chime' ? asRole(each, stored) : each)),
		});
		const workers = [first, second];
		const before = chime.received.length;
		const runsLater = async () => {
			const earlier = workers.map((worker) => finished(worker).length);
			await waitFor('runs on both workers', () =>
				workers.every((worker, index) => finished(worker).length >= earlier[index] + 3),
			);
		};
		await publish(cluster.main, workflow);
		await runsLater();
		const calls = chime.sts.issued.length;
		chime.sts.endSessions();
		await runsLater();
		await unpublish(cluster.main, workflow);
		const runs = await endedRuns(cluster.main, workflow);
		await idle();
		const callsLater = chime.sts.issued.length - calls;
		console.log(`${runs.length} runs; calls of STS: ${calls}, and ${callsLater} after the end`);

		expect([1, 2]).toContain(calls);
		expect([1, 2]).toContain(callsLater);
		for (const run of runs) expect(await outcomes(run)).toEqual(expected);
		// Refused by AWS, and then signed with the next session.
		chime.received.splice(before);
	});
});

describe('a long list', () => {
	const inExample = { list: 'One item per session', check: 'Get proxy session' };
	const batches = Array.from({ length: 8 }, (_, index) =>
		sessions.slice(10 * index, 10 * index + 10),
	);

	it('is spread over the workers by the example that hands it out through a webhook', async () => {
		const file = 'check-on-all-workers.json';
		const credentials = {
			[credentialType]: credential,
			httpHeaderAuth: await storeHeaderAuth(cluster.main),
		};
		const imported = await example(file, credentials, sink.url, cluster.main.url);
		const list = batches.map((batch) => ({
			sessions: batch.map(({ id }) => ({ voiceConnectorId: connector, proxySessionId: id })),
		}));
		// Started by hand here: its schedule would come in between at a second of n8n's choice.
		const atNewYear = { interval: [{ field: 'cronExpression', expression: '0 0 0 1 1 *' }] };
		for (const { name, parameters } of imported.nodes) {
			if (name === 'Batches to check') parameters.jsonOutput = JSON.stringify({ batches: list });
			if (name === 'Every minute') parameters.rule = atNewYear;
		}
		const workflow = await create(cluster.main, imported);
		await publish(cluster.main, workflow);
		const webhook = `${cluster.main.url}/webhook/check-proxy-sessions`;
		const stranger = async () => (await fetch(webhook, { method: 'POST' })).status;
		await waitFor('a webhook that refuses strangers', async () => (await stranger()) === 403);

		await runOnce(cluster.main, workflow);
		await unpublish(cluster.main, workflow);
		const all = await endedRuns(cluster.main, workflow);
		const runs = all.filter(({ mode }) => mode === 'webhook');
		console.log(await table(runs, [first, second], inExample));

		const results = await Promise.all(all.map(async (run) => await resultOf(cluster.main, run)));
		expect(results.flatMap(({ error }) => error ?? [])).toEqual([]);
		for (const worker of [first, second])
			expect(runs.filter(({ id }) => numbers(jobsOf(worker)).includes(id))).not.toEqual([]);
		const came = await Promise.all(runs.map(async (run) => await outcomes(run, inExample)));
		for (const batch of batches)
			expect(came).toContainEqual(batch.map(({ id, output }) => [id, output]));
	});

	it('is not spread by sub-workflows, which do not pass through the queue', async () => {
		const sub = await create(cluster.main, {
			name: 'Check one',
			nodes: [calledTrigger('Called'), getProxySession('Chime', connector, credential)],
			connections: connect({ Called: [['Chime']] }),
		});
		await publish(cluster.main, sub);
		const caller = await create(cluster.main, {
			name: 'Call for each',
			nodes: [
				everySecond('Clock'),
				...itemsOf(sessions.slice(0, 5).map(({ id }) => id)),
				callForEach('Call', sub.id),
			],
			connections: connect({ Clock: [['List']], List: [['Items']], Items: [['Call']] }),
		});
		const earlier = finished(first).length + finished(second).length;
		await publish(cluster.main, caller);
		await waitFor(
			'two callers',
			() => finished(first).length + finished(second).length >= earlier + 2,
		);
		await unpublish(cluster.main, caller);

		const callers = await endedRuns(cluster.main, caller);
		const called = await endedRuns(cluster.main, sub);
		const inQueue = [first, second].flatMap((worker) => numbers(jobsOf(worker)));
		expect(inQueue).toEqual(expect.arrayContaining(numbers(callers)));
		expect(called).toHaveLength(5 * callers.length);
		expect(called.map(({ mode, status }) => [mode, status])).toEqual(
			called.map(() => ['integrated', 'success']),
		);
		expect(numbers(called).filter((id) => inQueue.includes(id))).toEqual([]);
	});
});

describe('the trigger', () => describeTrigger(() => cluster));

describe('a worker that is killed in the middle of its runs', () => {
	let killed: Date;
	let lost: Execution[];
	let others: Execution[];

	beforeAll(async () => {
		const alarm = await create(cluster.main, {
			name: 'Alarm',
			nodes: [errorTrigger('A check failed'), notify('Tell', `${sink.url}/alarm`, '$json')],
			connections: connect({ 'A check failed': [['Tell']] }),
		});
		await publish(cluster.main, alarm);
		const workflow = await create(cluster.main, {
			...check('Check every second, with an alarm'),
			settings: { errorWorkflow: alarm.id },
		});

		await idle();
		const open = closeGate();
		await publish(cluster.main, workflow);
		await waitFor('runs on both workers', () =>
			[first, second].every((worker) => unfinished(worker).length > 0),
		);
		const begun = unfinished(first).length + unfinished(second).length;
		await waitFor('the slow sessions of these runs', () => held >= begun * perRun.slow);
		await first.kill();
		killed = new Date();
		open();

		const later = () => finished(second).filter(({ started }) => started > killed);
		await waitFor('later runs on the other worker', () => later().length >= 3);
		await unpublish(cluster.main, workflow);
		const runs = await endedRuns(cluster.main, workflow);
		const isLost = ({ id }: Execution) => unfinished(first).includes(id);
		lost = runs.filter(isLost);
		others = runs.filter((run) => !isLost(run));
		console.log(`${await table(runs, [first, second])}\n\nKilled at ${clock(killed)}`);
	});

	it('loses the executions that it was running, and they are errors for n8n', async () => {
		expect(numbers(lost)).toEqual(unfinished(first).sort());
		expect(lost).not.toEqual([]);
		expect(lost.map(({ status }) => status)).toEqual(lost.map(() => 'error'));
		for (const run of lost) {
			const { error, runData } = await resultOf(cluster.main, run);
			expect(error?.message).toMatch(/^This execution failed to be processed too many times/);
			expect(runData).toEqual({});
		}
	});

	it('is noticed when its locks have run out and n8n has looked again for half a minute', () => {
		const delays = lost.map(({ stoppedAt }) => Date.parse(stoppedAt) - killed.getTime());
		const { lock, check: every } = lockTimes;
		console.log(
			`Noticed after ${delays.map((delay) => `${Math.round(delay / 1000)} s`).join(', ')}`,
		);
		for (const delay of delays) {
			// n8n looks thirty times, about a second apart.
			expect(delay).toBeGreaterThan(0.8 * n8nsGrace);
			// As much again for a busy machine.
			expect(delay).toBeLessThan(2 * (lock + 2 * every + n8nsGrace));
		}
	});

	it('has its executions neither repeated nor continued by the other one', () => {
		const taken = jobsOf(second).map(({ execution }) => execution);
		expect(lost.filter(({ id }) => taken.includes(id))).toEqual([]);
		expect(others.filter(({ retryOf }) => retryOf)).toEqual([]);
	});

	it('starts the error workflow, once for each execution that is lost', async () => {
		const alarms = () => sink.received.filter(({ path }) => path === '/alarm');
		await waitFor('the alarms', () => alarms().length >= lost.length);
		const executions = alarms().map(({ body }) => body.execution);
		expect(executions).toHaveLength(lost.length);
		expect(executions).toEqual(
			expect.arrayContaining(
				lost.map(({ id }) =>
					expect.objectContaining({
						id,
						error: expect.objectContaining({ message: expect.any(String) }),
					}),
				),
			),
		);
	});

	it("is not made up for by n8n's Retry, which requests no session", async () => {
		const before = chime.received.length;
		const path = `/executions/${lost[0].id}/retry`;
		const again = await cluster.main.rest('POST', path, { loadWorkflow: false });
		expect(again).toMatchObject({ retryOf: lost[0].id, status: 'error' });
		expect(chime.received).toHaveLength(before);
	});

	it('costs the other one nothing: it goes on, and accounts for every session', async () => {
		expect(others.map(({ status }) => status)).toEqual(others.map(() => 'success'));
		for (const run of others) expect(await outcomes(run)).toEqual(expected);
		const later = finished(second).filter(({ started }) => started > killed);
		expect(later.length).toBeGreaterThanOrEqual(3);
	});
});

describe('a worker that has just been started, and one that is stopped in good order', () => {
	let third: Worker;
	let runs: Execution[];

	beforeAll(async () => {
		third = await cluster.startWorker('third');
		const workflow = await create(cluster.main, check('Check every second, as workers change'));
		await publish(cluster.main, workflow);
		await waitFor(
			'runs on both workers',
			() => finished(third).length >= 1 && unfinished(second).length > 0,
		);
		await second.stop();
		const earlier = finished(third).length;
		await waitFor('runs on the new worker alone', () => finished(third).length >= earlier + 2);
		await unpublish(cluster.main, workflow);
		runs = await endedRuns(cluster.main, workflow);
		console.log(await table(runs, [second, third]));
	});

	it('installs the package by itself, as n8n has it noted', () => {
		expect(third.hasPackage()).toBe(true);
	});

	it('ends its runs before it ends', () => {
		expect(unfinished(second)).toEqual([]);
	});

	it('accounts for every session of every execution', async () => {
		for (const run of runs) expect(await outcomes(run)).toEqual(expected);
	});

	it('has the same results from the first execution on', async () => {
		const of = async (worker: Worker) => {
			const isOfRuns = ({ execution }: Job) => runs.some(({ id }) => id === execution);
			const [{ execution }] = jobsOf(worker).filter(isOfRuns);
			return (await itemsByOutput({ id: execution }, inCheck.check)).map((items) =>
				items.map(withoutRequest),
			);
		};
		expect(await of(third)).toEqual(await of(second));
	});
});

/** Starts its workflow when one fails that names it as its error workflow. */
function errorTrigger(name: string): INode {
	return node(name, ['n8n-nodes-base.errorTrigger', 1]);
}

/** Starts its workflow when another one calls it. */
function calledTrigger(name: string): INode {
	return node(name, ['n8n-nodes-base.executeWorkflowTrigger', 1.1], { inputSource: 'passthrough' });
}

/** Calls another workflow once for each item, and does not wait for it. */
function callForEach(name: string, workflowId: string): INode {
	const options = { waitForSubWorkflow: false };
	return node(name, ['n8n-nodes-base.executeWorkflow', 1.1], {
		source: 'database',
		workflowId: byId(workflowId),
		mode: 'each',
		options,
	});
}

/** Checks all sessions every second, once published. */
function check(name: string): Workflow {
	return {
		name,
		nodes: [
			everySecond('Clock'),
			...itemsOf(sessions.map(({ id }) => id)),
			getProxySession('Chime', connector, credential),
		],
		connections: connect({ Clock: [['List']], List: [['Items']], Items: [['Chime']] }),
	};
}

const respondLate: NonNullable<ChimeOptions['intercept']> = (response, request) => {
	if (!request.verdict.isVerified || kindIn(request.target) !== 'slow') return false;
	held++;
	response.once('close', () => held--);
	void Promise.all([sleep(latency), gate]).then(() => responderFor('plain')?.(response, request));
	return true;
};

/** What follows the last slash, up to what makes an id unique. */
function kindIn(target: string): string {
	return decodeURIComponent(target).replace(/^.*\//, '').replace(/@.*$/, '');
}

/** Holds the responses for slow sessions until the returned function is called. */
function closeGate(): () => void {
	let open = () => {};
	gate = new Promise((resolve) => (open = resolve));
	return () => open();
}

/** By session, in the order of the list: its id, and the outputs on which it came out. */
async function outcomes(run: Numbered, { list, check } = inCheck): Promise<string[][]> {
	const [listed = []] = await itemsByOutput(run, list);
	const rows = listed.map(({ json }) => [String(json.id ?? json.proxySessionId)]);
	for (const [index, items] of (await itemsByOutput(run, check)).entries())
		for (const item of items) rows[inputOf(item)].push(outputs[index]);
	return rows;
}

async function itemsByOutput(run: Numbered, name: string): Promise<INodeExecutionData[][]> {
	return await storedOutputs(cluster.main, run, name);
}

function inputOf({ pairedItem }: INodeExecutionData): number {
	if (typeof pairedItem === 'object' && !Array.isArray(pairedItem)) return pairedItem.item;
	throw new TypeError('An item without the one that it comes from');
}

/** All but what AWS numbers anew for each request. */
function withoutRequest({ json, ...others }: INodeExecutionData): object {
	const { requestId, ...fields } = json;
	return { ...others, json: fields, hasRequestId: typeof requestId === 'string' };
}

/** What a worker has run so far by its own log, in the order of the start. */
function jobsOf({ printed }: Worker): Job[] {
	const jobs = new Map<string, Job>();
	for (const { message, time } of linesOf(printed())) {
		const [, verb, execution, job] =
			/^Worker (started|finished) execution (\d+) \(job (\d+)\)/.exec(message) ?? [];
		if (verb === 'started') jobs.set(job, { execution, job, started: time });
		const known = jobs.get(job);
		if (verb === 'finished' && known) known.finished = time;
	}
	return [...jobs.values()];
}

/** The lines that are n8n's own: others print to the same place, and the last one may be half there. */
function linesOf(log: string): Array<{ message: string; time: Date }> {
	type Line = { message?: string; timestamp?: string; metadata?: { timestamp?: string } };
	return log
		.split('\n')
		.filter((line) => line.startsWith('{') && line.endsWith('}'))
		.map((line) => jsonParse<Line>(line, { fallbackValue: {} }))
		.map(({ message = '', timestamp, metadata }) => ({
			message,
			time: new Date(timestamp ?? metadata?.timestamp ?? NaN),
		}));
}

function finished(worker: Worker): Job[] {
	return jobsOf(worker).filter((job) => job.finished);
}

/** The executions that a worker has begun only. */
function unfinished(worker: Worker): string[] {
	return jobsOf(worker).flatMap((job) => (job.finished ? [] : [job.execution]));
}

/** Waits for the last word of the workers about what they ran. */
async function idle(): Promise<void> {
	await waitFor('the workers to have nothing to do', () =>
		[first, second].every((worker) => unfinished(worker).length === 0),
	);
}

function numbers(executions: Array<{ execution: string } | { id: string }>): string[] {
	return executions.map((one) => ('id' in one ? one.id : one.execution)).sort();
}

function clock(time?: Date): string {
	return time?.toISOString().slice(11, 23) ?? '–';
}

/** Which worker ran what, by the workers' logs, and how many sessions came out where, by n8n's data. */
async function table(runs: Execution[], workers: Worker[], names = inCheck): Promise<string> {
	const counted = [...new Set(kinds.map(([, output]) => output))];
	const rows = [...runs].reverse().map(async (run) => {
		const worker = workers.find((one) => numbers(jobsOf(one)).includes(run.id));
		const job = worker && jobsOf(worker).find(({ execution }) => execution === run.id);
		const sessionsOut = await outcomes(run, names);
		const counts = counted.map((output) => sessionsOut.filter(([, out]) => out === output).length);
		return [
			...[run.id, worker?.name, clock(job?.started), clock(job?.finished), run.status],
			...[sessionsOut.length, ...counts],
		];
	});
	const head = ['execution', 'worker', 'started', 'finished', 'status', 'sessions', ...counted];
	return [head, ...(await Promise.all(rows))]
		.map((row) =>
			row
				.map((cell) => String(cell ?? '–').padEnd(12))
				.join(' ')
				.trimEnd(),
		)
		.join('\n');
}
