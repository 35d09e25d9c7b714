import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import { AwsChimeSdkVoiceAssumeRoleApi } from '../../../credentials/AwsChimeSdkVoiceAssumeRoleApi.credentials';
import { always } from '../../support/chime/responses';
import { startChime, type Chime, type ChimeOptions } from '../../support/chime/server';
import { isStsRequest, sendStsError } from '../../support/chime/sts';
import { key, temporaryKey } from '../../support/keys';
import { role, roleCredentialFor } from '../../support/credential';
import { addressOfNobody } from '../../support/nobody';
import { errorsOfRequests, type Helper } from '../../support/engine/requester';
import { testCredential, type TestResult } from '../../support/engine/tester';

const api = new AwsChimeSdkVoiceAssumeRoleApi();
const trusted = [key.accessKeyId, temporaryKey.accessKeyId];

async function start(options: Partial<ChimeOptions> = {}): Promise<Chime> {
	const roles = [{ ...role, trusted, maxSessionDuration: 7_200 }];
	return await startChime({ keys: [key, temporaryKey], roles, ...options });
}

/** Tests the credential, and lists the calls that arrived. */
async function tested(
	changes: object = {},
	options: Partial<ChimeOptions> = {},
): Promise<{ result: TestResult; calls: Array<string | null>; chime: Chime }> {
	const chime = await start(options);
	const data = { ...roleCredentialFor(chime.url), ...changes };
	const result = await testCredential(api, data);
	const calls = chime.received.map(({ target, body }) =>
		new URLSearchParams(body.toString() || target.slice(target.indexOf('?'))).get('Action'),
	);
	return { result, calls, chime };
}

test('is the credential type that saved workflows name, with every secret masked', () => {
	expect(api.name).toBe('awsChimeSdkVoiceAssumeRoleApi');
	expect(api.displayName).toBe('AWS Chime SDK Voice (Assume Role) API');
	const fields = api.properties.map(({ name, type, default: value, typeOptions }) => [
		...[name, type, value],
		typeOptions?.password,
	]);
	expect(fields).toEqual([
		['region', 'options', 'us-east-1', undefined],
		['accessKeyId', 'string', '', undefined],
		['secretAccessKey', 'string', '', true],
		['sessionToken', 'string', '', true],
		['roleArn', 'string', '', undefined],
		['externalId', 'string', '', undefined],
		['roleSessionName', 'string', 'n8n', undefined],
		['durationSeconds', 'number', 3_600, undefined],
		['session', 'hidden', '', true],
		['endpoint', 'string', '', undefined],
	]);
});

test('keeps what n8n calls where n8n spreads the instance, as n8n does with a community credential', () => {
	expect({ ...api }).toMatchObject({
		authenticate: expect.any(Function),
		preAuthentication: expect.any(Function),
	});
});

describe('the request to STS', () => {
	test.each([
		['with an external ID', {}, { ExternalId: role.externalId }],
		['without an external ID', { externalId: ' ' }, {}],
		['with characters of an ARN', { externalId: 'a:b/c=d@e+f' }, { ExternalId: 'a:b/c=d@e+f' }],
		[
			'with other values',
			{ roleSessionName: 'n8n@example.com', durationSeconds: '900' },
			{ RoleSessionName: 'n8n@example.com', DurationSeconds: 900, ExternalId: role.externalId },
		],
	])("has the fields of AWS's own client, %s", async (_what, changes, input) => {
		const { chime } = await tested(changes);
		const { accessKeyId, secretAccessKey } = key;
		const client = new STSClient({
			endpoint: chime.url,
			region: 'us-east-1',
			credentials: { accessKeyId, secretAccessKey },
			maxAttempts: 1,
		});
		const defaults = { RoleArn: role.arn, RoleSessionName: 'n8n', DurationSeconds: 3_600 };
		await client.send(new AssumeRoleCommand({ ...defaults, ...input })).catch(() => {});
		client.destroy();
		const [own, ...others] = chime.received.filter(({ method }) => method === 'POST');
		const [theirs] = others.slice(-1);
		const form = (body: Buffer) => Object.fromEntries(new URLSearchParams(body.toString()));
		expect(form(own.body)).toEqual(form(theirs.body));
		expect(own).toMatchObject({
			method: theirs.method,
			target: theirs.target,
			verdict: { isVerified: true, service: 'sts', accessKeyId },
		});
		expect(own.headers['content-type']).toBe(theirs.headers['content-type']);
	});

	test("yields the same session that AWS's own client reads", async () => {
		const chime = await start();
		const data = roleCredentialFor(chime.url);
		await errorsOfRequests('httpRequestWithAuthentication', [{ url: `${chime.url}/` }], data, api);
		expect(chime.sts.issued).toHaveLength(1);
		expect(chime.received.at(-1)?.headers['x-amz-security-token']).toBe(
			chime.sts.issued[0].sessionToken,
		);
	});
});

