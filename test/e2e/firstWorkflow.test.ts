import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';

import { name as packageName, version } from '../../package.json';
import {
	refused,
	sampleSession,
	startChime,
	type Chime,
	type Received,
} from '../support/chime/server';
import { key } from '../support/keys';
import { phoneNumberOrders, phoneNumbers, sipMediaApplications } from '../operations/kinds';
import { ids } from '../operations/values';
import { credentialFor } from '../support/credential';
import { outputsOf } from '../support/workflow';
import { formLogin, storeBasicAuth, storeHeaderAuth } from '../support/n8n/credential';
import {
	create,
	endedRuns,
	execute,
	publish,
	runOnce,
	unpublish,
	type Stored,
} from '../support/n8n/editor';
import { hasForm, publishForm, submit } from '../support/n8n/form';
import { sharedN8n } from '../support/n8n/sharedN8n';
import { startSink, type Notification, type Sink } from '../support/n8n/sink';
import { waitFor } from '../support/n8n/wait';
import {
	chimeNode,
	connect,
	credentialType,
	everySecond,
	example,
	exampleFiles,
	getProxySession,
	httpRequest,
	itemsOf,
	jsonBodyOf,
	node,
	notify,
	trigger,
	triggerNode,
	type Credential,
} from '../support/n8n/workflows';

const credential = { id: 'chimeCredential', name: 'AWS Chime SDK Voice account' };
const { Participants, ...session } = sampleSession;
const participants = ['+12065550100', '+14015550101'].map((PhoneNumber) => ({
	PhoneNumber,
	ProxyPhoneNumber: '+19135550199',
	...session,
}));
const connector = sampleSession.VoiceConnectorId;
const sample = sampleSession.ProxySessionId;

let chime: Chime;
let sink: Sink;
let n8n: Awaited<ReturnType<typeof sharedN8n>>;

beforeAll(async () => {
	chime = await startChime({ keys: [key] });
	sink = await startSink();
	n8n = await sharedN8n();
});

beforeEach(() => {
	chime.received.length = 0;
	sink.received.length = 0;
});

describe('the owner of n8n', () => {
	it.each([
		['logs in with the password drawn for this start', () => n8n.owner.password, 200],
		['does not with another one', () => 'Only-for-loopback-1', 401],
	])('%s', async (_what, password, status) => {
		const login = { emailOrLdapLoginId: n8n.owner.email, password: password() };
		const { status: found } = await fetch(`${n8n.url}/rest/login`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'browser-id': 'stranger' },
			body: JSON.stringify(login),
		});
		expect(found).toBe(status);
	});
});

describe('the packed package', () => {
	it('is installed by its name, as on the page of the community nodes', async () => {
		const installedNodes = [
			{ name: 'AWS Chime SDK Voice', type: chimeNode, latestVersion: 1 },
			{ name: 'AWS Chime SDK Voice Trigger', type: triggerNode, latestVersion: 1 },
		];
		expect(n8n.installed).toMatchObject({
			packageName,
			installedVersion: version,
			installedNodes,
		});
		const packages = await n8n.rest<object[]>('GET', '/community-packages');
		expect(packages).toEqual([expect.objectContaining({ packageName, failedLoading: false })]);
	});

	it('brings its node and its credential type', async () => {
		const names = (types: Array<{ name: string }>) => types.map(({ name }) => name);
		expect(names(await n8n.types('nodes'))).toContain(chimeNode);
		expect(names(await n8n.types('credentials'))).toContain(credentialType);
	});
});

describe('the credential', () => {
	const data = () => ({ sessionToken: '', ...credentialFor(chime.url) });

	it('is imported from the command line', async () => {
		const stored = { ...credential, type: credentialType, data: data() };
		await n8n.command('import:credentials', `--input=${await fileOf([stored])}`);

		const all = await n8n.rest<object[]>('GET', '/credentials');
		expect(all).toContainEqual(expect.objectContaining({ ...credential, type: credentialType }));
	});

	it.each([
		['passes', 'a good key', {}, 'OK'],
		['fails', 'another secret', { secretAccessKey: 'wrong' }, 'Error'],
		['fails', 'an unknown key', { accessKeyId: 'AKIDNOBODY' }, 'Error'],
	])("%s n8n's test with %s", async (_verb, _key, change, status) => {
		const tested = { id: '', name: 'Test', type: credentialType, data: { ...data(), ...change } };

		const result = await n8n.rest('POST', '/credentials/test', { credentials: tested });

		expect(result).toMatchObject({ status });
		expect(chime.received).toHaveLength(1);
		expect(chime.received[0].target).toMatch(/^\/\?Action=GetCallerIdentity/);
		expect(chime.received[0].verdict.isVerified).toBe(status === 'OK');
	});
});

