import { jsonParse, type IDataObject, type INode } from 'n8n-workflow';

import {
	refused,
	sampleSession,
	type Chime,
	type Received,
	type Session,
} from '../support/chime/server';
import type { Entry } from '../support/chime/state';
import { byId } from '../support/locator';
import { outputsOf } from '../support/workflow';
import { formLogin } from '../support/n8n/credential';
import {
	create,
	endedRuns,
	execute,
	publish,
	runOnce,
	unpublish,
	type Execution,
	type Stored,
} from '../support/n8n/editor';
import { publishForm, statusForStrangers, submit } from '../support/n8n/form';
import type { N8n } from '../support/n8n/n8n';
import { preparePlayground, type Playground } from '../support/n8n/playground';
import { sharedN8n } from '../support/n8n/sharedN8n';
import type { Sink } from '../support/n8n/sink';
import { waitFor } from '../support/n8n/wait';
import { chimeNode, connect, node, trigger, type Workflow } from '../support/n8n/workflows';

const connector = sampleSession.VoiceConnectorId;
const sessionsPath = `/voice-connectors/${connector}/proxy-sessions`;
const numbers = ['+12065550100', '+14015550101'];
/** What the loopback Chime puts between any two. */
const proxyNumber = '+19135550199';
const hook = '/services/REPLACE/ME';
const everySecond = { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } };

let playground: Playground;
let chime: Chime;
let sink: Sink;
let n8n: N8n;

beforeAll(async () => {
	playground = await preparePlayground(await sharedN8n());
	({ chime, sink, n8n } = playground);
});

beforeEach(() => {
	chime.received.length = 0;
	sink.received.length = 0;
	sink.statusOf = () => 200;
});

afterEach(() => expect(refused(chime.received)).toEqual([]));

