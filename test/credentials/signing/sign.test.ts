import { GetProxySessionCommand } from '@aws-sdk/client-chime-sdk-voice';
import aws4 from 'aws4';
import fc from 'fast-check';

import { AwsChimeSdkVoiceApi } from '../../../credentials/AwsChimeSdkVoiceApi.credentials';
import { sign } from '../../../credentials/signing/sign';
import { buildRequest } from '../../../nodes/AwsChimeSdkVoice/transport/request';
import { get } from '../../../nodes/AwsChimeSdkVoice/resources/proxySession/get';
import { sdkClient, signOnlyHost } from '../../awsSdk';
import { startChime, type Chime } from '../../chime/server';
import { amzDate } from '../../chime/signature';
import { runNode } from '../../engine/chimeNode';
import { key, temporaryKey } from '../../keys';
import { record } from '../../record';

const date = new Date('2026-11-23T00:00:00Z');
const regionNames = (new AwsChimeSdkVoiceApi().properties[0].options ?? []).map((option) =>
	'value' in option ? String(option.value) : '',
);
const inUsEast1 = { ...key, region: 'us-east-1' };
const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

const headersOf = async (...args: Parameters<typeof sign>) => texts((await sign(...args)).headers);
const texts = (headers: unknown) =>
	Object.fromEntries(Object.entries(record(headers)).map(([name, value]) => [name, String(value)]));
const signatureIn = (authorization: string) => /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1];
const scopeIn = (authorization: string) => /Credential=[^/]+\/([^,]+)/.exec(authorization)?.[1];

test('reproduces the known answer', async () => {
	const url = `https://voice-chime.us-east-1.amazonaws.com/voice-connectors/${voiceConnectorId}/proxy-sessions/plain`;
	expect(await headersOf({ method: 'GET', url }, inUsEast1, date)).toEqual({
		'x-amz-date': '20261123T000000Z',
		'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		authorization:
			'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/chime/aws4_request, ' +
			'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
			'Signature=2302c939195c025d7bc1fbd9df510c9be67d99b503a69d7e763220c65ad06c34',
	});
});

describe('the scope', () => {
	const identity = '?Action=GetCallerIdentity&Version=2011-06-15';

	test.each([
		['https://voice-chime.us-east-1.amazonaws.com/x', {}, 'us-east-1/chime'],
		[
			'https://voice-chime-fips.us-west-2.amazonaws.com/x',
			{ region: 'us-west-2' },
			'us-west-2/chime',
		],
		// The region in a host goes before that of the credential.
		['https://voice-chime.us-east-1.amazonaws.com/x', { region: 'eu-west-1' }, 'us-east-1/chime'],
		[`https://sts.eu-central-1.amazonaws.com/${identity}`, {}, 'eu-central-1/sts'],
		[`https://sts-fips.us-west-2.amazonaws.com/${identity}`, {}, 'us-west-2/sts'],
		[`https://sts.amazonaws.com/${identity}`, { region: 'eu-west-1' }, 'us-east-1/sts'],
		[`http://127.0.0.1:4000/${identity}`, { endpoint: 'http://127.0.0.1:4000' }, 'us-east-1/sts'],
		[
			'https://gateway.example.com/chime/?Version=2011-06-15&Action=GetCallerIdentity',
			{ endpoint: 'https://gateway.example.com/chime' },
			'us-east-1/sts',
		],
		[
			'http://127.0.0.1:4000/voice-connectors',
			{ region: ' US-EAST-1 ', endpoint: ' http://127.0.0.1:4000/ ' },
			'us-east-1/chime',
		],
		[
			'https://gateway.example.com/voice-connectors',
			{ region: 'ca-central-1', endpoint: 'https://gateway.example.com' },
			'ca-central-1/chime',
		],
	])('%s with %j: %s', async (url, settings, scope) => {
		const { authorization } = await headersOf({ url }, { ...inUsEast1, ...settings }, date);
		expect(scopeIn(authorization)).toBe(`20261123/${scope}/aws4_request`);
	});
});

describe('the date', () => {
	const url = 'https://voice-chime.us-east-1.amazonaws.com/x';

	test.each([
		["is the request's own where it carries one", '20200415T161150Z', '20200415T161150Z'],
		['is now where that is no date', 'yesterday', '20261123T000000Z'],
		['is now where that is no day', '20261399T000000Z', '20261123T000000Z'],
	])('%s', async (_what, own, signed) => {
		const headers = await headersOf({ url, headers: { 'X-Amz-Date': own } }, inUsEast1, date);
		expect(headers).toMatchObject({ 'x-amz-date': signed });
		expect(Object.keys(headers)).not.toContain('X-Amz-Date');
	});
});

test('leaves the request that it is given as it was', async () => {
	const request = {
		url: 'https://voice-chime.us-east-1.amazonaws.com/x',
		qs: { a: 1 },
		headers: { Accept: '*/*' },
	};
	const before = structuredClone(request);
	await sign(request, inUsEast1, date);
	expect(request).toEqual(before);
});

test('takes out what would compete with the signature', async () => {
	const signed = await sign(
		{
			url: 'https://user:password@voice-chime.us-east-1.amazonaws.com/x#part',
			auth: { username: 'user', password: 'password' },
			headers: {
				Authorization: 'Bearer 1',
				HOST: 'elsewhere',
				'X-AMZ-Security-Token': 'old',
				Accept: '*/*',
			},
		},
		inUsEast1,
		date,
	);
	expect(signed.url).toBe('https://voice-chime.us-east-1.amazonaws.com/x');
	expect(signed.auth).toBeUndefined();
	expect(Object.keys(texts(signed.headers)).sort()).toEqual([
		'Accept',
		'authorization',
		'x-amz-content-sha256',
		'x-amz-date',
	]);
	expect(signed).toMatchObject({
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	});
});