describe('the credential test', () => {
	test.each([
		['a key', {}],
		['a temporary key', temporaryKey],
		['white space around the fields', { roleArn: ` ${role.arn}\n`, externalId: ' n8n-42 ' }],
		['two hours, which the role allows', { durationSeconds: 7_200 }],
		['a session of other settings', { session: '{"madeFrom":"other"}' }],
	])('accepts %s', async (_what, changes) => {
		const { result, calls } = await tested(changes);
		expect(result).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(calls).toEqual(['AssumeRole', 'GetCallerIdentity']);
	});

	/** IAM allows any printable ASCII in a path. */
	test.each([...'!"#$%&\'()*+,-.:;<=>?@[\\]^_`{|}~'].map((character) => [character]))(
		'accepts the character %s in the path of a role',
		async (character) => {
			const arn = `arn:aws:iam::111122223333:role/a${character}b/n8n`;
			const { result, chime } = await tested(
				{ roleArn: arn },
				{ roles: [{ ...role, trusted, arn }] },
			);
			expect(result).toEqual({ status: 'OK', message: 'Connection successful!' });
			const form = new URLSearchParams(chime.received[0].body.toString());
			expect(form.get('RoleArn')).toBe(arn);
		},
	);

	test('proves the trust policy anew where a session is there', async () => {
		const chime = await start();
		const data = { ...roleCredentialFor(chime.url) };
		expect((await testCredential(api, data)).status).toBe('OK');
		expect(data.session).not.toBe('');
		chime.sts.roles[0].trusted = [];
		const result = await testCredential(api, { ...data });
		expect(result.message).toMatch(/^AWS does not let this key assume the role/);
	});

	const denied = /^AWS does not let this key assume the role: .*trust policy.*"External ID"/;
	const otherThanSts = /^A server other than AWS STS responded .*"Endpoint"/;
	test.each<[what: string, changes: object, message: RegExp]>([
		['another role', { roleArn: 'arn:aws:iam::111122223333:role/other' }, denied],
		['a wrong external ID', { externalId: 'n8n-43' }, denied],
		['no external ID', { externalId: '' }, denied],
		[
			'a wrong secret',
			{ secretAccessKey: 'wrong' },
			/^AWS does not accept this key: check that "Secret/,
		],
		['an unknown ID', { accessKeyId: 'AKIDNOBODY' }, /^AWS does not accept this key: check "Acc/],
		[
			'more than the role allows',
			{ durationSeconds: 43_200 },
			/maximum session duration of the role/,
		],
		[
			'more than a chained role allows',
			{ ...temporaryKey, durationSeconds: 3_601 },
			/\(role chaining\) has sessions of one hour at most\. Enter 3600 or less\.$/,
		],
	])('names the cause: %s', async (_what, changes, message) => {
		const { result, calls } = await tested(changes);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(calls).toEqual(['AssumeRole']);
	});

	test.each([-3, 3])('passes with a clock that is %i minutes off', async (minutes) => {
		const now = () => new Date(Date.now() + minutes * 60_000);
		const { result } = await tested({}, { now });
		expect(result).toEqual({ status: 'OK', message: 'Connection successful!' });
	});

	test.each<[what: string, minutes: number, message: RegExp]>([
		['behind', 42, /the clock of the machine that n8n runs on is 42 minutes behind AWS's/],
		['ahead', -42, /the clock of the machine that n8n runs on is 42 minutes ahead of AWS's/],
		['eight days behind', 11_520, /is 11520 minutes behind AWS's/],
	])('names a clock that is %s', async (_what, minutes, message) => {
		const now = () => new Date(Date.now() + minutes * 60_000);
		const { result } = await tested({}, { now });
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
	});

	test.each<[what: string, status: number, body: string, message: RegExp]>([
		['a page', 200, '<html>Welcome</html>', otherThanSts],
		['nothing', 200, '', otherThanSts],
		['a redirect', 302, '', otherThanSts],
		['a page under 403', 403, '<html>Forbidden</html>', otherThanSts],
		['a proxy that wants a password', 407, '', otherThanSts],
		[
			'a session without a token',
			200,
			'<AccessKeyId>A</AccessKeyId><Expiration>2030-01-01T00:00:00Z</Expiration>',
			otherThanSts,
		],
		['a long body', 200, '<Code>'.repeat(100_000), otherThanSts],
		['many levels', 200, '<a>'.repeat(20_000), otherThanSts],
		['a timeout', 408, '', /^AWS STS returned HTTP 408 instead of a session of the role\.$/],
		['a failing server', 500, '', /^AWS STS returned HTTP 500 instead of a session of the role\.$/],
	])('names the cause, after three attempts: %s', async (_what, status, body, message) => {
		const { result, chime } = await tested(
			{},
			{
				intercept: (response) => {
					response.writeHead(status, { Location: '/elsewhere' }).end(body);
					return true;
				},
			},
		);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(chime.received).toHaveLength(3);
	});

	test.each<[code: string, status: number, message: RegExp, requests: number]>([
		['Throttling', 400, /because it throttled the requests\.$/, 3],
		['ThrottlingException', 400, /because it throttled the requests\.$/, 3],
		['RegionDisabledException', 403, /^AWS STS is switched off in this region/, 1],
		['ExpiredToken', 403, /its session token has expired/, 1],
		['PackedPolicyTooLarge', 400, /^AWS STS returned PackedPolicyTooLarge .*: check the fields/, 1],
	])('names the cause: %s', async (code, status, message, requests) => {
		const { result, chime } = await tested(
			{},
			{
				intercept: always((response) => sendStsError(response, status, code)),
			},
		);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(chime.received).toHaveLength(requests);
	});

	test('says that nobody listens', async () => {
		const endpoint = await addressOfNobody();
		const result = await testCredential(api, roleCredentialFor(endpoint));
		expect(result.message).toBe(
			'AWS STS could not be reached for a session of the role: the connection was refused.',
		);
	});
});

describe('sends nothing, and names the field', () => {
	const arn = /^"Role ARN" in the credential is not the ARN of an IAM role/;
	const duration = /^"Duration \(Seconds\)" in the credential is not a whole number from 900/;
	test.each<[what: string, changes: object, message: RegExp]>([
		['no role', { roleArn: '' }, arn],
		['a user', { roleArn: 'arn:aws:iam::111122223333:user/n8n' }, arn],
		['a session', { roleArn: 'arn:aws:sts::111122223333:assumed-role/n8n/n8n' }, arn],
		['a short account', { roleArn: 'arn:aws:iam::1111:role/n8n' }, arn],
		['a name', { roleArn: 'n8n' }, arn],
		['a role without a name', { roleArn: 'arn:aws:iam::111122223333:role/n8n/' }, arn],
		['a line', { roleArn: `${role.arn}\nx` }, arn],
		['a blank in a path', { roleArn: 'arn:aws:iam::111122223333:role/a b/n8n' }, arn],
		['a letter that is no ASCII', { roleArn: 'arn:aws:iam::111122223333:role/ä/n8n' }, arn],
		['a character that only a path has', { roleArn: 'arn:aws:iam::111122223333:role/n8n!' }, arn],
		['a long role', { roleArn: `${role.arn}${'x'.repeat(2_048)}` }, arn],
		['no text', { roleArn: 7 }, arn],
		['a second too few', { durationSeconds: 899 }, duration],
		['a second too many', { durationSeconds: 43_201 }, duration],
		['half a second', { durationSeconds: 900.5 }, duration],
		['minutes', { durationSeconds: '15m' }, duration],
		['no duration', { durationSeconds: '' }, duration],
		['no number', { durationSeconds: NaN }, duration],
		['a short external ID', { externalId: 'x' }, /^"External ID" in the credential/],
		['a blank in an external ID', { externalId: 'a b' }, /^"External ID" in the credential/],
		['no session name', { roleSessionName: '' }, /^"Role Session Name" in the credential/],
		['a slash in it', { roleSessionName: 'n8n/x' }, /^"Role Session Name" in the credential/],
		['a long one', { roleSessionName: 'n'.repeat(65) }, /^"Role Session Name" in the credential/],
		['no secret', { secretAccessKey: '' }, /^"Access Key ID" or "Secret Access Key" in the/],
		['no region', { region: '' }, /^"Region" in the credential/],
		['plain http', { endpoint: 'http://example.com' }, /^"Endpoint" in the credential/],
	])('%s', async (_what, changes, message) => {
		const { result, chime } = await tested(changes);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(chime.received).toEqual([]);
	});
});

describe.each<Helper>(['requestWithAuthentication', 'httpRequestWithAuthentication'])(
	"with n8n's %s",
	(helper) => {
		const urlIn = helper === 'requestWithAuthentication' ? 'uri' : 'url';
		const get = ({ url }: Chime, path = '/voice-connectors') => ({ [urlIn]: `${url}${path}` });

		test.each([
			['no session', ''],
			['a session of other settings', '{"madeFrom":"other"}'],
		])('a hundred requests at once with %s make one call', async (_what, session) => {
			const chime = await start();
			const data = { ...roleCredentialFor(chime.url), session };
			const requests = Array.from({ length: 100 }, () => get(chime));
			const errors = await errorsOfRequests(helper, requests, data, api);
			expect(errors).toEqual(requests.map(() => undefined));
			expect(chime.received.filter(isStsRequest)).toHaveLength(1);
			expect(chime.received).toHaveLength(101);
		});

		test('a failed request is no reason for a new session, and is not repeated', async () => {
			const chime = await start();
			const path = '/voice-connectors/a/proxy-sessions/b';
			const body = { Capabilities: ['Voice'] };
			const create = { ...get(chime, path), method: 'POST', body, json: true };
			const [error] = await errorsOfRequests(helper, [create], roleCredentialFor(chime.url), api);
			expect(error).toMatchObject({ httpCode: '404' });
			expect(chime.received.map(({ target }) => target)).toEqual(['/', expect.any(String)]);
		});

		test.each([
			['another call of STS', '/?Action=AssumeRole&Version=2011-06-15'],
			['another host', 'https://example.com/'],
			['another service of AWS', 'https://iam.amazonaws.com/'],
		])('the session does not sign %s', async (_what, target) => {
			const chime = await start();
			const url = target.startsWith('/') ? `https://sts.us-east-1.amazonaws.com${target}` : target;
			const request = { [urlIn]: url };
			const [error] = await errorsOfRequests(helper, [request], roleCredentialFor(chime.url), api);
			expect(String(Object(error).message)).toMatch(/^This credential signs only /);
			expect(chime.received.filter((each) => !isStsRequest(each))).toEqual([]);
		});
	},
);

test('the key goes to STS in the region of the credential, where no endpoint is set', async () => {
	const sent: string[] = [];
	const helpers = {
		httpRequest: async ({ url }: { url: string }) => {
			sent.push(url);
			throw new Error('offline');
		},
	};
	for (const [region, endpoint] of [
		['eu-west-2', ''],
		[' EU-West-2 ', ' '],
		['us-west-2', 'https://voice-chime-fips.us-west-2.amazonaws.com/'],
	]) {
		const data = { ...roleCredentialFor(''), region, endpoint };
		await expect(api.preAuthentication.call({ helpers }, data)).rejects.toThrow(': offline.');
	}
	expect([...new Set(sent)]).toEqual([
		'https://sts.eu-west-2.amazonaws.com/',
		'https://sts.us-west-2.amazonaws.com/',
	]);
});
