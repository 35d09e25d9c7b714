import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeType,
} from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../../credentials/AwsChimeSdkVoiceApi.credentials';
import { ConfigurationError } from '../../../credentials/signing/scope';
import { sign } from '../../../credentials/signing/sign';
import { itemSource, startWorkflow } from '../../engine/engine';
import { key, temporaryKey } from '../../keys';

const credentialType = 'awsChimeSdkVoiceApi';
const api = new AwsChimeSdkVoiceApi();
const identity = '?Action=GetCallerIdentity&Version=2011-06-15';
const gateway = { endpoint: 'https://gateway.example.com/chime/' };

/** The types of n8n allow less than an expression, an API or a node can put there. */
type Settings = object;
type Asked = string | object;

const dataOf = (settings: Settings): ICredentialDataDecryptedObject => ({
	...temporaryKey,
	region: 'us-east-1',
	...settings,
});
const requestOf = (asked: Asked): IHttpRequestOptions =>
	typeof asked === 'string' ? { url: asked } : { url: '', ...asked };

/** As the node does: it knows the error by its errorCode, however deep n8n has wrapped it. */
function configurationErrorIn(error: unknown): Error | undefined {
	if (!(error instanceof Error)) return undefined;
	const isIt = Reflect.get(error, 'errorCode') === 'ConfigurationError';
	return isIt ? error : configurationErrorIn(error.cause);
}

const aRegion = /^The credential's Region is not the name of an AWS region, such as "us-east-1"\.$/;
const https = /^The credential's Endpoint must use https; plain http is for loopback hosts only\.$/;
const linkLocal = /^The credential's Endpoint must not be a link-local address\.$/;
const bare = /^The credential's Endpoint must hold no user name, password, query or fragment\.$/;
const noUrl = /^The credential's Endpoint is not a URL, such as "https:\/\/voice-chime-fips\./;
const chimeOnly = /^This credential signs for Amazon Chime SDK Voice only: .* AWS credential\.$/;
const identityOnly = /^Of AWS STS, this credential signs GetCallerIdentity only: /;
const chime = 'https://voice-chime.us-east-1.amazonaws.com/voice-connectors';
const sts = 'https://sts.us-east-1.amazonaws.com';

