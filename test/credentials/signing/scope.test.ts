import { AwsChimeSdkVoiceApi } from '../../../credentials/AwsChimeSdkVoiceApi.credentials';
import { ConfigurationError } from '../../../credentials/signing/scope';
import { sign } from '../../../credentials/signing/sign';
import { key, temporaryKey } from '../../support/keys';
import { errorOfRequest, type Helper } from '../../support/engine/requester';
import { callerIdentity, date, host, scopeIn, signedHeaders } from '../../support/engine/signed';

const api = new AwsChimeSdkVoiceApi();
const chime = `${host}/voice-connectors`;
const sts = 'https://sts.us-east-1.amazonaws.com';
const local = 'http://127.0.0.1:4000';
const gateway = { endpoint: 'https://gateway.example.com/chime/' };

/** Fields of a credential, and a request or its URL: n8n's types allow less than a user can enter. */
type Case = [what: string, fields: object, request: string | object];

const requestOf = (request: string | object) =>
	typeof request === 'string' ? { url: request } : { url: '', ...request };
const dataOf = (fields: object) => ({ ...temporaryKey, region: 'us-east-1', ...fields });

/** Finds the error by its errorCode in all that n8n wraps around it, as the node does. */
function configurationErrorIn(error: unknown): Error | undefined {
	if (!(error instanceof Error)) return undefined;
	const isFound = Reflect.get(error, 'errorCode') === 'ConfigurationError';
	return isFound ? error : configurationErrorIn(error.cause);
}

const noRegion =
	/^"Region" in the credential is not the code of an AWS region: .* "us-east-1" in the expression\.$/;
const regions = [
	...['evil.example.com/', 'us@evil.example.com/', 'us-east-1.evil', 'us east 1', 'us_east_1'],
	...['-us-east-1', 'us-east-1-', '', 'a'.repeat(64), `${' '.repeat(100)}us-east-1`],
	...['us-east-1\n.evil', 'ｕｓ-east-1', 'us-east-1#', 7, undefined, null, ['us-east-1']],
];
const insecureEndpoints = [
	...['http://0.0.0.0:4000', 'http://[::ffff:127.0.0.1]:4000', 'http://[::]:4000'],
	...['http://localhost.evil.com', 'http://evil.localhost', 'http://localhost.', 'http://10.0.0.1'],
	...['http://127.0.0.1.nip.io', 'http://localhost:80@evil.example.com', 'http://128.0.0.1'],
	...['ftp://127.0.0.1', 'javascript:alert(1)', 'file:///etc/passwd', 'ws://localhost'],
	...['http://voice-chime.us-east-1.amazonaws.com', 'http://gateway.example.com'],
];
const linkLocalHosts = [
	...['169.254.169.254', '169.254.170.2', '2852039166', '0xa9fea9fe', '[fe80::1]', '[febf::1]'],
	...['[::ffff:169.254.169.254]', '[::169.254.169.254]', '[::ffff:0:169.254.169.254]'],
	...['[64:ff9b::a9fe:a9fe]', '[64:ff9b::169.254.0.0]', '[64:ff9b:1::a9fe:a9fe]'],
	...['[64:ff9b:1:2:3:4:a9fe:1]', '[2002:a9fe:a9fe::]', '[fd00:ec2::254]', '[fd00:0ec2::23]'],
];
const endpointsWithMore = [
	...['https://user@gateway.example.com', 'https://:pa55@gateway.example.com'],
	...['https://gateway.example.com?a=1', 'https://gateway.example.com/?'],
	...['https://gateway.example.com/#a', 'https://gateway.example.com#'],
];

