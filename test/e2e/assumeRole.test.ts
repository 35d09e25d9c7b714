import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { INode, INodeListSearchResult } from 'n8n-workflow';

import { refused, sampleSession, startChime, type Chime } from '../support/chime/server';
import { isStsRequest } from '../support/chime/sts';
import { key } from '../support/keys';
import { role, roleCredentialFor } from '../support/credential';
import { packInto } from '../support/packed';
import { run } from '../support/program';
import { outputsOf } from '../support/workflow';
import { storeRoleCredential } from '../support/n8n/credential';
import { execute, signIn } from '../support/n8n/editor';
import { temporaryFolder } from '../support/n8n/guarded';
import { installN8n } from '../support/n8n/installation';
import { startMain, type StartedN8n } from '../support/n8n/n8n';
import { environmentFor } from '../support/n8n/settings';
import {
	asRole,
	chimeNode,
	connect,
	credentialType,
	getProxySession,
	httpRequest,
	itemsOf,
	roleCredentialType,
	trigger,
	triggerNode,
	type Credential,
} from '../support/n8n/workflows';

const connector = sampleSession.VoiceConnectorId;
const count = 200;

let chime: Chime;
/** What n8n keeps, from one start to the next. */
let folder: string;
let n8n: StartedN8n;
let credential: Credential;
/** What all starts of n8n have printed. */
const logs: string[] = [];

beforeAll(async () => {
	chime = await startChime({ keys: [key], roles: [structuredClone(role)] });
	folder = await temporaryFolder('n8n-data');
	const nodes = join(folder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	await run('npm', ['install', '--omit=peer', packInto(folder)], { cwd: nodes });
	n8n = await start();
	credential = await storeRoleCredential(n8n, chime);
});

beforeEach(() => {
	chime.received.length = 0;
});

async function start(enter?: typeof signIn): Promise<StartedN8n> {
	const installation = await installN8n();
	const environment = environmentFor(folder, installation.node);
	const debugging = { ...environment, N8N_LOG_LEVEL: 'debug' };
	return await startMain(installation, await temporaryFolder('n8n-run'), debugging, enter);
}

const actions = () =>
	chime.received.map((request) =>
		isStsRequest(request)
			? new URLSearchParams(request.body.toString() || request.target.slice(2)).get('Action')
			: request.target.split('/').slice(0, 2).join('/'),
	);
const signers = (requests = chime.received) => [
	...new Set(
		requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]),
	),
];
const secrets = () => [
	key.secretAccessKey,
	...chime.sts.issued.flatMap(({ secretAccessKey, sessionToken }) => [
		secretAccessKey,
		sessionToken,
	]),
];

async function runRow(name: string, nodes: INode[]) {
	const [{ name: first }, ...others] = nodes;
	const names = [first, ...others.map((each) => each.name)];
	const targets = names.slice(1).map((next, index) => [names[index], [[next]]]);
	const { status, data } = await execute(n8n, {
		name,
		nodes,
		connections: connect(Object.fromEntries(targets)),
	});
	const found = outputsOf({ data }, names[names.length - 1]);
	const { error } = data.resultData;
	return { status, counts: found.map(({ length }) => length), error };
}

async function checkSessions() {
	return await runRow('Check sessions', [
		trigger('Start'),
		...itemsOf(Array.from({ length: count }, (_, index) => `plain@${index}`)),
		asRole(getProxySession('Chime', connector, credential), credential),
	]);
}

const allFound = { status: 'success', counts: [count, ...Array(9).fill(0)], error: undefined };

it('n8n knows the package that npm has installed from an archive, as the README says', async () => {
	const known = [...(await n8n.types('nodes')), ...(await n8n.types('credentials'))];
	expect(known.map(({ name }) => name)).toEqual(
		expect.arrayContaining([chimeNode, triggerNode, credentialType, roleCredentialType]),
	);
});

describe('the credential test', () => {
	it.each<[what: string, changes: object, message: RegExp]>([
		['no trust', { roleArn: 'arn:aws:iam::111122223333:role/other' }, /^AWS does not let this key/],
		['a wrong external ID', { externalId: 'n8n-43' }, /^AWS does not let this key assume the role/],
		['a wrong role', { roleArn: 'n8n-chime' }, /^"Role ARN" in the credential is not the ARN/],
		['a wrong duration', { durationSeconds: 60 }, /^"Duration \(Seconds\)" in the credential/],
		['a wrong secret', { secretAccessKey: 'wrong' }, /^AWS does not accept this key: check that/],
	])('fails with %s', async (_what, changes, message) => {
		const data = { sessionToken: '', ...roleCredentialFor(chime.url), ...changes };
		const tested = { ...credential, type: roleCredentialType, data };
		const result = await n8n.rest('POST', '/credentials/test', { credentials: tested });
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(chime.sts.issued).toEqual([]);
	});

	it('passes with the role, and n8n stores the session', async () => {
		const data = { sessionToken: '', ...roleCredentialFor(chime.url) };
		const tested = { ...credential, type: roleCredentialType, data };
		const result = await n8n.rest('POST', '/credentials/test', { credentials: tested });
		expect(result).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(actions()).toEqual(['AssumeRole', 'GetCallerIdentity']);
		expect(refused(chime.received)).toEqual([]);
	});
});