const refused: Array<[string, Settings, Asked, RegExp]> = [
	...[
		...['evil.example.com/', 'us@evil.example.com/', 'us-east-1.evil', 'us east 1', 'us_east_1'],
		...['-us-east-1', 'us-east-1-', '', 'a'.repeat(64), `${' '.repeat(100)}us-east-1`],
		...['us-east-1\n.evil', 'ｕｓ-east-1', 'us-east-1#', 7, undefined, null, ['us-east-1']],
	].map((region): [string, Settings, Asked, RegExp] => [
		`region ${JSON.stringify(region)}`,
		{ region },
		chime,
		aRegion,
	]),
	...[
		...['http://0.0.0.0:4000', 'http://[::ffff:127.0.0.1]:4000', 'http://[::]:4000'],
		...[
			'http://localhost.evil.com',
			'http://evil.localhost',
			'http://localhost.',
			'http://10.0.0.1',
		],
		...['http://127.0.0.1.nip.io', 'http://localhost:80@evil.example.com', 'http://128.0.0.1'],
		...['ftp://127.0.0.1', 'javascript:alert(1)', 'file:///etc/passwd', 'ws://localhost'],
		...['http://voice-chime.us-east-1.amazonaws.com', 'http://gateway.example.com'],
	].map((endpoint): [string, Settings, Asked, RegExp] => [
		`endpoint ${endpoint}`,
		{ endpoint },
		`${endpoint}/voice-connectors`,
		https,
	]),
	...[
		...['169.254.169.254', '169.254.170.2', '2852039166', '0xa9fea9fe', '[fe80::1]', '[febf::1]'],
		...['[::ffff:169.254.169.254]', '[::169.254.169.254]', '[::ffff:0:169.254.169.254]'],
		...['[64:ff9b::a9fe:a9fe]', '[64:ff9b::169.254.0.0]', '[64:ff9b:1::a9fe:a9fe]'],
		...['[64:ff9b:1:2:3:4:a9fe:1]', '[2002:a9fe:a9fe::]', '[fd00:ec2::254]', '[fd00:0ec2::23]'],
	].map((host): [string, Settings, Asked, RegExp] => [
		`endpoint ${host}`,
		{ endpoint: `https://${host}` },
		`https://${host}/latest/meta-data`,
		linkLocal,
	]),
	...[
		...['https://user@gateway.example.com', 'https://:pa55@gateway.example.com'],
		...['https://gateway.example.com?a=1', 'https://gateway.example.com/?'],
		...['https://gateway.example.com/#a', 'https://gateway.example.com#'],
	].map((endpoint): [string, Settings, Asked, RegExp] => [
		`endpoint ${endpoint}`,
		{ endpoint },
		chime,
		bare,
	]),
	['an endpoint that is none', { endpoint: 'gateway' }, chime, noUrl],
	['an endpoint of two lines', { endpoint: 'https://gateway.\nexample.com' }, chime, noUrl],
	[
		'an endpoint with dots in its path',
		{ endpoint: 'https://gateway.example.com/a/%2e%2E/b' },
		chime,
		/^The credential's Endpoint must hold no "\." or "\.\." as a part of its path\.$/,
	],
	[
		'an endpoint that is too long',
		{ endpoint: `https://gateway.example.com/${'a'.repeat(2_000)}` },
		chime,
		/^The credential's Endpoint is longer than 2,000 characters\.$/,
	],
	['no access key ID', { accessKeyId: ' ' }, chime, /must hold an Access Key ID and a Secret/],
	['no secret', { secretAccessKey: '' }, chime, /must hold an Access Key ID and a Secret/],
	[
		'a session token of two lines',
		{ sessionToken: 'FwoG\nZXIv' },
		chime,
		/^The credential's Session Token must be at most 16,384 printable ASCII characters without/,
	],
	[
		'an ID that is a header',
		{ accessKeyId: 'AKID\r\nX: y' },
		chime,
		/^The credential's Access Key/,
	],
	['another service', {}, 'https://s3.us-east-1.amazonaws.com/', chimeOnly],
	['a service that sounds alike', {}, 'https://voice-chime-x.us-east-1.amazonaws.com/', chimeOnly],
	['a region too many', {}, 'https://voice-chime.a.us-east-1.amazonaws.com/', chimeOnly],
	['another domain', {}, 'https://voice-chime.us-east-1.amazonaws.com.evil.com/', chimeOnly],
	['the same in front', {}, 'https://evilvoice-chime.us-east-1.amazonaws.com/', chimeOnly],
	[
		'a user that looks like the host',
		{},
		`${chime.replace('/v', '@evil.example.com/v')}`,
		chimeOnly,
	],
	['a host with a dot at its end', {}, 'https://voice-chime.us-east-1.amazonaws.com./', chimeOnly],
	['another port', {}, 'https://voice-chime.us-east-1.amazonaws.com:8443/', chimeOnly],
	['a loopback host without endpoint', {}, 'http://127.0.0.1:4000/', chimeOnly],
	['metadata', {}, 'https://[::ffff:169.254.169.254]/latest', chimeOnly],
	[
		"AWS's host in plain text",
		{},
		'http://voice-chime.us-east-1.amazonaws.com/',
		/^The URL must use https; plain http is for loopback hosts only\.$/,
	],
	['another host than the endpoint', gateway, 'https://evil.example.com/chime/x', chimeOnly],
	['another port of the endpoint', gateway, 'https://gateway.example.com:8443/chime/x', chimeOnly],
	[
		'another path of the endpoint',
		gateway,
		'https://gateway.example.com/chimera',
		/^The URL is outside the path of the credential's Endpoint\.$/,
	],
	['STS without an action', {}, `${sts}/`, identityOnly],
	['a key from STS', {}, `${sts}/?Action=GetSessionToken&Version=2011-06-15`, identityOnly],
	[
		'a role from STS',
		{},
		{ url: sts, qs: { Action: 'AssumeRole', Version: '2011-06-15' } },
		identityOnly,
	],
	['two actions of STS', {}, `${sts}/${identity}&Action=GetSessionToken`, identityOnly],
	['more than the action', {}, `${sts}/${identity}&DurationSeconds=900`, identityOnly],
	[
		'an action in one name',
		{},
		`${sts}/?Action%3DGetCallerIdentity%26Version=2011-06-15`,
		identityOnly,
	],
	['another path of STS', {}, `${sts}/x${identity}`, identityOnly],
	['a POST to STS', {}, { method: 'POST', url: `${sts}/${identity}` }, identityOnly],
	[
		'an action in the body of one for the query',
		{},
		{
			method: 'POST',
			url: `${sts}/${identity}`,
			body: 'Action=GetSessionToken&Version=2011-06-15',
		},
		identityOnly,
	],
	['STS in plain text', {}, `http://sts.us-east-1.amazonaws.com/${identity}`, identityOnly],
	['STS on another port', {}, `https://sts.amazonaws.com:8443/${identity}`, identityOnly],
	['the STS of another', {}, `https://sts.attacker.example/${identity}`, chimeOnly],
	['an endpoint that is STS', { endpoint: sts }, `${sts}/voice-connectors`, identityOnly],
];