/** What is rejected, by the message. */
const rejected: Array<[message: RegExp, cases: Case[]]> = [
	[
		noRegion,
		regions.map((region): Case => [`region ${JSON.stringify(region)}`, { region }, chime]),
	],
	[
		/^"Endpoint" in the credential does not use https: .* Plain http is accepted for loopback hosts only\.$/,
		insecureEndpoints.map((endpoint): Case => [
			`endpoint ${endpoint}`,
			{ endpoint },
			`${endpoint}/voice-connectors`,
		]),
	],
	[
		/^"Endpoint" in the credential is a link-local address, .*: enter another host\.$/,
		linkLocalHosts.map((name): Case => [
			`endpoint ${name}`,
			{ endpoint: `https://${name}` },
			`https://${name}/latest/meta-data`,
		]),
	],
	[
		/^"Endpoint" in the credential holds a user name, a password, a query or a fragment: .*\.$/,
		endpointsWithMore.map((endpoint): Case => [`endpoint ${endpoint}`, { endpoint }, chime]),
	],
	[
		/^"Endpoint" in the credential is not a URL: enter one such as "https:\/\/voice-chime-fips\./,
		[
			['an endpoint that is a word', { endpoint: 'gateway' }, chime],
			['an endpoint of two lines', { endpoint: 'https://gateway.\nexample.com' }, chime],
		],
	],
	[
		/^"Endpoint" in the credential holds "\." or "\.\." as a part of its path: .*\.$/,
		[['dots in an endpoint', { endpoint: 'https://gateway.example.com/a/%2e%2E/b' }, chime]],
	],
	[
		/^"Endpoint" in the credential is longer than 2,000 characters: .*\.$/,
		[['a long endpoint', { endpoint: `${gateway.endpoint}${'a'.repeat(2_000)}` }, chime]],
	],
	[
		/^"Access Key ID" or "Secret Access Key" in the credential is empty: enter both\.$/,
		[
			['no access key ID', { accessKeyId: ' ' }, chime],
			['no secret', { secretAccessKey: '' }, chime],
		],
	],
	[
		/^"Session Token" in the credential is longer than 16,384 characters, or holds white space /,
		[['a session token of two lines', { sessionToken: 'FwoG\nZXIv' }, chime]],
	],
	[
		/^"Access Key ID" in the credential is longer than 16,384 characters, or holds white space /,
		[['an ID that is a header', { accessKeyId: 'AKID\r\nX: y' }, chime]],
	],
	[
		/^This credential signs only for Amazon Chime SDK Voice: .* AWS credential\.$/,
		[
			['another service', {}, 'https://s3.us-east-1.amazonaws.com/'],
			['a service of a similar name', {}, 'https://voice-chime-x.us-east-1.amazonaws.com/'],
			['two regions', {}, 'https://voice-chime.a.us-east-1.amazonaws.com/'],
			['another domain behind the host', {}, `${host}.evil.com/`],
			['a word before the host', {}, 'https://evilvoice-chime.us-east-1.amazonaws.com/'],
			['a user like the host', {}, chime.replace('/v', '@evil.example.com/v')],
			['a host with a dot at its end', {}, `${host}./`],
			['another port', {}, `${host}:8443/`],
			['a loopback host without endpoint', {}, `${local}/`],
			['metadata', {}, 'https://[::ffff:169.254.169.254]/latest'],
			['another host than the endpoint', gateway, 'https://evil.example.com/chime/x'],
			['another port of the endpoint', gateway, 'https://gateway.example.com:8443/chime/x'],
			['a host like that of STS', {}, `https://sts.attacker.example/${callerIdentity}`],
		],
	],
	[
		/^The URL does not use https: .* Plain http is accepted for loopback hosts only\.$/,
		[["AWS's host in plain text", {}, 'http://voice-chime.us-east-1.amazonaws.com/']],
	],
	[
		/^The URL is outside the path of "Endpoint" in the credential: .*\.$/,
		[['another path of the endpoint', gateway, 'https://gateway.example.com/chimera']],
	],
	[
		/^This credential signs only one call of AWS STS, GetCallerIdentity: /,
		[
			['STS without an action', {}, `${sts}/`],
			['a key from STS', {}, `${sts}/?Action=GetSessionToken&Version=2011-06-15`],
			['a role from STS', {}, { url: sts, qs: { Action: 'AssumeRole', Version: '2011-06-15' } }],
			['two actions of STS', {}, `${sts}/${callerIdentity}&Action=GetSessionToken`],
			['more than the action', {}, `${sts}/${callerIdentity}&DurationSeconds=900`],
			['an action in one name', {}, `${sts}/?Action%3DGetCallerIdentity%26Version=2011-06-15`],
			['another path of STS', {}, `${sts}/x${callerIdentity}`],
			['a POST to STS', {}, { method: 'POST', url: `${sts}/${callerIdentity}` }],
			[
				'an action in the body beside the one in the query',
				{},
				{
					method: 'POST',
					url: `${sts}/${callerIdentity}`,
					body: 'Action=GetSessionToken&Version=2011-06-15',
				},
			],
			['STS in plain text', {}, `http://sts.us-east-1.amazonaws.com/${callerIdentity}`],
			['STS on another port', {}, `https://sts.amazonaws.com:8443/${callerIdentity}`],
			['an endpoint that is STS', { endpoint: sts }, `${sts}/voice-connectors`],
		],
	],
];

