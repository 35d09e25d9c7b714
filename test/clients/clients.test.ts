import { existsSync } from 'node:fs';

import type { INodeParameters } from 'n8n-workflow';

import { fixtureOf, fixtures } from '../operations';
import type { SdkInput } from '../operations/fixture';
import { filterCases, pathOfList, seedFilter } from '../operations/filters';
import { ids } from '../operations/values';
import { sampleSession, startChime, type Chime, type Received } from '../support/chime/server';
import { requestModels, type Member } from '../support/chime/validate';
import { credentialFor, role } from '../support/credential';
import { runNode } from '../support/engine/chimeNode';
import fc from '../support/fastCheck';
import { temporaryKey as key } from '../support/keys';
import { programOf } from '../support/n8n/debian';
import { run } from '../support/program';
import { environmentOf, startBotocore, type Botocore } from './botocore';

let chime: Chime;
let botocore: Botocore;
/** Debian's AWS CLI, or else the one of this machine. */
let aws: string;

beforeAll(async () => {
	// Both create things with the same id.
	const trusted = [key.accessKeyId];
	chime = await startChime({
		keys: [key],
		newId: () => 'created',
		roles: [{ ...role, trusted, externalId: undefined }],
	});
	botocore = await startBotocore(chime.url, key);
	aws = ['/usr/bin/aws'].find(existsSync) ?? programOf('awscli', 'aws');
	const version = await run(aws, ['--version'], { env: environmentOf(key) });
	console.log(`botocore ${botocore.version}, ${version.trim()}`);
});

beforeEach(() => chime.state.clear());

/** Gives the server what the request needs, twice the same. */
function prepare(input: SdkInput, seed: (typeof fixtures)[number]['seed']): void {
	const { VoiceConnectorId = 'v', ProxySessionId = 'p', Status = 'Open' } = input;
	const names = Object.entries({ ...input, VoiceConnectorId, ProxySessionId })
		.filter(([name]) => name.endsWith('Id'))
		.map(([name, id]) => [`${name[0].toLowerCase()}${name.slice(1)}`, String(id)]);
	const session = {
		...{ VoiceConnectorId: String(VoiceConnectorId), ProxySessionId: String(ProxySessionId) },
		Status,
	};
	chime.state.clear();
	chime.add({ ...sampleSession, ...session });
	const proxy = { DefaultSessionExpiryMinutes: 60, PhoneNumberCountries: ['US'] };
	chime.state.of('proxies').set(session.VoiceConnectorId, proxy);
	seed?.(chime.state, Object.fromEntries(names), input);
	chime.received.length = 0;
}

/** The only request that was received, in the words of HTTP, and the headers that were signed. */
function onlyRequest(): { request: object; signed: string[] } {
	expect(chime.received).toHaveLength(1);
	const [{ method, target, body, headers, verdict }] = chime.received;
	expect(verdict).toMatchObject({ isVerified: true });
	const [path, query = ''] = target.split('?');
	const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization)?.[1] ?? '';
	return {
		request: { method, path, query: query.split('&').sort(), body: jsonOf(body) },
		signed: signed.split(';'),
	};
}

const jsonOf = (body: Received['body']): unknown =>
	body.length > 0 ? JSON.parse(body.toString()) : undefined;

/** botocore signs the type of a body, and the node its hash. */
const signedByOneAlone = ['content-type', 'x-amz-content-sha256'];
const common = (names: string[]) => names.filter((name) => !signedByOneAlone.includes(name));

/** Without nulls, which botocore leaves out, without the kinds of time, and without what each run has anew. */
const lasting = (value: unknown): unknown =>
	value === undefined
		? undefined
		: JSON.parse(
				JSON.stringify(value, (name, inner) =>
					inner === null || name.endsWith('Timestamp') || name === 'FocDate' ? undefined : inner,
				),
			);

/** Whether a client has all the names of an input. */
const isKnownIn = (known: object) => (input: SdkInput) =>
	Object.entries(input).every(([name, value]) => value === undefined || name in known);

describe.each(fixtures)('$awsName', ({ awsName, resource, operation, parity, seed }) => {
	test('of the node is that of botocore, and both read the same from the response', async () => {
		const known = botocore.operations[awsName];
		expect(known).toBeDefined();
		const run = async (input: SdkInput) => {
			prepare(input, seed);
			const { output, ...failure } = await botocore.send(awsName, input);
			expect(failure).toEqual({});
			const expected = onlyRequest();

			prepare(input, seed);
			const given: INodeParameters = JSON.parse(JSON.stringify(parity.parameters(input)));
			const { outputs, error } = await runNode({
				items: [{}],
				credential: credentialFor(chime.url, key),
				parameters: { resource: resource[0], operation: operation[0], ...given },
			});
			expect(error).toBeUndefined();
			const found = onlyRequest();
			expect(found.request).toEqual(expected.request);
			expect(common(found.signed)).toEqual(common(expected.signed));
			const [item] = outputs[0].map(({ json }) => json);
			// What a newer response has besides is not in Debian's botocore.
			const read = lasting(parity.item(output ?? {}, input));
			expect([lasting(item)]).toMatchObject([read]);
		};
		const inputs = parity.inputs(fc).filter(isKnownIn(known));
		await fc.assert(fc.asyncProperty(inputs, run), { numRuns: 10 });
	});

	test("has in the server's model what botocore's model says", () => {
		const { query, body } = requestModels[awsName];
		const sent = { querystring: query, body, uri: {} };
		for (const each of Object.values(botocore.operations[awsName])) {
			if (each.in === 'uri') continue;
			const found = new Map(Object.entries<Member>(sent[each.in])).get(each.wireName);
			// Newer models have more choices, and require more.
			expect([each.wireName, found !== undefined]).toEqual([each.wireName, true]);
			if (each.required) expect([each.wireName, found?.required]).toEqual([each.wireName, true]);
			expect(found?.enum ?? []).toEqual(expect.arrayContaining(each.enum));
		}
	});

	test('of the AWS CLI is that of botocore, and both print the same', async () => {
		const inputs = parity.inputs(fc).filter(isKnownIn(botocore.operations[awsName]));
		const [input] = fc.sample(inputs, 1);
		prepare(input, seed);
		const { output = {} } = await botocore.send(awsName, input);
		const expected = onlyRequest();

		prepare(input, seed);
		const printed = await cli(awsName, input);
		expect(onlyRequest()).toEqual(expected);
		expect(lasting(printed)).toEqual(lasting(output));
	});
});