describe('create-session-from-form.json', () => {
	const file = 'create-session-from-form.json';
	const smsPath = '/messages';
	const smsTo = (to: string, minutes: number) => ({
		path: smsPath,
		body: {
			to,
			text: `Call or text ${proxyNumber} to reach the other party. The number works for ${minutes} minutes.`,
		},
	});
	let published: Stored;
	let form: string;

	beforeAll(async () => {
		published = stored(file);
		form = await publishForm(n8n, published);
	});

	afterAll(async () => await unpublish(n8n, published));

	beforeEach(() => chime.replaceSessions([]));

	it.each(['GET', 'POST'] as const)('refuses a %s of somebody unknown', async (method) => {
		expect(await statusForStrangers(form, method)).toBe(401);
		expect(chime.received).toEqual([]);
		expect(sink.received).toEqual([]);
	});

	it.each([
		['as they are', [...numbers, '45', 'Ride 4711'], numbers, 45, 'Ride 4711'],
		['as people write them', ['+1 (206) 555-0100', ' +1.401.555/0101 ', '60', ''], numbers, 60, ''],
	])(
		'creates a session for numbers %s, and sends both parties theirs',
		async (_how, values, ParticipantPhoneNumbers, ExpiryMinutes, Name) => {
			const ending = await submit(form, formLogin, values);

			expect(chime.received.map(({ method, target }) => [method, target])).toEqual([
				['POST', sessionsPath],
			]);
			const Capabilities = ['Voice', 'SMS'];
			expect(bodyOf(chime.received[0])).toEqual({
				ParticipantPhoneNumbers,
				Capabilities,
				Name,
				ExpiryMinutes,
			});
			const [session, ...others] = chime.sessions();
			expect(others).toEqual([]);
			const Participants = ParticipantPhoneNumbers.map((PhoneNumber) => ({
				PhoneNumber,
				ProxyPhoneNumber: proxyNumber,
			}));
			expect(session).toMatchObject({ Capabilities, ExpiryMinutes, Name, Participants });
			expect(sink.received).toEqual(
				ParticipantPhoneNumbers.map((number) => smsTo(number, ExpiryMinutes)),
			);
			expect(ending).toEqual({
				title: 'Both have their number',
				message: `The parties reach each other through ${proxyNumber} for ${ExpiryMinutes} minutes. The session is ${session.ProxySessionId}.`,
			});
			expect(await lastStatus(published)).toBe('success');
		},
	);

	const [first, second] = numbers;
	const notANumber = (name: string, problem: string) =>
		`The parameter "${name}" must be a phone number in E.164 form (a plus sign, then the country code and the number, in digits only), but ${problem}. [item 0]`;

	it.each([
		['letters', ['call me', second, '60', ''], notANumber('First Phone Number', 'holds letters')],
		['nothing', ['', second, '60', ''], notANumber('First Phone Number', 'is empty')],
		[
			'a number without its country',
			[first, '0401555', '60', ''],
			notANumber('Second Phone Number', 'has no plus sign'),
		],
		[
			'a number without a plus',
			['12065550100', second, '60', ''],
			notANumber('First Phone Number', 'has no plus sign'),
		],
		[
			'too many digits',
			[first, '+1234567890123456', '60', ''],
			notANumber('Second Phone Number', 'has more than 15 digits'),
		],
		[
			'no time',
			[first, second, '0', ''],
			/"Additional Fields → Expiry \(Minutes\)" must be a whole number of at least 1/,
		],
		[
			'half a minute',
			[first, second, '0.5', ''],
			/"Additional Fields → Expiry \(Minutes\)" must be a whole number/,
		],
		[
			'a reference with a sign',
			[first, second, '60', 'Ride #1'],
			/"Additional Fields → Name" must be up to 30 characters: letters without accents/,
		],
		['only one number', [first], notANumber('Second Phone Number', 'is empty')],
	])('says what to correct in %s, and creates nothing', async (_fault, values, wrong) => {
		const { title, message } = await submit(form, formLogin, values);

		expect(title).toBe('Please check what you entered');
		expect(message).toMatch(/^No session was created, and no message was sent\. /);
		const [, reason] = message.split('What was wrong: ');
		if (typeof wrong === 'string') expect(reason).toBe(wrong);
		else expect(reason).toMatch(wrong);
		expect(chime.received).toEqual([]);
		expect(chime.sessions()).toEqual([]);
		expect(sink.received).toEqual([]);
		expect(await lastStatus(published)).toBe('success');
	});

	it.each([
		['one message', [second]],
		['both messages', numbers],
	])('says so when the gateway refuses %s, and reports it', async (_which, lost) => {
		sink.statusOf = ({ path, body }) =>
			path === smsPath && lost.includes(String(body.to)) ? 503 : 200;

		const ending = await submit(form, formLogin, [...numbers, '60', '']);

		const [{ ProxySessionId }] = chime.sessions();
		expect(ending).toEqual({
			title: 'A message was not sent',
			message: expect.stringContaining(
				`through ${proxyNumber} for 60 minutes. The session is ${ProxySessionId}.`,
			),
		});
		const text = `${lost.length} of 2 messages were not sent for proxy session ${ProxySessionId}`;
		expect(sink.received).toEqual([
			...numbers.map((number) => smsTo(number, 60)),
			{ path: hook, body: { text } },
		]);
		expect(await lastStatus(published)).toBe('success');
	});

	it.each([
		['status-401', /\(UnauthorizedClientException\) Check the key in the credential/],
		['status-403', /\(ForbiddenException\) .*chime:CreateProxySession/],
		['status-404', /\(NotFoundException\) Check the IDs/],
		[
			'status-500',
			/\(ServiceFailureException\) The session may have been created although no response confirms it/,
		],
		[
			'status-503',
			/\(ServiceUnavailableException\) The session may have been created although no response confirms it/,
		],
		['reset', /\(ECONNRESET\) The session may have been created although no response confirms it/],
		[
			'html-200',
			/\(InvalidResponse\) The session may have been created although no response confirms it/,
		],
	])('reports %s, and requests to wait', async (sessionId, reported) => {
		const workflow = await create(
			n8n,
			withText(stored(file), [
				[connector, sessionId],
				['create-proxy-session', sessionId],
			]),
		);
		const itsForm = await publishForm(n8n, workflow);

		const ending = await submit(itsForm, formLogin, [...numbers, '60', '']);

		await unpublish(n8n, workflow);
		const [{ id, status }] = await endedRuns(n8n, workflow);
		expect(status).toBe('success');
		expect(ending).toEqual({
			title: 'The request failed',
			message: `No message was sent. Before you try again, contact the owner of this form, with the execution ${id}.`,
		});
		expect(chime.received.map(({ target }) => target)).toEqual([
			`/voice-connectors/${sessionId}/proxy-sessions`,
		]);
		expect(chime.sessions()).toEqual([]);
		expect(sink.received).toEqual([
			{ path: hook, body: { text: expect.stringMatching(reported) } },
		]);
		const { text } = sink.received[0].body;
		expect(text).toMatch(new RegExp(`^No proxy session from the form \\(execution ${id}\\): `));
		expect(numbers.filter((number) => String(text).includes(number))).toEqual([]);
	});
});