describe('the stored session', () => {
	it('serves runs of the node', async () => {
		for (let run = 0; run < 3; run += 1) expect(await checkSessions()).toEqual(allFound);
		expect(chime.received).toHaveLength(3 * count);
		expect(signers()).toEqual([chime.sts.issued[0].accessKeyId]);
		expect(refused(chime.received)).toEqual([]);
	});

	it('serves the lists of the editor', async () => {
		const parameters = { authentication: 'assumeRole', resource: 'proxySession', operation: 'get' };
		const found = await n8n.rest<INodeListSearchResult>(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.voiceConnectorId',
				methodName: 'searchVoiceConnectors',
				nodeTypeAndVersion: { name: chimeNode, version: 1 },
				currentNodeParameters: parameters,
				credentials: { [roleCredentialType]: credential },
			},
		);
		expect(found.results).toHaveLength(1);
		expect(actions()).toEqual(['/voice-connectors?max-results=100']);
	});

	it("serves n8n's HTTP Request node, which repeats no failed request", async () => {
		const list = httpRequest('List', { url: `${chime.url}/voice-connectors` }, credential);
		const listed = await runRow('List', [trigger('Start'), asRole(list, credential)]);
		expect(listed).toMatchObject({ status: 'success', counts: [1] });
		const create = httpRequest(
			'Create',
			{ method: 'POST', url: `${chime.url}/nothing` },
			credential,
		);
		const failed = await runRow('Create', [trigger('Start'), asRole(create, credential)]);
		expect(failed).toMatchObject({ status: 'error', error: { httpCode: '404' } });
		expect(actions()).toEqual(['/voice-connectors', '/nothing']);
		expect(signers()).toEqual([chime.sts.issued[0].accessKeyId]);
	});

	it('is encrypted in the database, and not sent to the editor', async () => {
		const path = `/credentials/${credential.id}?includeData=true`;
		const shown = JSON.stringify(await n8n.rest('GET', path));
		const home = join(folder, '.n8n');
		const files = (await readdir(home)).filter((name) => name.startsWith('database.sqlite'));
		const database = await Promise.all(files.map(async (name) => await readFile(join(home, name))));
		for (const secret of secrets()) {
			expect(shown.includes(secret)).toBe(false);
			expect(database.some((bytes) => bytes.includes(secret))).toBe(false);
		}
		const output = join(folder, 'decrypted.json');
		const options = [`--id=${credential.id}`, '--decrypted', `--output=${output}`];
		await n8n.command('export:credentials', ...options);
		const decrypted = await readFile(output, 'utf8');
		expect(decrypted).toContain(chime.sts.issued[0].sessionToken);
	});

	it('is thrown away when the credential changes, and the next one is stored', async () => {
		const data = { sessionToken: '', ...roleCredentialFor(chime.url), durationSeconds: 900 };
		const changed = { ...credential, type: roleCredentialType, data };
		await n8n.rest('PATCH', `/credentials/${credential.id}`, changed);
		for (let run = 0; run < 2; run += 1) expect(await checkSessions()).toEqual(allFound);
		expect(actions().filter((action) => action === 'AssumeRole')).toHaveLength(1);
		expect(chime.sts.issued).toHaveLength(2);
	});

	it('is followed by one more where AWS says that it has expired', async () => {
		chime.sts.endSessions();
		expect(await checkSessions()).toEqual(allFound);
		expect(await checkSessions()).toEqual(allFound);
		expect(actions().filter((action) => action === 'AssumeRole')).toHaveLength(1);
	});
});

describe('after a restart of n8n', () => {
	beforeAll(async () => {
		logs.push(n8n.printed());
		await n8n.stop();
		n8n = await start(signIn);
	});

	it('the stored session serves on', async () => {
		expect(await checkSessions()).toEqual(allFound);
		expect(chime.received).toHaveLength(count);
		expect(signers()).toEqual([chime.sts.issued.at(-1)?.accessKeyId]);
	});

	it("says in a run's error why AWS does not let it assume the role", async () => {
		chime.sts.roles[0].trusted = [];
		const data = { sessionToken: '', ...roleCredentialFor(chime.url), durationSeconds: 1_800 };
		const changed = { ...credential, type: roleCredentialType, data };
		await n8n.rest('PATCH', `/credentials/${credential.id}`, changed);
		const { status, error } = await checkSessions();
		expect(status).toBe('error');
		expect(error?.message).toMatch(/^AWS does not let this key assume the role/);
		expect(actions()).toEqual(['AssumeRole']);
	});

	it('leaves no secret in the logs and in the stored executions', async () => {
		logs.push(n8n.printed());
		const { results } = await n8n.rest<{ results: Array<{ id: string }> }>('GET', '/executions');
		expect(results.length).toBeGreaterThanOrEqual(5);
		const stored = await Promise.all(
			results.map(async ({ id }) => JSON.stringify(await n8n.rest('GET', `/executions/${id}`))),
		);
		const texts = [...logs, ...stored];
		console.log(`${stored.length} executions, ${logs.join('').length} characters of logs`);
		expect(logs.join('')).not.toBe('');
		for (const secret of secrets()) expect(texts.some((text) => text.includes(secret))).toBe(false);
	});
});