const rejectedCases = rejected.flatMap(([message, cases]) =>
	cases.map(([what, fields, request]) => ({ what, fields, request, message })),
);

test.each(rejectedCases)('rejects $what', async ({ fields, request, message }) => {
	const signed = sign(requestOf(request), dataOf(fields), date);
	await expect(signed).rejects.toBeInstanceOf(ConfigurationError);
	await expect(signed).rejects.toThrow(message);
	const error: unknown = await api
		.authenticate(dataOf(fields), requestOf(request))
		.catch((reason) => reason);
	expect(configurationErrorIn(error)?.message).toMatch(message);
	// n8n's credential test would show a code instead of the message.
	expect(error).not.toHaveProperty('code');
	expect(String(error)).not.toMatch(/evil|gateway|FwoG|pa55|169\.254/);
});

/** What is signed, by the region and the service of the signature. */
const signed: Array<[scope: string, cases: Case[]]> = [
	[
		'us-east-1/chime',
		[
			['the host of a region', {}, `${host}/x`],
			['the host of another region', { region: 'eu-west-1' }, `${host}/x`],
			['a host in capitals', {}, 'https://VOICE-CHIME.US-EAST-1.amazonaws.com/x'],
			["AWS's host beside an endpoint", gateway, chime],
			['an endpoint of blanks', { endpoint: '  ' }, chime],
			['the endpoint itself', gateway, 'https://gateway.example.com/chime'],
			['a path below it', gateway, 'https://GATEWAY.example.com:443/chime/voice-connectors'],
			["the node's URL for the endpoint", gateway, `${gateway.endpoint}/voice-connectors`],
			['blanks and capitals', { region: ' US-EAST-1 ', endpoint: ` ${local}/ ` }, `${local}/x`],
			['loopback as a number', { endpoint: 'http://2130706433:4000' }, `${local}/x`],
			['another loopback address', { endpoint: 'http://127.9.9.9' }, 'http://127.9.9.9/x'],
			['loopback of IPv6', { endpoint: 'http://[0:0::1]:4000' }, 'http://[::1]:4000/x'],
			['a name for loopback', { endpoint: 'http://localhost:4000' }, 'http://localhost:4000/x'],
		],
	],
	[
		'us-west-2/chime',
		[
			['a FIPS host', {}, 'https://voice-chime-fips.us-west-2.amazonaws.com/x'],
			['an endpoint', { region: 'us-west-2', endpoint: local }, `${local}/voice-connectors`],
		],
	],
	[
		'xx-new-12/chime',
		[['a new region', { region: 'xx-new-12' }, chime.replace('us-east-1', 'xx-new-12')]],
	],
	[
		'us-east-1/sts',
		[
			['STS', { region: 'eu-west-1' }, `https://sts.amazonaws.com/${callerIdentity}`],
			['a GET to STS, without its body', {}, { url: `${sts}/${callerIdentity}`, body: { a: 1 } }],
			['STS at the endpoint', { endpoint: local }, `${local}/${callerIdentity}`],
			[
				'STS at the endpoint, with the query in the other order',
				gateway,
				`${gateway.endpoint}?Version=2011-06-15&Action=GetCallerIdentity`,
			],
		],
	],
	[
		'eu-central-1/sts',
		[['STS in a region', {}, `https://sts.eu-central-1.amazonaws.com/${callerIdentity}`]],
	],
	[
		'us-west-2/sts',
		[['a FIPS host of STS', {}, `https://sts-fips.us-west-2.amazonaws.com/${callerIdentity}`]],
	],
];

const signedCases = signed.flatMap(([scope, cases]) =>
	cases.map(([what, fields, request]) => ({ what, fields, request, scope })),
);

test.each(signedCases)('signs $what for $scope', async ({ fields, request, scope }) => {
	const { authorization } = await signedHeaders(requestOf(request), dataOf(fields));
	expect(scopeIn(authorization)).toBe(`20261123/${scope}/aws4_request`);
	expect(authorization).toContain('Signature=');
});

test.each<[Helper, object]>([
	['httpRequestWithAuthentication', { url: chime }],
	['requestWithAuthentication', { uri: chime }],
])('%s passes on the message and the error within', async (helper, options) => {
	const error = await errorOfRequest(helper, options, { ...key, region: 'evil.example.com/' });
	expect(error).toHaveProperty('message', expect.stringMatching(noRegion));
	expect(configurationErrorIn(error)?.message).toMatch(noRegion);
});