describe('a run over all outputs', () => {
	/** In another order than the outputs. */
	const sessionIds = [
		...['status-503', sample, 'status-404', 'reset', 'status-400'],
		...['status-429', 'status-409', 'status-401', 'status-500', 'status-403'],
	];
	/** A request that stays throttled would be repeated for a minute. */
	const maxRetries = '={{ $json.id === "status-429" ? 0 : 2 }}';
	/** By output: its name, and what comes out of it but for what all failures have in common. */
	const outputs: Array<[name: string, sessionId: string, items: object[]]> = [
		['Participants', sample, participants],
		['400', 'status-400', [failure(400, 'BadRequestException')]],
		['401', 'status-401', [failure(401, 'UnauthorizedClientException')]],
		['403', 'status-403', [failure(403, 'ForbiddenException')]],
		['404', 'status-404', [failure(404, 'NotFoundException')]],
		['429', 'status-429', [failure(429, 'ThrottledClientException')]],
		['500', 'status-500', [failure(500, 'ServiceFailureException')]],
		['503', 'status-503', [failure(503, 'ServiceUnavailableException')]],
		['Other', 'reset', [{ ...failure(null, 'ECONNRESET'), requestId: null }]],
		['409', 'status-409', [failure(409, 'ConflictException')]],
	];
	let run: Awaited<ReturnType<typeof execute>>;
	let requests: Received[];

	beforeAll(async () => {
		const earlier = chime.received.length;
		const get = getProxySession('Chime', connector, credential);
		run = await execute(n8n, {
			name: 'All outputs',
			nodes: [
				trigger('Start'),
				...itemsOf(sessionIds),
				{ ...get, parameters: { ...get.parameters, options: { maxRetries } } },
				...outputs.map(([name]) => node(name, ['n8n-nodes-base.noOp', 1])),
			],
			connections: connect({
				Start: [['List']],
				List: [['Items']],
				Items: [['Chime']],
				Chime: outputs.map(([name]) => [name]),
			}),
		});
		requests = chime.received.slice(earlier);
	});

	it.each(outputs)('gives the output %s its items', (name, sessionId, expected) => {
		const item = sessionIds.indexOf(sessionId);
		const index = outputs.findIndex(([output]) => output === name);
		const [emitted, followers] = [outputsOf(run, 'Chime')[index], outputsOf(run, name)[0]];

		expect(emitted).toEqual(expected.map((json) => ({ json, pairedItem: { item } })));
		expect(followers.map(({ json }) => json)).toEqual(expected);
	});

	it('has no other output', () => {
		expect(run.status).toBe('success');
		expect(outputsOf(run, 'Chime')).toHaveLength(outputs.length);
	});

	it('signs every attempt of every request', () => {
		const attempts = outputsOf(run, 'Chime')
			.flat()
			.map(({ json }) => Number(json.attempts ?? 0));

		expect(refused(requests)).toEqual([]);
		expect(requests).toHaveLength(1 + attempts.reduce((sum, count) => sum + count));
	});

	it('repeats a throttled request until it succeeds', async () => {
		const throttled = await execute(n8n, {
			name: 'Throttled twice',
			nodes: [
				trigger('Start'),
				...itemsOf(['flaky-2-status-429']),
				getProxySession('Chime', connector, credential),
			],
			connections: connect({ Start: [['List']], List: [['Items']], Items: [['Chime']] }),
		});

		expect(outputsOf(throttled, 'Chime').map(({ length }) => length)).toEqual([
			1,
			...Array(9).fill(0),
		]);
		expect(chime.received).toHaveLength(3);
		expect(refused(chime.received)).toEqual([]);
	});

	function isTransient(statusCode: number | null): boolean {
		return statusCode === null || [429, 500, 503].includes(statusCode);
	}

	function failure(statusCode: number | null, code: string) {
		const hasAdvice = statusCode === null || [401, 403, 404, 409, 429].includes(statusCode);
		return {
			statusCode,
			code,
			message: expect.stringMatching(/./),
			requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			attempts: isTransient(statusCode) && statusCode !== 429 ? 3 : 1,
			retryable: isTransient(statusCode),
			voiceConnectorId: connector,
			proxySessionId: statusCode === null ? 'reset' : `status-${statusCode}`,
			...(hasAdvice && { hint: expect.stringMatching(/./) }),
		};
	}
});

