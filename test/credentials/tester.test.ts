import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { startChime, type Chime, type ChimeOptions } from '../chime/server';
import { key, temporaryKey } from '../keys';
import { testCredential } from './tester';

const api = new AwsChimeSdkVoiceApi();
const inUsEast1 = { region: 'us-east-1', sessionToken: '' };

/** What a credential is told by its test, with a server at its endpoint. */
async function tested(data: (chime: Chime) => object, options: Partial<ChimeOptions> = {}) {
	const chime = await startChime({ keys: [key, temporaryKey], ...options });
	try {
		const result = await testCredential(api, { ...inUsEast1, ...data(chime) });
		return { result, received: chime.received };
	} finally {
		await chime.close();
	}
}

/** STS in JSON, as AWS sends it: its error is one level deeper than those of Chime. */
const refusing = (Code: string): Partial<ChimeOptions> => ({
	intercept: (response) => {
		response.writeHead(403, { 'Content-Type': 'application/json' });
		response.end(
			JSON.stringify({ Error: { Code, Message: 'No', Type: 'Sender' }, RequestId: '1' }),
		);
		return true;
	},
});
const answering = (status: number, type: string, body: string): Partial<ChimeOptions> => ({
	intercept: (response) => {
		response.writeHead(status, { 'Content-Type': type, Location: 'https://sts.amazonaws.com/' });
		response.end(body);
		return true;
	},
});

describe('a key is accepted', () => {
	test.each([
		['a long-term key', key],
		['a temporary key', temporaryKey],
		['a key with white space around it', { ...key, secretAccessKey: ` ${key.secretAccessKey}\n` }],
	])('%s', async (_what, keys) => {
		const { result, received } = await tested(({ url }) => ({ ...keys, endpoint: ` ${url}/ ` }));
		expect(result).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(received).toHaveLength(1);
		expect(received[0]).toMatchObject({
			method: 'GET',
			target: '/?Action=GetCallerIdentity&Version=2011-06-15',
			headers: { accept: 'application/json' },
			verdict: { isVerified: true, service: 'sts' },
		});
	});

	test('below the path of an endpoint', async () => {
		const { result, received } = await tested(({ url }) => ({ ...key, endpoint: `${url}/aws/` }));
		expect(result.status).toBe('OK');
		expect(received[0].target).toBe('/aws/?Action=GetCallerIdentity&Version=2011-06-15');
	});
});

describe('an answer is told as what it is', () => {
	const notAccepted = 'AWS does not accept this key';

	test.each<[string, Partial<ChimeOptions>, RegExp]>([
		[
			'an unknown key',
			refusing('InvalidClientTokenId'),
			/key: check the Access Key ID\. .*Session Token/,
		],
		['a wrong secret', refusing('SignatureDoesNotMatch'), /key: check that the Secret Access Key/],
		['a token that has expired', refusing('ExpiredToken'), /key: its Session Token has expired\./],
		[
			'another refusal',
			refusing('AccessDenied'),
			/key, or something other than AWS responded.* Endpoint\.$/,
		],
		[
			'a page under 200',
			answering(200, 'text/html', '<html>Welcome</html>'),
			/something other than AWS responded/,
		],
		['nothing under 200', answering(200, 'text/plain', ''), /something other than AWS responded/],
		['nothing under 204', answering(204, 'text/plain', ''), /something other than AWS responded/],
		['other JSON under 200', answering(200, 'application/json', '{"ok":true}'), /something other/],
		['JSON that is no object', answering(200, 'application/json', 'null'), /something other/],
		['a page under 403', answering(403, 'text/html', '<html>Forbidden</html>'), /something other/],
		['a redirect', answering(302, 'text/plain', ''), /something other than AWS responded/],
		['a server that fails', answering(503, 'text/plain', ''), /something other than AWS responded/],
	])('%s', async (_what, options, sentence) => {
		const { result, received } = await tested(({ url }) => ({ ...key, endpoint: url }), options);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(sentence) });
		expect(result.message).toContain(notAccepted);
		expect(received).toHaveLength(1);
	});

	test.each([
		['a secret that is not the right one', { secretAccessKey: 'wrong' }],
		['an ID that nobody has', { accessKeyId: 'AKIDNOBODY' }],
		['a token too many', { sessionToken: 'token' }],
	])('the loopback server refuses %s', async (_what, change) => {
		const { result, received } = await tested(({ url }) => ({ ...key, ...change, endpoint: url }));
		expect(result).toEqual({ status: 'Error', message: expect.stringContaining(notAccepted) });
		expect(received.map(({ verdict }) => verdict.isVerified)).toEqual([false]);
	});
});

describe('nothing is sent, and the field is named', () => {
	const https = "The credential's Endpoint must use https; plain http is for loopback hosts only.";
	const port = ({ url }: Chime) => new URL(url).port;

	test.each<[string, (chime: Chime) => object, string]>([
		['0.0.0.0', (chime) => ({ endpoint: `http://0.0.0.0:${port(chime)}` }), https],
		[
			'mapped loopback',
			(chime) => ({ endpoint: `http://[::ffff:127.0.0.1]:${port(chime)}` }),
			https,
		],
		['a name like loopback', () => ({ endpoint: 'http://localhost.evil.com' }), https],
		['metadata', () => ({ endpoint: 'http://169.254.169.254' }), https],
		['ftp', (chime) => ({ endpoint: `ftp://127.0.0.1:${port(chime)}` }), https],
		[
			'an endpoint that is none',
			() => ({ endpoint: 'gateway' }),
			'The credential\'s Endpoint is not a URL, such as "https://voice-chime-fips.us-east-1.amazonaws.com".',
		],
		[
			'a password in an endpoint',
			(chime) => ({ endpoint: chime.url.replace('//', '//user:password@') }),
			"The credential's Endpoint must hold no user name, password, query or fragment.",
		],
		...['evil.example.com/', 'us@evil.example.com/', '', 'a'.repeat(1_000), undefined].map(
			(region): [string, () => object, string] => [
				`region ${region?.slice(0, 40)}`,
				() => ({ region }),
				'The credential\'s Region is not the name of an AWS region, such as "us-east-1".',
			],
		),
		[
			'no secret',
			({ url }) => ({ secretAccessKey: '', endpoint: url }),
			'The credential must hold an Access Key ID and a Secret Access Key.',
		],
		[
			'a long endpoint',
			({ url }) => ({ endpoint: `${url}/${'/'.repeat(2_000)}x` }),
			"The credential's Endpoint is longer than 2,000 characters.",
		],
	])('%s', async (_what, change, message) => {
		const { result, received } = await tested((chime) => ({ ...key, ...change(chime) }));
		expect(result).toEqual({ status: 'Error', message });
		expect(received).toEqual([]);
	});
});
