import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { key, temporaryKey } from '../support/keys';
import { testCredential } from '../support/engine/tester';

const api = new AwsChimeSdkVoiceApi();
const noKey = 'AWS does not accept this key';
const target = '/?Action=GetCallerIdentity&Version=2011-06-15';

/** Tests a credential with a server at its endpoint. */
async function tested(
	fields: object | ((chime: Chime) => object),
	options: Partial<ChimeOptions> = {},
) {
	const chime = await startChime({ keys: [key, temporaryKey], ...options });
	try {
		const changed = typeof fields === 'function' ? fields(chime) : fields;
		const data = { region: 'us-east-1', sessionToken: '', endpoint: chime.url, ...key, ...changed };
		return { result: await testCredential(api, data), received: chime.received };
	} finally {
		await chime.close();
	}
}

describe('accepts', () => {
	test.each([
		['a long-term key', key],
		['a temporary key', temporaryKey],
		['a key with white space around it', { secretAccessKey: ` ${key.secretAccessKey}\n` }],
	])('%s', async (_what, keys) => {
		const { result, received } = await tested(({ url }) => ({ ...keys, endpoint: ` ${url}/ ` }));
		expect(result).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(received).toHaveLength(1);
		expect(received[0]).toMatchObject({
			method: 'GET',
			target,
			headers: { accept: 'application/json' },
			verdict: { isVerified: true, service: 'sts' },
		});
	});

	test('a key at an endpoint with a path', async () => {
		const { result, received } = await tested(({ url }) => ({ endpoint: `${url}/aws/` }));
		expect(result.status).toBe('OK');
		expect(received.map((request) => request.target)).toEqual([`/aws${target}`]);
	});
});

describe('says what the response means', () => {
	/** JSON of STS as AWS sends it: the error is one level deeper than in a response of Chime. */
	const errorOfSts = (Code: string) =>
		JSON.stringify({ Error: { Code, Message: 'No', Type: 'Sender' }, RequestId: '1' });
	const otherThanAws = /, or a server other than AWS responded: .*"Endpoint"\.$/;

	const errorsOfSts: Array<[what: string, code: string, message: RegExp]> = [
		['an unknown key', 'InvalidClientTokenId', /: check "Access Key ID"\. .*"Session Token"\.$/],
		['a wrong secret', 'SignatureDoesNotMatch', /: check that "Secret Access Key" belongs to /],
		['an expired token', 'ExpiredToken', /, because its session token has expired: /],
		['another error of STS', 'AccessDenied', otherThanAws],
	];

	test.each<[what: string, status: number, type: string, body: string, message: RegExp]>([
		...errorsOfSts.map(([what, code, message]): [string, number, string, string, RegExp] => [
			what,
			403,
			'application/json',
			errorOfSts(code),
			message,
		]),
		['a page under 200', 200, 'text/html', '<html>Welcome</html>', otherThanAws],
		['nothing under 200', 200, 'text/plain', '', otherThanAws],
		['nothing under 204', 204, 'text/plain', '', otherThanAws],
		['other JSON under 200', 200, 'application/json', '{"ok":true}', otherThanAws],
		['JSON that is not an object', 200, 'application/json', 'null', otherThanAws],
		['a page under 403', 403, 'text/html', '<html>Forbidden</html>', otherThanAws],
		['a redirect', 302, 'text/plain', '', otherThanAws],
		['a failing server', 503, 'text/plain', '', otherThanAws],
	])('%s', async (_what, status, type, body, message) => {
		const { result, received } = await tested(
			{},
			{
				intercept: (response) => {
					const headers = { 'Content-Type': type, Location: 'https://sts.amazonaws.com/' };
					response.writeHead(status, headers).end(body);
					return true;
				},
			},
		);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(result.message).toContain(noKey);
		expect(received).toHaveLength(1);
	});

	test.each([
		['a wrong secret', { secretAccessKey: 'wrong' }],
		['an unknown ID', { accessKeyId: 'AKIDNOBODY' }],
		['a token that does not belong to the key', { sessionToken: 'token' }],
	])('the server of the tests does not verify %s', async (_what, fields) => {
		const { result, received } = await tested(fields);
		expect(result).toEqual({ status: 'Error', message: expect.stringContaining(noKey) });
		expect(received.map(({ verdict }) => verdict.isVerified)).toEqual([false]);
	});
});

describe('sends nothing, and names the field', () => {
	const port = ({ url }: Chime) => new URL(url).port;
	const notHttps =
		'"Endpoint" in the credential does not use https: enter a URL with https. Plain http is accepted for loopback hosts only.';
	const notARegion =
		'"Region" in the credential is not the code of an AWS region: choose a region from the list, or use a code such as "us-east-1" in the expression.';

	test.each<[what: string, fields: object | ((chime: Chime) => object), message: string]>([
		['0.0.0.0', (chime) => ({ endpoint: `http://0.0.0.0:${port(chime)}` }), notHttps],
		[
			'mapped loopback',
			(chime) => ({ endpoint: `http://[::ffff:127.0.0.1]:${port(chime)}` }),
			notHttps,
		],
		['a name like loopback', { endpoint: 'http://localhost.evil.com' }, notHttps],
		['metadata', { endpoint: 'http://169.254.169.254' }, notHttps],
		['ftp', (chime) => ({ endpoint: `ftp://127.0.0.1:${port(chime)}` }), notHttps],
		[
			'an endpoint that is a word',
			{ endpoint: 'gateway' },
			'"Endpoint" in the credential is not a URL: enter one such as "https://voice-chime-fips.us-east-1.amazonaws.com", or leave it empty for AWS.',
		],
		[
			'a password in an endpoint',
			({ url }) => ({ endpoint: url.replace('//', '//user:password@') }),
			'"Endpoint" in the credential holds a user name, a password, a query or a fragment: remove it.',
		],
		[
			'a long endpoint',
			({ url }) => ({ endpoint: `${url}/${'/'.repeat(2_000)}x` }),
			'"Endpoint" in the credential is longer than 2,000 characters: enter a shorter URL.',
		],
		...['evil.example.com/', 'us@evil.example.com/', '', 'a'.repeat(1_000), undefined].map(
			(region): [string, object, string] => [
				`region ${region?.slice(0, 40)}`,
				{ region, endpoint: undefined },
				notARegion,
			],
		),
		[
			'no secret',
			{ secretAccessKey: '' },
			'"Access Key ID" or "Secret Access Key" in the credential is empty: enter both.',
		],
	])('%s', async (_what, fields, message) => {
		const { result, received } = await tested(fields);
		expect(result).toEqual({ status: 'Error', message });
		expect(received).toEqual([]);
	});
});
