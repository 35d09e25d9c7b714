import type { ICredentialType } from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { AwsChimeSdkVoiceAssumeRoleApi } from '../../credentials/AwsChimeSdkVoiceAssumeRoleApi.credentials';
import { startChime, type Chime, type Received } from '../support/chime/server';
import { amzDate } from '../support/chime/signature';
import { role, roleCredentialFor } from '../support/credential';
import { key, temporaryKey } from '../support/keys';
import { errorOfRequest, errorsOfRequests, type Helper } from '../support/engine/requester';

interface Options {
	/** A path: the URL of the server is put in front of it. */
	url?: string;
	/** A path, as `url`; `url` is appended to it. */
	baseURL?: string;
	[option: string]: unknown;
}

type Row = [shape: string, options: Options, line: string, body: string];

const sessions = '/voice-connectors/abcdef1ghij2klmno3pqr4/proxy-sessions';
const get = { method: 'GET', url: '/voice-connectors' };
const post = { method: 'POST', url: sessions };
const postRoot = { method: 'POST', url: '/' };
const put = { method: 'PUT', url: sessions };
const json = { 'Content-Type': 'application/json' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const formInUtf8 = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const partOfBytes = new Uint8Array(Buffer.from('-[1]-')).subarray(1, 4);
/** AWS headers with a name twice, a list, a number, blanks, and one without a value. */
const amz = {
	'X-Amz-Chime-Bearer': 'first',
	'x-amz-chime-bearer': ' arn:aws:chime  user ',
	'X-Amz-List': ['a', 'b'],
	'x-amz-number': 7,
	'x-amz-none': null,
};
const severalTypes = { ...json, 'Content-type': 'application/json; charset=utf-8' };

const inBothDialects: Row[] = [
	['a DELETE', { method: 'DELETE', url: `${sessions}/a%20b` }, `DELETE ${sessions}/a%20b`, ''],
	['a POST without a body', post, `POST ${sessions}`, ''],
	[
		'a method in small letters',
		{ method: 'post', url: sessions, headers: undefined, body: { a: 1 } },
		`POST ${sessions}`,
		'{"a":1}',
	],
	['a part of bytes', { ...put, body: partOfBytes, headers: json }, `PUT ${sessions}`, '[1]'],
	[
		'the bytes of a form',
		{ ...postRoot, body: Buffer.from('a=%C3%A9'), headers: form },
		'POST /',
		'a=%C3%A9',
	],
	[
		'a wrong length',
		{ ...put, body: ' {"a": 1}\n', headers: { ...json, 'Content-Length': 99 } },
		`PUT ${sessions}`,
		'{"a": 1}',
	],
	[
		'a wrong length in small letters',
		{ ...put, body: '[1]', headers: { ...json, 'content-length': 99 } },
		`PUT ${sessions}`,
		'[1]',
	],
	['a GET with a content type', { ...get, headers: form }, 'GET /voice-connectors', ''],
	[
		'AWS headers beside a body',
		{ ...post, body: { a: 1 }, headers: { ...amz, ...severalTypes } },
		`POST ${sessions}`,
		'{"a":1}',
	],
];

const ofHelpers: Row[] = [
	['url', { url: '/voice-connectors' }, 'GET /voice-connectors', ''],
	['baseURL and url', { baseURL: '/', url: '/voice-connectors' }, 'GET /voice-connectors', ''],
	['baseURL alone', { baseURL: '/voice-connectors' }, 'GET /voice-connectors', ''],
	[
		'qs as an object',
		{ ...get, qs: { 'next-token': "a b+c/=!'()*&?é", 'max-results': 1 } },
		'GET /voice-connectors?next-token=a%20b%2Bc%2F%3D%21%27%28%29%2A%26%3F%C3%A9&max-results=1',
		'',
	],
	[
		'a query in the URL and one beside it',
		{ url: '/voice-connectors?b=2&a=x+y', qs: { a: [1, '2'], none: undefined, empty: null } },
		'GET /voice-connectors?b=2&a=x%20y&a=1&a=2&empty=',
		'',
	],
	[
		'an object as JSON',
		{ ...post, body: { Capabilities: ['SMS'], Name: 'Ü "1"' }, json: true },
		`POST ${sessions}`,
		'{"Capabilities":["SMS"],"Name":"Ü \\"1\\""}',
	],
	[
		'JSON text with white space around it',
		{ ...put, body: ' {"a": 1}\n', headers: { 'content-type': 'application/json' } },
		`PUT ${sessions}`,
		'{"a": 1}',
	],
	[
		'text that is not JSON, sent as JSON',
		{ ...put, body: 'a "b"', headers: json },
		`PUT ${sessions}`,
		'"a \\"b\\""',
	],
	['bytes', { ...post, body: Buffer.from(' {"a":1} ') }, `POST ${sessions}`, ' {"a":1} '],
	['a part of bytes without a type', { ...post, body: partOfBytes }, `POST ${sessions}`, '[1]'],
	['an array buffer', { ...post, body: partOfBytes.slice().buffer }, `POST ${sessions}`, '[1]'],
	[
		'a form',
		{ ...postRoot, body: new URLSearchParams({ Action: 'X Y', Version: '1' }) },
		'POST /',
		'Action=X+Y&Version=1',
	],
	[
		'text that only looks like JSON',
		{ ...put, body: ' 1 ', headers: { 'content-type': 'text/plain' } },
		`PUT ${sessions}`,
		' 1 ',
	],
	[
		'a form that is sent as JSON',
		{ ...put, body: new URLSearchParams({ a: '1' }), headers: json },
		`PUT ${sessions}`,
		'"a=1"',
	],
	[
		'a body with names that streams have',
		{ ...put, body: { pipe: 1, getHeaders: null } },
		`PUT ${sessions}`,
		'{"pipe":1,"getHeaders":null}',
	],
	['a GET with a body', { ...get, body: { a: 1 } }, 'GET /voice-connectors', ''],
	['a GET with the content type of JSON', { ...get, headers: json }, 'GET /voice-connectors', ''],
	['a HEAD', { ...get, method: 'HEAD' }, 'HEAD /voice-connectors', ''],
	['AWS headers alone', { ...get, headers: amz }, 'GET /voice-connectors', ''],
];

const ofHttpRequestNode: Row[] = [
	[
		'uri and qs',
		{ ...get, qs: { 'next-token': 'a b+c/=' } },
		'GET /voice-connectors?next-token=a%20b%2Bc%2F%3D',
		'',
	],
	[
		'a JSON body',
		{ ...post, body: { Name: 'ß', n: [1, null] } },
		`POST ${sessions}`,
		'{"Name":"ß","n":[1,null]}',
	],
	['a form', { ...postRoot, form: { Action: "it's", n: 1 } }, 'POST /', 'Action=it%27s&n=1'],
	['a form by its type', { ...postRoot, body: { a: 'b c' }, headers: form }, 'POST /', 'a=b%20c'],
	[
		'a form with a character set',
		{ ...postRoot, body: { a: 'é' }, headers: formInUtf8 },
		'POST /',
		'a=%C3%A9',
	],
	[
		'a form beside an empty body',
		{ ...postRoot, body: {}, form: { a: 1 }, headers: json },
		'POST /',
		'a=1',
	],
	[
		'raw text',
		{ ...put, body: '{"raw": true}', headers: json },
		`PUT ${sessions}`,
		'{"raw": true}',
	],
	[
		'bytes',
		{ ...put, body: Buffer.from([0x5b, 0xff, 0x5d]).subarray(0, 1) },
		`PUT ${sessions}`,
		'[',
	],
];

/** What the HTTP Request node adds to every request of its own. */
const httpRequestNode = {
	json: false,
	encoding: null,
	useStream: true,
	resolveWithFullResponse: true,
	followRedirect: true,
	sendCredentialsOnCrossOriginRedirect: true,
	gzip: true,
	rejectUnauthorized: true,
	headers: {},
};

const helpers: Array<[Helper, Row[]]> = [
	['httpRequestWithAuthentication', [...inBothDialects, ...ofHelpers]],
	['requestWithAuthentication', [...inBothDialects, ...ofHttpRequestNode]],
];
const requests = helpers.flatMap(([helper, rows]) =>
	rows.map(([shape, options, line, body]) => ({ helper, shape, options, line, body })),
);

/** The options for a server, as nodes write them in the dialect of a helper. */
function optionsFor(helper: Helper, { url = '', baseURL, ...options }: Options, server: string) {
	const target = baseURL === undefined ? server + url : url;
	if (helper === 'requestWithAuthentication')
		return { ...httpRequestNode, uri: target, ...options };
	return { url: target, ...(baseURL && { baseURL: server + baseURL }), ...options };
}

const signedHeadersOf = ({ headers }: Received) =>
	/SignedHeaders=([^,]+)/.exec(headers.authorization)?.[1].split(';');

describe.each([
	['a long-term key', key],
	['a temporary key', temporaryKey],
])('with %s, the request that is signed is the request that is sent', (_what, keys) => {
	let chime: Chime;

	beforeAll(async () => {
		chime = await startChime({
			keys: [keys],
			intercept: (response, { verdict }) => {
				response.writeHead(verdict.isVerified ? 200 : 403).end('{}');
				return true;
			},
		});
	});

	beforeEach(() => void (chime.received.length = 0));

	afterAll(async () => await chime.close());

	test.each(requests)('$helper: $shape', async ({ helper, options, line, body }) => {
		const data = { ...keys, region: 'us-east-1', endpoint: chime.url };
		const error = await errorOfRequest(helper, optionsFor(helper, options, chime.url), data);
		expect(error).toBeUndefined();
		expect(chime.received).toHaveLength(1);
		const [request] = chime.received;
		expect(request.verdict).toMatchObject({ isVerified: true });
		expect(`${request.method} ${request.target}`).toBe(line);
		expect(request.body.toString()).toBe(body);
		const sent = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'));
		const type = body === '' ? [] : ['content-type'];
		expect(signedHeadersOf(request)).toEqual(expect.arrayContaining(['host', ...sent, ...type]));
		expect(request.headers['x-amz-security-token']).toBe(
			'sessionToken' in keys ? keys.sessionToken : undefined,
		);
	});
});

describe.each(helpers.map(([helper]) => helper))('%s: a time of the request itself', (helper) => {
	const credentials: Array<[what: string, api: ICredentialType, more: object]> = [
		['the access key', new AwsChimeSdkVoiceApi(), {}],
		['the session of a role', new AwsChimeSdkVoiceAssumeRoleApi(), roleCredentialFor('')],
	];
	const inMinutes = (minutes: number) => amzDate(new Date(Date.now() + minutes * 60_000));

	test.each(credentials)(
		'with %s is refused where it is far from now',
		async (_what, api, more) => {
			const chime = await startChime({ keys: [key], roles: [role] });
			const data = { ...more, ...key, region: 'us-east-1', endpoint: chime.url };
			const headersOf: Array<[what: string, headers: object, isSigned: boolean]> = [
				['the year 2030', { 'X-Amz-Date': '20300101T000000Z' }, false],
				['the year 2020, in another case', { 'x-AMZ-date': '20200101T000000Z' }, false],
				['16 minutes ahead', { 'X-Amz-Date': inMinutes(16) }, false],
				['16 minutes ago', { 'X-Amz-Date': inMinutes(-16) }, false],
				['4 minutes ahead', { 'X-Amz-Date': inMinutes(4) }, true],
				['no time', { 'X-Amz-Date': 'tomorrow' }, true],
			];
			for (const [what, headers, isSigned] of headersOf) {
				const options = optionsFor(helper, { ...get, headers: { ...headers } }, chime.url);
				const [error] = await errorsOfRequests(helper, [options], data, api);
				const message = String(Object(error).message ?? '');
				expect([what, message]).toEqual([
					what,
					isSigned ? '' : expect.stringMatching(/"X-Amz-Date" is more than 15 minutes/),
				]);
			}
			const received = chime.received.filter(({ target }) => target === get.url);
			expect(received.map(({ verdict }) => verdict.isVerified)).toEqual([true, true]);
			await chime.close();
		},
	);
});
