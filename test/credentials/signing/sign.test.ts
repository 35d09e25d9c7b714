import { sign } from '../../../credentials/signing/sign';
import { amzDate } from '../../support/chime/signature';
import { date, host, inUsEast1, signedHeaders, texts } from '../../support/engine/signed';

const url = `${host}/x`;

test('reproduces a known signature', async () => {
	const path = '/voice-connectors/abcdef1ghij2klmno3pqr4/proxy-sessions/plain';
	expect(await signedHeaders({ method: 'GET', url: host + path })).toEqual({
		'x-amz-date': '20261123T000000Z',
		'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		authorization:
			'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/chime/aws4_request, ' +
			'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
			'Signature=2302c939195c025d7bc1fbd9df510c9be67d99b503a69d7e763220c65ad06c34',
	});
});

test.each([
	["the request's own date", '20261123T001459Z', '20261123T001459Z'],
	["the request's own date, in the past", '20261122T234501Z', '20261122T234501Z'],
	['the time of signing instead of a text that is not a date', 'yesterday', '20261123T000000Z'],
	[
		'the time of signing instead of a day that does not exist',
		'20261399T000000Z',
		'20261123T000000Z',
	],
])('signs for %s', async (_what, own, signed) => {
	const headers = await signedHeaders({ url, headers: { 'X-Amz-Date': own } });
	expect(headers).toMatchObject({ 'x-amz-date': signed });
	expect(Object.keys(headers)).not.toContain('X-Amz-Date');
});

test.each(['20261123T001501Z', '20261122T234459Z', '20300101T000000Z', '20200415T161150Z'])(
	"refuses the request's own date %s",
	async (own) => {
		await expect(signedHeaders({ url, headers: { 'X-Amz-Date': own } })).rejects.toThrow(
			/^The header "X-Amz-Date" is more than 15 minutes before or after the time of this machine: /,
		);
	},
);

test('signs for the date of the node, whatever the clock of this machine', async () => {
	const request = { url, signingDate: '20200415T161150Z' };
	expect(await signedHeaders(request)).toMatchObject({ 'x-amz-date': '20200415T161150Z' });
});

test('writes a date as the server of the tests does', async () => {
	expect(await signedHeaders({ url: host })).toHaveProperty('x-amz-date', amzDate(date));
});

test('does not change the request that it is given', async () => {
	const request = { url, qs: { a: 1 }, headers: { Accept: '*/*' } };
	const before = structuredClone(request);
	await sign(request, inUsEast1, date);
	expect(request).toEqual(before);
});

test('removes what contradicts the signature, and switches redirects off', async () => {
	const request = {
		url: `${url.replace('//', '//user:password@')}#part`,
		auth: { username: 'user', password: 'password' },
		headers: {
			Authorization: 'Bearer 1',
			HOST: 'elsewhere',
			'X-AMZ-Security-Token': 'old',
			Accept: '*/*',
		},
	};
	const signed = await sign(request, inUsEast1, date);
	expect(signed.url).toBe(url);
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

test('sends no header without a value, and the longest one that it signs', async () => {
	const longest = 'a'.repeat(8_192);
	const sent = { 'x-amz-none': null, 'x-amz-meta': longest };
	const headers = await signedHeaders({ url, headers: sent });
	expect(headers).not.toHaveProperty('x-amz-none');
	expect(headers['x-amz-meta']).toBe(longest);
});