describe('a published workflow', () => {
	const ticks = 3;
	/** What one tick notifies of: by path. */
	const ofOneTick = [
		['/missing', expect.objectContaining({ statusCode: 404, proxySessionId: 'status-404' })],
		...participants.map((item) => ['/participants', item]),
	];

	it('starts by itself, and notifies of participants and of what is missing', async () => {
		const body = '{ run: $execution.id, ...$json }';
		const workflow = await create(n8n, {
			name: 'Every second',
			nodes: [
				everySecond('Clock'),
				...itemsOf([sample, 'status-404']),
				getProxySession('Chime', connector, credential),
				notify('Tell participant', `${sink.url}/participants`, body),
				notify('Tell missing', `${sink.url}/missing`, body),
			],
			connections: connect({
				Clock: [['List']],
				List: [['Items']],
				Items: [['Chime']],
				Chime: [['Tell participant'], [], [], [], ['Tell missing']],
			}),
		});
		const complete = () =>
			[...itemsByRun().values()].filter((items) => items.length >= ofOneTick.length);

		await publish(n8n, workflow);
		await waitFor('the notifications', () => complete().length >= ticks);
		await unpublish(n8n, workflow);
		const runs = await endedRuns(n8n, workflow);

		console.log(sink.received.map(line).join('\n'));
		expect(itemsByRun().size).toBe(runs.length);
		for (const items of itemsByRun().values()) {
			expect(items).toHaveLength(ofOneTick.length);
			expect(items).toEqual(expect.arrayContaining(ofOneTick));
		}
		expect(refused(chime.received)).toEqual([]);
	});

	function line({ path, body }: Notification): string {
		const { run, PhoneNumber, ProxyPhoneNumber, Status, statusCode, code, proxySessionId } = body;
		const cells = statusCode
			? [statusCode, code, proxySessionId]
			: [PhoneNumber, 'behind', ProxyPhoneNumber, Status];
		return [`run ${run}`, path.padEnd(13), ...cells].join('  ');
	}

	function itemsByRun(): Map<unknown, unknown[][]> {
		const itemsOfRuns = new Map<unknown, unknown[][]>();
		for (const { path, body } of sink.received) {
			const { run, ...item } = body;
			itemsOfRuns.set(run, [...(itemsOfRuns.get(run) ?? []), [path, item]]);
		}
		return itemsOfRuns;
	}
});

describe("n8n's own HTTP Request node with the credential", () => {
	let known: ICredentialType[];
	let offered: ICredentialType[];

	beforeAll(async () => {
		known = await n8n.types('credentials');
		const nodes = await n8n.types('nodes');
		const requests = nodes.filter(({ name }) => name === 'n8n-nodes-base.httpRequest');
		const [newest] = requests.sort((a, b) => newestVersion(b) - newestVersion(a));
		offered = offeredTypes(newest, known);
	});

	function newestVersion({ version }: { version: number | number[] }): number {
		return Math.max(...[version].flat());
	}

	it("is offered for it in the editor's list, as are those of n8n that sign requests", () => {
		const names = offered.map(({ name }) => name);
		const own = known.filter(({ name }) => name.startsWith('awsChimeSdkVoice'));
		expect(own.map(({ name }) => name)).toContain(credentialType);
		expect(names).toEqual(expect.arrayContaining(own.map(({ name }) => name)));
		expect(names).toEqual(expect.arrayContaining(['aws', 'slackApi', 'githubOAuth2Api']));
		expect(names.filter((name) => ['httpBasicAuth', 'redis', 'postgres'].includes(name))).toEqual(
			[],
		);
	});

	it('signs with the credential that was chosen from the list', async () => {
		const [chosen] = offered.filter(({ displayName }) => displayName === 'AWS Chime SDK Voice API');
		const list = httpRequest('List', { url: `${chime.url}/voice-connectors` }, credential);
		const run = await execute(n8n, {
			name: 'Chosen from the list',
			nodes: [
				trigger('Start'),
				{
					...list,
					parameters: { ...list.parameters, nodeCredentialType: chosen.name },
					credentials: { [chosen.name]: credential },
				},
			],
			connections: connect({ Start: [['List']] }),
		});

		expect(run.status).toBe('success');
		expect(refused(chime.received)).toEqual([]);
		expect(chime.received.map(({ target }) => target)).toEqual(['/voice-connectors']);
		expect(outputsOf(run, 'List')[0].map(({ json }) => json)).toEqual([
			expect.objectContaining({ VoiceConnectors: expect.any(Array) }),
		]);
	});

	it('makes other calls of the API, with a query and with a body', async () => {
		const body = {
			ParticipantPhoneNumbers: ['+12065550100', '+14015550101'],
			Capabilities: ['SMS'],
		};
		const query = [
			{ name: 'max-results', value: '1' },
			{ name: 'next-token', value: 'a b+c/=' },
		];
		const run = await execute(n8n, {
			name: 'Other calls',
			nodes: [
				trigger('Start'),
				httpRequest(
					'List',
					{
						url: `${chime.url}/voice-connectors`,
						sendQuery: true,
						queryParameters: { parameters: query },
					},
					credential,
				),
				httpRequest(
					'Create',
					{
						method: 'POST',
						url: `${chime.url}/voice-connectors/${connector}/proxy-sessions`,
						...jsonBodyOf(JSON.stringify(body)),
					},
					credential,
				),
			],
			// The last one, because AWS refuses a page token that it has not sent.
			connections: connect({ Start: [['Create']], Create: [['List']] }),
		});

		expect(refused(chime.received)).toEqual([]);
		expect(chime.received.map(({ method, target }) => [method, target])).toEqual([
			['POST', `/voice-connectors/${connector}/proxy-sessions`],
			['GET', '/voice-connectors?max-results=1&next-token=a%20b%2Bc%2F%3D'],
		]);
		expect(outputsOf(run, 'Create')[0][0].json).toMatchObject({
			ProxySession: { VoiceConnectorId: connector, Capabilities: ['SMS'], Participants },
		});
	});
});