describe('close-old-sessions.json', () => {
	const file = 'close-old-sessions.json';
	const aged = (id: string, hours: number, fields = {}) =>
		session(id, { CreatedTimestamp: hoursAgo(hours), ...fields });
	const reportOf = (ended: string, gone: string, failed: string) => ({
		path: hook,
		body: {
			text: `Proxy sessions older than a day. Ended: ${ended}. Gone before: ${gone}. Not ended: ${failed}.`,
		},
	});

	it('ends exactly the open sessions that are older, over all pages, and reports them', async () => {
		const old = Array.from({ length: 110 }, (_, index) => aged(`old-${index}`, 25 + index));
		const kept = [
			...Array.from({ length: 110 }, (_, index) => aged(`young-${index}`, index / 5)),
			aged('nearly', 23.9),
			aged('talking', 48, { Status: 'InProgress' }),
			aged('closed', 48, { Status: 'Closed' }),
			aged('of-another-connector', 48, { VoiceConnectorId: 'another' }),
			session('without-a-time', { CreatedTimestamp: null }),
		];
		chime.replaceSessions(mixed(old, kept));

		expect(await runOnce(n8n, stored(file))).toBe('success');

		expect(new Set(chime.sessions())).toEqual(new Set(kept));
		expect(targetsOf('GET')).toEqual([
			`${sessionsPath}?max-results=100&status=Open`,
			`${sessionsPath}?max-results=100&next-token=100&status=Open`,
			`${sessionsPath}?max-results=100&next-token=200&status=Open`,
		]);
		const inOrder = old.map(({ ProxySessionId }) => ProxySessionId);
		expect(targetsOf('DELETE').sort()).toEqual(inOrder.map((id) => `${sessionsPath}/${id}`).sort());
		expect(chime.received).toHaveLength(3 + old.length);
		expect(sink.received).toEqual([reportOf(inOrder.join(', '), 'none', 'none')]);
	});

	it.each([
		[
			'some fail',
			['old', 'status-403', 'status-404', 'reset'],
			'old',
			'status-404',
			'status-403 (ForbiddenException), reset (ECONNRESET)',
		],
		[
			'all fail',
			['status-403@1', 'status-403@2'],
			'none',
			'none',
			'status-403@1 (ForbiddenException), status-403@2 (ForbiddenException)',
		],
		['all are gone', ['status-404'], 'none', 'status-404', 'none'],
	])('reports what became of each when %s', async (_when, ids, ended, gone, failed) => {
		chime.replaceSessions([...ids.map((id) => aged(id, 30)), aged('young', 1)]);

		expect(await runOnce(n8n, stored(file))).toBe('success');

		expect(sink.received).toEqual([reportOf(ended, gone, failed)]);
		const left = chime.sessions().map(({ ProxySessionId }) => ProxySessionId);
		expect(left).toEqual([...ids.filter((id) => id !== ended), 'young']);
	});

	it.each([
		['there is none', []],
		['none is old', [aged('young', 23), aged('talking', 30, { Status: 'InProgress' })]],
	])('neither ends nor reports anything when %s', async (_when, sessions) => {
		chime.replaceSessions(sessions);

		expect(await runOnce(n8n, stored(file))).toBe('success');

		expect(chime.sessions()).toEqual(sessions);
		expect(targetsOf('DELETE')).toEqual([]);
		expect(sink.received).toEqual([]);
	});

	it('ends nothing when the list is refused, and reports that', async () => {
		chime.replaceSessions([aged('old', 30)]);
		const workflow = await create(n8n, withText(stored(file), [[connector, 'status-403']]));

		expect(await runOnce(n8n, workflow)).toBe('success');

		expect(chime.sessions()).toHaveLength(1);
		expect(sink.received).toEqual([
			{
				path: hook,
				body: { text: expect.stringMatching(/none was ended: .*\(ForbiddenException\)$/) },
			},
		]);
	});

	it('ends and reports each once when its schedule starts it', async () => {
		chime.replaceSessions([aged('old', 30), aged('young', 1)]);
		const workflow = await create(n8n, withParameters(stored(file), 'Every hour', everySecond));

		const runs = await runsUntil('three lists', workflow, () => targetsOf('GET').length >= 3);

		expect(runs.filter(({ status, mode }) => status !== 'success' || mode !== 'trigger')).toEqual(
			[],
		);
		expect(targetsOf('DELETE')).toEqual([`${sessionsPath}/old`]);
		expect(sink.received).toEqual([reportOf('old', 'none', 'none')]);
	});
});