/** The name of a command, as botocore makes it of the operation's: `validate-e911-address`. */
const kebab = (operation: string) =>
	operation
		.replace(/(.)([A-Z][a-z])/g, '$1-$2')
		.replace(/([a-z])([A-Z])/g, '$1-$2')
		.toLowerCase();

/** Runs the AWS CLI, and returns what it prints. */
async function cli(operation: string, input: object, more: string[] = ['--no-paginate']) {
	const command = kebab(operation);
	const inputs = ['--cli-input-json', JSON.stringify(input)];
	const fixed = ['--endpoint-url', chime.url, '--output', 'json'];
	const service = operation in botocore.operations ? 'chime-sdk-voice' : 'sts';
	const all = [...fixed, service, command, ...inputs, ...more];
	const printed = await run(aws, all, { env: environmentOf(key) });
	return JSON.parse(printed || '{}');
}
test.each(filterCases)('botocore finds by $filter in $awsName', async (filterCase) => {
	seedFilter(chime.state, filterCase);
	const { awsName, one, other } = filterCase;
	const find = async (input: SdkInput) => {
		const { output = {} } = await botocore.send(awsName, { ...pathOfList(awsName), ...input });
		return Object.values(output).find(Array.isArray);
	};
	const found = [await find(one), await find(other)];
	expect(found).not.toContainEqual([]);
	expect(found[0]).not.toEqual(found[1]);
});

test('botocore gets the exceptions that AWS documents', async () => {
	const { voiceConnectorId: VoiceConnectorId } = ids;
	const get = async (ProxySessionId: string) =>
		await botocore.send('GetProxySession', { VoiceConnectorId, ProxySessionId });
	expect(await get('status-404')).toEqual({ error: 'NotFoundException', status: 404 });
	expect(await get('status-429')).toEqual({ error: 'ThrottledClientException', status: 429 });
	const list = await botocore.send('ListPhoneNumbers', { NextToken: 'unknown' });
	expect(list).toEqual({ error: 'BadRequestException', status: 400 });
	const unknown = await botocore.send('GetGlobalSettings', {});
	expect(unknown).toEqual({ error: 'UnknownOperationException', status: 404 });
});

describe('of STS, botocore reads', () => {
	test('the identity of the key, and the session of a role', async () => {
		const { output: identity } = await botocore.send('GetCallerIdentity', {}, 'sts');
		expect(identity).toMatchObject({ Account: '111122223333' });
		const assume = { RoleArn: role.arn, RoleSessionName: 'n8n' };
		const { output: session } = await botocore.send('AssumeRole', assume, 'sts');
		expect(session).toMatchObject({
			AssumedRoleUser: { Arn: expect.stringMatching(/:assumed-role\/.+\/n8n$/) },
			Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/) },
		});
	});

	test('the refusal of a role, and of a call that the server lacks', async () => {
		const assume = { RoleArn: `${role.arn}-other`, RoleSessionName: 'n8n' };
		const refused = await botocore.send('AssumeRole', assume, 'sts');
		expect(refused).toEqual({ error: 'AccessDenied', status: 403 });
		const lacking = await botocore.send('GetSessionToken', {}, 'sts');
		expect(lacking).toEqual({ error: 'InvalidAction', status: 400 });
	});
});

test("the AWS CLI reads a list page by page, by the server's page tokens", async () => {
	const rules = ['a', 'b', 'c'];
	const { seed } = fixtureOf('ListSipRules');
	for (const sipRuleId of rules) seed?.(chime.state, { sipRuleId });
	chime.received.length = 0;
	const { SipRules } = await cli('ListSipRules', {}, ['--page-size', '1']);
	expect(Object.values<SdkInput>(SipRules).map((each) => each.SipRuleId)).toEqual(rules);
	expect(chime.received).toHaveLength(3);
});

test('the AWS CLI gets the identity of the key and the session of a role from STS', async () => {
	expect(await cli('GetCallerIdentity', {}, [])).toMatchObject({ Account: '111122223333' });
	const assume = { RoleArn: role.arn, RoleSessionName: 'n8n' };
	expect(await cli('AssumeRole', assume, [])).toMatchObject({
		Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/) },
	});
	await expect(cli('GetSessionToken', {}, [])).rejects.toThrow(/\(InvalidAction\)/);
});