describe('the examples', () => {
	let credentials: Record<string, Credential>;

	beforeAll(async () => {
		const [httpHeaderAuth, httpBasicAuth] = [await storeHeaderAuth(n8n), await storeBasicAuth(n8n)];
		credentials = { [credentialType]: credential, httpHeaderAuth, httpBasicAuth };
	});

	beforeEach(() => {
		chime.replaceSessions([sampleSession]);
		// What the triggers show as an example: a number that an order has brought, and that is to be deleted.
		const { phoneNumberId, phoneNumberOrderId, sipMediaApplicationId } = ids;
		const number = { ...phoneNumbers.sample, Status: 'Unassigned' };
		chime.state.of('PhoneNumbers').set(phoneNumberId, number);
		chime.state.of('PhoneNumberOrders').set(phoneNumberOrderId, phoneNumberOrders.sample);
		const application = sipMediaApplications.sample;
		chime.state.of('SipMediaApplications').set(sipMediaApplicationId, application);
	});

	it('are several', () => expect(exampleFiles.length).toBeGreaterThanOrEqual(2));

	it.each(exampleFiles)('%s runs and notifies', async (file) => {
		const workflow = await create(n8n, await example(file, credentials, sink.url));

		const status = await startAsUser(workflow);

		console.log(sink.received.map(({ body }) => body.text).join('\n'));
		expect(status).toBe('success');
		expect(sink.received).not.toEqual([]);
		expect(refused(chime.received)).toEqual([]);
	});

	/** By its form where it has one, else by the editor's button. */
	async function startAsUser(workflow: Stored): Promise<string> {
		if (!hasForm(workflow)) return await runOnce(n8n, workflow);
		const form = await publishForm(n8n, workflow);
		await submit(form, formLogin, ['+12065550100', '+14015550101', '60', 'Ride 4711']);
		await unpublish(n8n, workflow);
		const [{ status }] = await endedRuns(n8n, workflow);
		return status;
	}
});

/**
 * The credential types that n8n's editor offers for a node's predefined credential type: those that
 * have or extend what the parameter requires. The editor knows only the types that n8n sends it, so
 * n8n has to send these, too.
 *
 * @param known all credential types that n8n sends to the editor
 */
function offeredTypes(
	{ name: nodeType, properties }: Pick<INodeTypeDescription, 'name' | 'properties'>,
	known: ICredentialType[],
): ICredentialType[] {
	const wanted = properties.flatMap(({ type, name, credentialTypes = [] }) =>
		type === 'credentialsSelect' && name === 'nodeCredentialType' ? credentialTypes : [],
	);
	const byName = new Map(known.map((one) => [one.name, one]));
	const parents = wanted.filter((one) => one.startsWith('extends:')).map((one) => one.slice(8));

	const isOffered = (type: ICredentialType | undefined): boolean => {
		if (!type || ('hidden' in type && type.hidden)) return false;
		const { authenticate, genericAuth, restrictToSupportedNodes, supportedNodes } = type;
		if (restrictToSupportedNodes && !supportedNodes?.includes(nodeType)) return false;
		if (wanted.includes('has:authenticate') && authenticate !== undefined && !genericAuth)
			return true;
		const { extends: own = [] } = type;
		return own.some((parent) => parents.includes(parent) || isOffered(byName.get(parent)));
	};
	return known.filter(isOffered);
}

/** Writes what a command of n8n is to read. */
async function fileOf(content: unknown): Promise<string> {
	const path = join(n8n.folder, 'input.json');
	await writeFile(path, JSON.stringify(content));
	return path;
}