describe('alert-when-session-is-gone.json', () => {
	const file = 'alert-when-session-is-gone.json';
	const alert = (text: unknown) => ({ path: hook, body: { text } });

	it('alerts the owner of each that is closed or gone, and reports what is unknown', async () => {
		const ids = ['open', 'gone', 'talking', 'closed', 'status-403', 'status-404', 'reset', ' '];
		const seeded = [
			session('open'),
			session('talking', { Status: 'InProgress' }),
			session('closed', { Status: 'Closed', EndedTimestamp: '2026-01-02T03:04:05.678Z' }),
		];
		chime.replaceSessions(seeded);

		expect(await run(ids)).toBe('success');

		const [unknown] = sink.received.filter(({ body }) => /checked/.test(String(body.text)));
		expect(new Set(sink.received)).toEqual(
			new Set([
				alert(
					'Owner of closed: the proxy session of Ride closed was closed at 2026-01-02T03:04:05.678Z',
				),
				alert('Owner of gone: the proxy session of Ride gone does not exist any more'),
				alert('Owner of status-404: the proxy session of Ride status-404 does not exist any more'),
				alert(
					'Proxy sessions that could not be checked:  (InvalidParameter), status-403 (ForbiddenException), reset (ECONNRESET)',
				),
			]),
		);
		expect(unknown).toBeDefined();
		expect(sink.received).toHaveLength(4);
		expect(chime.sessions()).toEqual(seeded);
	});

	it('is silent when all are open', async () => {
		chime.replaceSessions([session('one'), session('two')]);

		expect(await run(['one', 'two'])).toBe('success');

		expect(targetsOf('GET')).toHaveLength(2);
		expect(sink.received).toEqual([]);
	});

	it('does not take an outage for sessions that are gone', async () => {
		expect(await run(['status-500', 'status-503', 'html-200'])).toBe('success');

		expect(sink.received).toEqual([
			alert(
				'Proxy sessions that could not be checked: status-500 (ServiceFailureException), status-503 (ServiceUnavailableException), html-200 (InvalidResponse)',
			),
		]);
	});

	it('alerts once in each run that its schedule starts', async () => {
		chime.replaceSessions([session('one')]);
		const listed = withList(['one', 'two']);
		const workflow = await create(n8n, withParameters(listed, 'Every five minutes', everySecond));

		const runs = await runsUntil('two alerts', workflow, () => sink.received.length >= 2);

		const expected = alert('Owner of two: the proxy session of Ride two does not exist any more');
		expect(sink.received).toEqual(runs.map(() => expected));
	});

	function withList(ids: string[]): Workflow {
		const sessions = ids.map((id) => ({
			owner: `Owner of ${id}`,
			purpose: `Ride ${id}`,
			voiceConnectorId: connector,
			proxySessionId: id,
		}));
		const jsonOutput = JSON.stringify({ sessions });
		return withParameters(stored(file), 'Sessions that should be open', { jsonOutput });
	}

	async function run(ids: string[]): Promise<string> {
		return await runOnce(n8n, await create(n8n, withList(ids)));
	}
});