describe('is refused, with a sentence about the setting', () => {
	test.each(refused)('%s', async (_what, settings, asked, sentence) => {
		const signed = sign(requestOf(asked), dataOf(settings), new Date());
		await expect(signed).rejects.toBeInstanceOf(ConfigurationError);
		await expect(signed).rejects.toThrow(sentence);
		const error: unknown = await api
			.authenticate(dataOf(settings), requestOf(asked))
			.catch((reason) => reason);
		expect(configurationErrorIn(error)?.message).toMatch(sentence);
		// n8n's credential test shows the code in the place of the sentence where it finds one here.
		expect(error).not.toHaveProperty('code');
		expect(String(error)).not.toMatch(/evil|gateway|FwoG|pa55|169\.254/);
	});
});

describe('is signed', () => {
	test.each<[string, Settings, Asked]>([
		['the endpoint itself', gateway, 'https://gateway.example.com/chime'],
		['what is below its path', gateway, 'https://GATEWAY.example.com:443/chime/voice-connectors'],
		["AWS's host beside an endpoint", gateway, chime],
		['the address as the node puts it together', gateway, `${gateway.endpoint}/voice-connectors`],
		['a host in capitals', {}, 'https://VOICE-CHIME.US-EAST-1.amazonaws.com/voice-connectors'],
		['a region that is new', { region: 'xx-new-12' }, chime.replace('us-east-1', 'xx-new-12')],
		['loopback as a number', { endpoint: 'http://2130706433:4000' }, 'http://127.0.0.1:4000/x'],
		['another loopback address', { endpoint: 'http://127.9.9.9' }, 'http://127.9.9.9/x'],
		['loopback of IPv6', { endpoint: 'http://[0:0::1]:4000' }, 'http://[::1]:4000/x'],
		['a name for loopback', { endpoint: 'http://localhost:4000' }, 'http://localhost:4000/x'],
		['an endpoint of blanks, as none', { endpoint: '  ' }, chime],
		['a body that GET drops', {}, { url: `${sts}/${identity}`, body: { a: 1 } }],
	])('%s', async (_what, settings, asked) => {
		const { headers } = await sign(requestOf(asked), dataOf(settings), new Date());
		expect(headers).toHaveProperty('authorization', expect.stringContaining('Signature='));
	});
});

describe('from either helper of n8n', () => {
	type Helpers = IExecuteFunctions['helpers'];
	type Ask = (context: IExecuteFunctions, helpers: Helpers) => Promise<unknown>;

	/** What a node catches that asks with a credential whose region is none. */
	async function caughtBy(ask: Ask): Promise<unknown> {
		let caught: unknown;
		const node: INodeType = {
			description: {
				...itemSource.description,
				credentials: [{ name: credentialType, required: true }],
			},
			async execute() {
				await ask(this, this.helpers).catch((error) => (caught = error));
				return [[]];
			},
		};
		const engine = {
			nodeTypes: { ask: node },
			credentialTypes: { [credentialType]: api },
			credentials: { [credentialType]: { ...key, region: 'evil.example.com/' } },
		};
		const asking = {
			id: '1',
			name: 'Ask',
			type: 'ask',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {},
			credentials: { [credentialType]: { id: '1', name: 'Chime' } },
		};
		await startWorkflow(engine, { nodes: [asking], connections: {} });
		return caught;
	}

	test.each<[string, Ask]>([
		[
			'httpRequestWithAuthentication',
			async (context, { httpRequestWithAuthentication }) =>
				await httpRequestWithAuthentication.call(context, credentialType, { url: chime }),
		],
		[
			'requestWithAuthentication',
			async (context, { requestWithAuthentication }) =>
				await requestWithAuthentication.call(context, credentialType, { uri: chime }),
		],
	])('%s hands the sentence on, and the code within', async (_helper, ask) => {
		const error = await caughtBy(ask);
		expect(error).toHaveProperty('message', expect.stringMatching(aRegion));
		expect(configurationErrorIn(error)?.message).toMatch(aRegion);
	});
});