describe('held against a second implementation', () => {
	const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE');
	const text = fc.string({ unit: 'binary', maxLength: 20 });
	const query = fc.dictionary(
		text.filter((name) => name !== '' && name !== '__proto__'),
		text,
		{ maxKeys: 4 },
	);
	const body = fc.option(fc.dictionary(fc.string(), fc.oneof(text, fc.integer(), fc.boolean())), {
		nil: undefined,
	});
	const segments = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 5 });
	const credentials = fc.constantFrom(key, temporaryKey);
	const region = fc.constantFrom(...regionNames);
	const headers = fc.dictionary(
		fc.constantFrom(
			'Accept',
			'content-type',
			'User-Agent',
			'x-custom',
			'X-Amz-User-Agent',
			'x-amz-target',
			'Cache-Control',
		),
		fc.string({ maxLength: 20 }),
	);

	test('signs 5,000 generated requests as aws4 does: methods, paths, queries, headers, bodies, regions, session tokens', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.record({ method, segments, qs: query, body, keys: credentials, region, headers }),
				async ({ segments: parts, keys, region: signedRegion, ...request }) => {
					const path = parts.map((part) => `/x${encodeURIComponent(part)}`).join('') || '/';
					const url = `https://voice-chime.${signedRegion}.amazonaws.com${path}`;
					const signed = await sign({ ...request, url }, { ...keys, region: signedRegion }, date);
					const { pathname, search, host } = new URL(signed.url);
					const unsigned = {
						method: request.method,
						host,
						path: pathname + search,
						body: signed.body === undefined ? undefined : String(signed.body),
						service: 'chime',
						region: signedRegion,
						headers: Object.fromEntries(
							Object.entries(texts(signed.headers)).filter(([name]) =>
								/^(content-type|x-amz-.+)$/.test(name),
							),
						),
						extraHeadersToIgnore: { 'content-length': true },
					};
					const byAws4 = aws4.sign(unsigned, keys);
					expect(texts(signed.headers).authorization).toBe(record(byAws4.headers).Authorization);
				},
			),
			{ numRuns: 5_000 },
		);
	});
});

describe("held against AWS's SDK", () => {
	let chime: Chime;

	beforeAll(async () => {
		chime = await startChime({ keys: [key] });
	});

	afterAll(async () => await chime.close());

	/** All of Unicode but lone surrogates, and all of the punctuation that URLs and signers stumble over. */
	const id = fc
		.oneof(
			fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
			fc.string({
				unit: fc.constantFrom(...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n'),
				minLength: 1,
				maxLength: 40,
			}),
			fc.constantFrom(
				'...',
				'.a',
				'a/..',
				'./',
				'/',
				'//',
				'%2F',
				'%2e%2e',
				'%',
				'+',
				'a b',
				'ß',
				'😀',
			),
		)
		.filter((text) => /\S/.test(text) && text !== '.' && text !== '..' && [...text].length <= 128);

	test('400 ids: method, path, host, scope and signature are equal, and the server verifies each', async () => {
		const ids = [...new Set(fc.sample(id, { numRuns: 800, seed: 2026 }))].slice(0, 400);
		expect(ids).toHaveLength(400);
		const client = signOnlyHost(sdkClient(chime.url, key));

		const bySdk = [];
		for (const ProxySessionId of ids) {
			const before = chime.received.length;
			await client
				.send(new GetProxySessionCommand({ VoiceConnectorId: voiceConnectorId, ProxySessionId }))
				.catch(() => {});
			expect(chime.received).toHaveLength(before + 1);
			bySdk.push(chime.received[before]);
		}

		chime.received.length = 0;
		const { error, outputs } = await runNode({
			items: ids.map((proxySessionId) => ({ voiceConnectorId, proxySessionId })),
			credential: { ...inUsEast1, endpoint: chime.url },
			parameters: { options: { maxConcurrency: 1 } },
		});
		expect(error).toBeUndefined();
		expect(outputs.flat()).toHaveLength(ids.length);
		const byNode = chime.received;
		expect(byNode).toHaveLength(ids.length);

		for (const [index, sdk] of bySdk.entries()) {
			const node = byNode[index];
			expect([node.method, node.target, node.headers.host]).toEqual([
				sdk.method,
				sdk.target,
				sdk.headers.host,
			]);
			expect(scopeIn(node.headers.authorization)?.slice(8)).toBe(
				scopeIn(sdk.headers.authorization)?.slice(8),
			);
			expect([node.verdict.isVerified, sdk.verdict.isVerified]).toEqual([true, true]);

			// The clock moved on between the two: the same request once more, at the SDK's moment.
			const { path } = buildRequest(get, { voiceConnectorId, proxySessionId: ids[index] });
			const { authorization } = await headersOf(
				{ url: chime.url + path, headers: { 'x-amz-date': sdk.headers['x-amz-date'] } },
				{ ...inUsEast1, endpoint: chime.url },
				date,
			);
			expect(signatureIn(authorization)).toBe(signatureIn(sdk.headers.authorization));
			expect(authorization).toBe(sdk.headers.authorization);
		}
	});
});

test('the date format of the server is that of the signer', async () => {
	const { 'x-amz-date': signed } = await headersOf(
		{ url: 'https://voice-chime.us-east-1.amazonaws.com' },
		inUsEast1,
		date,
	);
	expect(signed).toBe(amzDate(date));
});