describe('report-sessions-nightly.json', () => {
	const file = 'report-sessions-nightly.json';
	const many = (count: number, Status: string | null) =>
		Array.from({ length: count }, (_, index) => session(`${Status}-${index}`, { Status }));

	it.each([
		[
			'many',
			[...many(120, 'Open'), ...many(3, 'InProgress'), ...many(101, 'Closed')],
			'120 Open, 3 InProgress, 101 Closed',
			3,
		],
		['one', many(1, 'Closed'), '1 Closed', 1],
		[
			'one without a status',
			[...many(1, null), ...many(2, 'Open')],
			'1 without a status, 2 Open',
			1,
		],
		['none', [], 'none', 1],
	])('counts %s by status', async (_how, sessions, counts, pages) => {
		chime.replaceSessions([...sessions, session('elsewhere', { VoiceConnectorId: 'another' })]);

		expect(await runOnce(n8n, stored(file))).toBe('success');

		expect(sink.received).toEqual([{ path: hook, body: { text: `Proxy sessions: ${counts}` } }]);
		expect(targetsOf('GET')).toHaveLength(pages);
		expect(chime.received).toHaveLength(pages);
	});

	it.each([
		['status-403', /\(ForbiddenException\)$/],
		['status-503', /\(ServiceUnavailableException\)$/],
		['html-200', /\(InvalidResponse\)$/],
		[' ', /"Voice Connector" .*\(InvalidParameter\)$/],
	])(
		'reports that they could not be counted when the list ends in %s',
		async (sessionId, reason) => {
			chime.replaceSessions(many(2, 'Open'));
			const workflow = await create(n8n, withText(stored(file), [[connector, sessionId]]));

			expect(await runOnce(n8n, workflow)).toBe('success');

			expect(sink.received).toHaveLength(1);
			const [{ path, body }] = sink.received;
			expect(path).toBe(hook);
			expect(body.text).toMatch(/^The proxy sessions could not be counted: /);
			expect(body.text).toMatch(reason);
		},
	);
});

describe('all operations, in one run', () => {
	const own = 'lifecycle1connector234';
	const path = `/voice-connectors/${own}`;
	const proxyPath = `${path}/programmable-numbers/proxy`;
	const sessionId = "={{ $('Create').first().json.ProxySessionId }}";
	const proxy = {
		VoiceConnectorId: own,
		DefaultSessionExpiryMinutes: 30,
		PhoneNumberCountries: ['US', 'CA'],
		FallBackPhoneNumber: '+12065550177',
		Disabled: false,
	};
	const settings = {
		Capabilities: ['SMS'],
		Name: 'Ride 4711',
		ExpiryMinutes: 45,
		NumberSelectionBehavior: 'AvoidSticky',
		GeoMatchLevel: 'AreaCode',
		GeoMatchParams: { Country: 'US', AreaCode: '206' },
	};
	const creation = { VoiceConnectorId: own, Status: 'Open', ...settings };
	const change = { Capabilities: ['Voice', 'SMS'], ExpiryMinutes: 90 };
	/** In their order: name, resource, operation, and what else the node is given. */
	const steps: Array<[string, string, string, INode['parameters']]> = [
		[
			'Set proxy',
			'voiceConnectorProxy',
			'set',
			{
				defaultSessionExpiryMinutes: 30,
				phoneNumberPoolCountries: 'US, CA',
				additionalFields: { fallBackPhoneNumber: '+12065550177', disabled: false },
			},
		],
		['Get proxy', 'voiceConnectorProxy', 'get', {}],
		[
			'Create',
			'proxySession',
			'create',
			{
				firstPhoneNumber: numbers[0],
				secondPhoneNumber: numbers[1],
				capabilities: ['SMS'],
				output: 'session',
				additionalFields: {
					expiryMinutes: 45,
					name: 'Ride 4711',
					numberSelectionBehavior: 'AvoidSticky',
					geoMatch: { match: { level: 'AreaCode', country: 'US', areaCode: '206' } },
				},
			},
		],
		['Get', 'proxySession', 'get', { proxySessionId: byId(sessionId), output: 'participants' }],
		['Get Many', 'proxySession', 'getAll', { returnAll: true, filters: {}, output: 'session' }],
		[
			'Update',
			'proxySession',
			'update',
			{
				proxySessionId: byId(sessionId),
				capabilities: ['Voice', 'SMS'],
				output: 'session',
				updateFields: { expiryMinutes: 90 },
			},
		],
		['Delete', 'proxySession', 'delete', { proxySessionId: byId(sessionId) }],
		['Get again', 'proxySession', 'get', { proxySessionId: byId(sessionId), output: 'session' }],
		['Delete proxy', 'voiceConnectorProxy', 'delete', {}],
		['Get proxy again', 'voiceConnectorProxy', 'get', {}],
		['Set again', 'voiceConnectorProxy', 'set', { phoneNumberPoolCountries: 'Canada' }],
	];
	const [badRequest, notFound] = [1, 4];
	/** By step: the output that the next one is connected to. */
	const continuations: Record<string, number> = {
		'Get again': notFound,
		'Get proxy again': notFound,
	};
	let run: Awaited<ReturnType<typeof execute>>;
	let requests: Received[];
	let created: IDataObject;
	let left: Entry[];
	const others = [session('another')];

	beforeAll(async () => {
		chime.replaceSessions(others);
		chime.received.length = 0;
		run = await execute(n8n, lifecycle());
		requests = [...chime.received];
		created = outputsOf(run, 'Create')[0][0].json;
		left = chime.sessions();
	});

	it('sends one request for each, in order, and signs every request', () => {
		expect(run.status).toBe('success');
		const itself = `${path}/proxy-sessions/${created.ProxySessionId}`;
		expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
			`PUT ${proxyPath}`,
			`GET ${proxyPath}`,
			`POST ${path}/proxy-sessions`,
			`GET ${itself}`,
			`GET ${path}/proxy-sessions?max-results=100`,
			`POST ${itself}`,
			`DELETE ${itself}`,
			`GET ${itself}`,
			`DELETE ${proxyPath}`,
			`GET ${proxyPath}`,
		]);
		expect(refused(requests)).toEqual([]);
	});

	it('sends what the nodes were given', () => {
		const bodies = requests.filter(({ body }) => body.length > 0).map(bodyOf);
		expect(bodies).toEqual([
			{
				DefaultSessionExpiryMinutes: 30,
				PhoneNumberPoolCountries: ['US', 'CA'],
				FallBackPhoneNumber: '+12065550177',
				Disabled: false,
			},
			{ ParticipantPhoneNumbers: numbers, ...settings },
			change,
		]);
	});

	it.each<[string, number, () => object[]]>([
		['Set proxy', 0, () => [proxy]],
		['Get proxy', 0, () => [proxy]],
		['Create', 0, () => [expect.objectContaining(creation)]],
		['Get', 0, () => participants()],
		['Get Many', 0, () => [created]],
		['Update', 0, () => [{ ...created, ...change, UpdatedTimestamp: expect.any(String) }]],
		['Delete', 0, () => [{ deleted: true, VoiceConnectorId: own, ProxySessionId: id() }]],
		['Get again', notFound, () => [failure(404, 'NotFoundException', { proxySessionId: id() })]],
		['Delete proxy', 0, () => [{ deleted: true, VoiceConnectorId: own }]],
		['Get proxy again', notFound, () => [failure(404, 'NotFoundException', {})]],
		['Set again', badRequest, () => [failure(null, 'InvalidParameter', {})]],
	])(
		'has %s give on output %i what came of it, and nothing elsewhere',
		(name, output, expected) => {
			const outputs = outputsOf(run, name);
			expect(outputs).toHaveLength(10);
			const items = outputs.map((each) => each.map(({ json }) => json));
			expect(items[output]).toEqual(expected());
			expect(items.filter((_each, index) => index !== output).flat()).toEqual([]);
		},
	);

	it('leaves what was there before', () => expect(left).toEqual(others));

	function id(): unknown {
		return created.ProxySessionId;
	}

	function participants(): object[] {
		const both = { ProxyPhoneNumber: proxyNumber, ...created, Participants: undefined };
		return numbers.map((PhoneNumber) => ({ PhoneNumber, ...both }));
	}

	function failure(statusCode: number | null, code: string, ids: object): object {
		return expect.objectContaining({ statusCode, code, voiceConnectorId: own, ...ids });
	}

	function lifecycle(): Workflow {
		const nodes = steps.map(([name, resource, operation, parameters]) =>
			node(
				name,
				[chimeNode, 1],
				{
					resource,
					operation,
					voiceConnectorId: byId(own),
					errors: 'outputs',
					options: {},
					...parameters,
				},
				playground.credential,
			),
		);
		const names = ['Start', ...steps.map(([name]) => name)];
		const next = names.slice(0, -1).map((name, index) => {
			const before = Array.from({ length: continuations[name] ?? 0 }, () => []);
			return [name, [...before, [names[index + 1]]]];
		});
		return {
			name: 'All operations',
			nodes: [trigger('Start'), ...nodes.map((each) => ({ ...each, executeOnce: true }))],
			connections: connect(Object.fromEntries(next)),
		};
	}
});

function stored(file: string): Stored {
	const workflow = playground.examples.get(file);
	if (!workflow) throw new Error(`No example ${file}`);
	return workflow;
}

/** A copy whose nodes have other parameters; without the id under which n8n has the original. */
function changed(
	{ name, nodes, connections, settings }: Workflow,
	parametersOf: (node: INode) => INode['parameters'],
): Workflow {
	const others = nodes.map((node) => ({ ...node, parameters: parametersOf(node) }));
	return { name, nodes: others, connections, settings };
}

/** A copy with other texts in its parameters. */
function withText(workflow: Workflow, texts: string[][]): Workflow {
	return changed(workflow, ({ parameters }) => {
		const replaced = texts.reduce(
			(text, [from, to]) => text.replaceAll(from, to),
			JSON.stringify(parameters),
		);
		return jsonParse<INode['parameters']>(replaced);
	});
}

/** A copy in which one node has other parameters. */
function withParameters(workflow: Workflow, nodeName: string, other: INode['parameters']) {
	if (!workflow.nodes.some(({ name }) => name === nodeName)) throw new Error(`No node ${nodeName}`);
	return changed(workflow, ({ name, parameters }) =>
		name === nodeName ? { ...parameters, ...other } : parameters,
	);
}

/** Lets its trigger start a workflow until something has happened, and returns its runs. */
async function runsUntil(
	what: string,
	workflow: Stored,
	hasHappened: () => boolean,
): Promise<Execution[]> {
	await publish(n8n, workflow);
	try {
		await waitFor(what, hasHappened);
	} finally {
		await unpublish(n8n, workflow);
	}
	return await endedRuns(n8n, workflow);
}

function session(id: string, fields: Record<string, unknown> = {}): Session {
	return { ...sampleSession, ProxySessionId: id, ...fields };
}

function hoursAgo(hours: number): string {
	return new Date(Date.now() - hours * 3_600_000).toISOString();
}

/** Both in their own order, one of each in turn. */
function mixed<T>(some: T[], others: T[]): T[] {
	const places = Array.from({ length: Math.max(some.length, others.length) }, (_, index) => index);
	return places.flatMap((place) => [some, others].flatMap((list) => list.slice(place, place + 1)));
}

function targetsOf(method: string): string[] {
	return chime.received.filter((request) => request.method === method).map(({ target }) => target);
}

function bodyOf({ body }: Received): unknown {
	return JSON.parse(body.toString());
}

async function lastStatus(workflow: Stored): Promise<string> {
	const [{ status }] = await endedRuns(n8n, workflow);
	return status;
}
