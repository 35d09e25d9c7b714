import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeType,
} from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { startChime, type Chime, type Received } from '../chime/server';
import { startWorkflow, type Engine } from '../engine/engine';
import { key, temporaryKey } from '../keys';

const credentialType = 'awsChimeSdkVoiceApi';
const sessions = '/voice-connectors/abcdef1ghij2klmno3pqr4/proxy-sessions';

type OlderOptions = Parameters<IExecuteFunctions['helpers']['requestWithAuthentication']>[1];
type Ask = { helper: IHttpRequestOptions } | { older: OlderOptions };

/** Makes one request with n8n's own helpers, in the dialect of the nodes that use them. */
function askingNode(ask: Ask): INodeType {
	return {
		description: {
			displayName: 'Ask',
			name: 'ask',
			group: ['input'],
			version: 1,
			description: 'Makes one request',
			defaults: { name: 'Ask' },
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: credentialType, required: true }],
			properties: [],
		},
		async execute() {
			const { httpRequestWithAuthentication, requestWithAuthentication } = this.helpers;
			if ('helper' in ask)
				await httpRequestWithAuthentication.call(this, credentialType, ask.helper);
			else await requestWithAuthentication.call(this, credentialType, ask.older);
			return [[]];
		},
	};
}

const signedIn = ({ headers }: Received) =>
	/SignedHeaders=([^,]+)/.exec(headers.authorization)?.[1].split(';');

describe.each([
	['a long-term key', key],
	['temporary credentials', temporaryKey],
])('with %s', (_what, credentials) => {
	let chime: Chime;

	beforeEach(async () => {
		chime = await startChime({
			keys: [credentials],
			intercept: (response, { verdict }) => {
				response.writeHead(verdict.isVerified ? 200 : 403).end('{}');
				return true;
			},
		});
	});

	afterEach(async () => await chime.close());

	async function received(ask: Ask): Promise<Received> {
		const engine: Engine = {
			nodeTypes: { ask: askingNode(ask) },
			credentialTypes: { [credentialType]: new AwsChimeSdkVoiceApi() },
			credentials: {
				[credentialType]: { ...credentials, region: 'us-east-1', endpoint: chime.url },
			},
		};
		const node = {
			id: '1',
			name: 'Ask',
			type: 'ask',
			typeVersion: 1,
			position: [0, 0] as [number, number],
		};
		const { data } = await startWorkflow(engine, {
			nodes: [
				{ ...node, parameters: {}, credentials: { [credentialType]: { id: '1', name: 'Chime' } } },
			],
			connections: {},
		});
		expect(data.resultData.error).toBeUndefined();
		expect(chime.received).toHaveLength(1);
		return chime.received[0];
	}

	/** What the HTTP Request node adds to every request of its own. */
	const httpRequestNode: IDataObject = {
		json: false,
		encoding: null,
		useStream: true,
		resolveWithFullResponse: true,
		followRedirect: true,
		sendCredentialsOnCrossOriginRedirect: true,
		gzip: true,
		rejectUnauthorized: true,
	};
	const older = (options: object): Ask => ({ older: { ...httpRequestNode, ...options } });
	const helper = (options: Partial<IHttpRequestOptions>): Ask => ({
		helper: { url: '', ...options },
	});
	const url = () => chime.url;
	const json = { 'content-type': 'application/json' };
	const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
	/** As a node may hand them over: with a name twice, a list, a number, blanks, and one without a value. */
	const amz = {
		'X-Amz-Chime-Bearer': 'first',
		'x-amz-chime-bearer': ' arn:aws:chime  user ',
		'X-Amz-List': ['a', 'b'],
		'x-amz-number': 7,
		'x-amz-none': null,
	};
	/** n8n's types allow less than nodes hand over. */
	const untyped = (options: object): object => options;

	test.each<[string, () => Ask, string, string]>([
		['url', () => helper({ url: `${url()}/voice-connectors` }), 'GET /voice-connectors', ''],
		[
			'baseURL and url',
			() => helper({ baseURL: `${url()}/`, url: '/voice-connectors' }),
			'GET /voice-connectors',
			'',
		],
		[
			'baseURL alone',
			() => helper({ baseURL: `${url()}/voice-connectors` }),
			'GET /voice-connectors',
			'',
		],
		[
			'qs as an object',
			() =>
				helper({
					url: `${url()}/voice-connectors`,
					qs: { 'next-token': "a b+c/=!'()*&?é", 'max-results': 1 },
				}),
			'GET /voice-connectors?next-token=a%20b%2Bc%2F%3D%21%27%28%29%2A%26%3F%C3%A9&max-results=1',
			'',
		],
		[
			'a query in the URL and one beside it',
			() =>
				helper({
					url: `${url()}/voice-connectors?b=2&a=x+y`,
					qs: { a: [1, '2'], none: undefined, empty: null },
				}),
			'GET /voice-connectors?b=2&a=x%20y&a=1&a=2&empty=',
			'',
		],
		[
			'a body that n8n would serialise',
			() =>
				helper({
					method: 'POST',
					url: url() + sessions,
					body: { Capabilities: ['SMS'], Name: 'Ü "1"' },
					json: true,
				}),
			`POST ${sessions}`,
			'{"Capabilities":["SMS"],"Name":"Ü \\"1\\""}',
		],
		[
			'JSON text with white space around it',
			() =>
				helper({
					method: 'PUT',
					url: url() + sessions,
					body: ' {"a": 1}\n',
					headers: { 'content-type': 'application/json' },
				}),
			`PUT ${sessions}`,
			'{"a": 1}',
		],
		[
			'text that is not JSON, sent as JSON',
			() =>
				helper({
					method: 'PUT',
					url: url() + sessions,
					body: 'a "b"',
					headers: { 'Content-Type': 'application/json' },
				}),
			`PUT ${sessions}`,
			'"a \\"b\\""',
		],
		[
			'bytes',
			() => helper({ method: 'POST', url: url() + sessions, body: Buffer.from(' {"a":1} ') }),
			`POST ${sessions}`,
			' {"a":1} ',
		],
		[
			'a form',
			() =>
				helper({
					method: 'POST',
					url: `${url()}/`,
					body: new URLSearchParams({ Action: 'X Y', Version: '1' }),
				}),
			'POST /',
			'Action=X+Y&Version=1',
		],
		[
			'DELETE',
			() => helper({ method: 'DELETE', url: `${url() + sessions}/a%20b` }),
			`DELETE ${sessions}/a%20b`,
			'',
		],
		[
			'a GET that was given a body',
			() => helper({ url: `${url()}/voice-connectors`, body: { a: 1 } }),
			'GET /voice-connectors',
			'',
		],
		[
			'the HTTP Request node: uri and qs',
			() =>
				older({
					method: 'GET',
					uri: `${url()}/voice-connectors`,
					qs: { 'next-token': 'a b+c/=' },
					headers: {},
				}),
			'GET /voice-connectors?next-token=a%20b%2Bc%2F%3D',
			'',
		],
		[
			'the HTTP Request node: a JSON body',
			() =>
				older({
					method: 'POST',
					uri: url() + sessions,
					body: { Name: 'ß', n: [1, null] },
					headers: {},
				}),
			`POST ${sessions}`,
			'{"Name":"ß","n":[1,null]}',
		],
		[
			'the HTTP Request node: a form',
			() =>
				older({ method: 'POST', uri: `${url()}/`, form: { Action: "it's", n: 1 }, headers: {} }),
			'POST /',
			'Action=it%27s&n=1',
		],
		[
			'the HTTP Request node: a form by its content type',
			() =>
				older({
					method: 'POST',
					uri: `${url()}/`,
					body: { a: 'b c' },
					headers: { 'content-type': 'application/x-www-form-urlencoded' },
				}),
			'POST /',
			'a=b%20c',
		],
		[
			'the HTTP Request node: raw text',
			() =>
				older({
					method: 'PUT',
					uri: url() + sessions,
					body: '{"raw": true}',
					headers: { 'Content-Type': 'application/json' },
				}),
			`PUT ${sessions}`,
			'{"raw": true}',
		],
		[
			'the HTTP Request node: DELETE',
			() => older({ method: 'DELETE', uri: `${url() + sessions}/x`, headers: {} }),
			`DELETE ${sessions}/x`,
			'',
		],
		[
			'a POST without a body',
			() => helper({ method: 'POST', url: url() + sessions }),
			`POST ${sessions}`,
			'',
		],
		[
			'a HEAD',
			() => helper({ method: 'HEAD', url: `${url()}/voice-connectors` }),
			'HEAD /voice-connectors',
			'',
		],
		[
			'the HTTP Request node: a POST without a body',
			() => older({ method: 'POST', uri: url() + sessions, headers: {} }),
			`POST ${sessions}`,
			'',
		],
		[
			'a method in small letters',
			() => helper({ url: url() + sessions, ...untyped({ method: 'post' }), body: { a: 1 } }),
			`POST ${sessions}`,
			'{"a":1}',
		],
		[
			'a view of some bytes',
			() =>
				helper({
					method: 'POST',
					url: url() + sessions,
					...untyped({ body: new Uint8Array(Buffer.from('-[1]-')).subarray(1, 4) }),
				}),
			`POST ${sessions}`,
			'[1]',
		],
		[
			'bytes without a view',
			() =>
				helper({
					method: 'POST',
					url: url() + sessions,
					...untyped({ body: new TextEncoder().encode('[1]').slice().buffer }),
				}),
			`POST ${sessions}`,
			'[1]',
		],
		[
			'bytes of a form',
			() =>
				helper({ method: 'POST', url: `${url()}/`, body: Buffer.from('a=%C3%A9'), headers: form }),
			'POST /',
			'a=%C3%A9',
		],
		[
			'text that only looks like JSON',
			() =>
				helper({
					method: 'PUT',
					url: url() + sessions,
					body: ' 1 ',
					headers: { 'content-type': 'text/plain' },
				}),
			`PUT ${sessions}`,
			' 1 ',
		],
		[
			'a form that is sent as JSON',
			() =>
				helper({
					method: 'PUT',
					url: url() + sessions,
					body: new URLSearchParams({ a: '1' }),
					headers: json,
				}),
			`PUT ${sessions}`,
			'"a=1"',
		],
		[
			'a length that is no longer right',
			() =>
				helper({
					method: 'PUT',
					url: url() + sessions,
					body: ' {"a": 1}\n',
					headers: { ...json, 'Content-Length': 99 },
				}),
			`PUT ${sessions}`,
			'{"a": 1}',
		],
		[
			'a body that names what streams have',
			() => helper({ method: 'PUT', url: url() + sessions, body: { pipe: 1, getHeaders: null } }),
			`PUT ${sessions}`,
			'{"pipe":1,"getHeaders":null}',
		],
		[
			'a GET with a content type',
			() => helper({ url: `${url()}/voice-connectors`, headers: json }),
			'GET /voice-connectors',
			'',
		],
		[
			'AWS headers of the caller',
			() => helper({ url: `${url()}/voice-connectors`, headers: amz }),
			'GET /voice-connectors',
			'',
		],
		[
			'AWS headers beside a body',
			() =>
				helper({
					method: 'POST',
					url: url() + sessions,
					body: { a: 1 },
					headers: { ...amz, ...json, 'Content-type': 'application/json; charset=utf-8' },
				}),
			`POST ${sessions}`,
			'{"a":1}',
		],
		[
			'the HTTP Request node: a method in small letters',
			() => older({ method: 'post', uri: url() + sessions, body: { a: 1 } }),
			`POST ${sessions}`,
			'{"a":1}',
		],
		[
			'the HTTP Request node: bytes',
			() =>
				older({
					method: 'PUT',
					uri: url() + sessions,
					body: Buffer.from([0x5b, 0xff, 0x5d]).subarray(0, 1),
					headers: {},
				}),
			`PUT ${sessions}`,
			'[',
		],
		[
			'the HTTP Request node: a view of some bytes',
			() =>
				older({
					method: 'PUT',
					uri: url() + sessions,
					body: new Uint8Array(Buffer.from('-[1]-')).subarray(1, 4),
					headers: json,
				}),
			`PUT ${sessions}`,
			'[1]',
		],
		[
			'the HTTP Request node: bytes of a form',
			() =>
				older({ method: 'POST', uri: `${url()}/`, body: Buffer.from('a=%C3%A9'), headers: form }),
			'POST /',
			'a=%C3%A9',
		],
		[
			'the HTTP Request node: a form beside an empty body',
			() => older({ method: 'POST', uri: `${url()}/`, body: {}, form: { a: 1 }, headers: json }),
			'POST /',
			'a=1',
		],
		[
			'the HTTP Request node: a form with a character set',
			() =>
				older({
					method: 'POST',
					uri: `${url()}/`,
					body: { a: 'é' },
					headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
				}),
			'POST /',
			'a=%C3%A9',
		],
		[
			'the HTTP Request node: a length that is no longer right',
			() =>
				older({
					method: 'PUT',
					uri: url() + sessions,
					body: ' {"a": 1}\n',
					headers: { ...json, 'content-length': 99 },
				}),
			`PUT ${sessions}`,
			'{"a": 1}',
		],
		[
			'the HTTP Request node: a GET with the content type of a form',
			() => older({ method: 'GET', uri: `${url()}/voice-connectors`, headers: form }),
			'GET /voice-connectors',
			'',
		],
		[
			'the HTTP Request node: AWS headers beside a body',
			() =>
				older({
					method: 'POST',
					uri: url() + sessions,
					body: { a: 1 },
					headers: { ...amz, ...json },
				}),
			`POST ${sessions}`,
			'{"a":1}',
		],
	])('what is signed is what is sent: %s', async (_shape, ask, line, body) => {
		const request = await received(ask());
		expect(request.verdict).toMatchObject({ isVerified: true });
		expect(`${request.method} ${request.target}`).toBe(line);
		expect(request.body.toString()).toBe(body);
		const sent = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'));
		const type = body === '' ? [] : ['content-type'];
		expect(signedIn(request)).toEqual(expect.arrayContaining(['host', ...sent, ...type]));
		expect(request.headers['x-amz-security-token']).toBe(
			'sessionToken' in credentials ? credentials.sessionToken : undefined,
		);
	});
});

describe('what no signature can cover is refused, with a sentence', () => {
	const api = new AwsChimeSdkVoiceApi();
	const endpoint = 'https://voice-chime.us-east-1.amazonaws.com/voice-connectors';
	const multipart = { 'Content-Type': 'Multipart/form-data; boundary=x' };
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	const functionBody = () => 1;

	test.each<[string, object, RegExp]>([
		['a multipart body', { body: new FormData() }, /multipart or streams/],
		[
			'a text that is called multipart',
			{ body: '--x', headers: multipart },
			/multipart or streams/,
		],
		['the same of a request without a body', { method: 'GET', headers: multipart }, /multipart/],
		['form data of the older dialect', { formData: { a: 1 } }, /multipart or streams/],
		['a stream', { body: { pipe: () => {} } }, /multipart or streams/],
		['a form that is a stream', { form: { getHeaders: () => {} } }, /multipart or streams/],
		['a stream of the web', { body: new ReadableStream() }, /multipart or streams/],
		['a file of the web', { body: new Blob(['a']) }, /multipart or streams/],
		['a form beside a body', { form: { a: 1 }, body: { b: 2 } }, /either a body or a form/],
		['a form beside a form', { form: { a: 1 }, body: new URLSearchParams('b=2') }, /either/],
		[
			'a form of bytes that are no text',
			{ body: Buffer.from([0xff]), headers: form },
			/must be text/,
		],
		['a form in a form', { form: { a: { b: 1 } } }, /form field "a" must be text/],
		['a body that JSON has no word for', { body: functionBody }, /cannot be written as JSON/],
		['an object as a query value', { qs: { filter: { a: 1 } } }, /"filter" must be text/],
		['a list in a list', { qs: { filter: [['a']] } }, /"filter" must be text/],
		['half of a character', { qs: { filter: '\ud800' } }, /lone surrogate/],
		[
			'a query parameter that no object can hold',
			{ qs: JSON.parse('{"__proto__":"1"}') },
			/__proto__/,
		],
		['the same in the URL', { url: `${endpoint}?a=1&%5F_proto__=1` }, /__proto__/],
		['a signature in the query', { qs: { 'X-Amz-Signature': '1' } }, /X-Amz-/],
		['a key in the query of the URL', { url: `${endpoint}?x-amz-credential=1` }, /X-Amz-/],
		['too many query parameters', { url: `${endpoint}?${'a&'.repeat(1_001)}` }, /more than 1,000/],
		['an address that is none', { url: 'voice-connectors' }, /Invalid URL/],
		['no address', { url: '' }, /Invalid URL/],
		['a line break in the address', { url: `${endpoint}/a\nb` }, /control characters/],
		['a character that a parser drops at the end', { url: `${endpoint}/..\u0000` }, /control/],
		['a long address', { url: `${endpoint}/${'a'.repeat(65_536)}` }, /longer than 65,536/],
		[
			'a long query',
			{ qs: { a: 'a'.repeat(30_000), b: 'b'.repeat(40_000) } },
			/longer than 65,536/,
		],
		['a long name of a header', { headers: { ['x'.repeat(257)]: 'a' } }, /longer than 256/],
		['a large body', { body: Buffer.alloc(10_000_001) }, /larger than 10,000,000/],
		['a large form', { form: { a: 'a'.repeat(1_000_000) } }, /longer than 1,000,000/],
		['a header that is not ASCII', { headers: { 'x-amz-meta': 'é' } }, /"x-amz-meta" must be/],
		['a header of two lines', { headers: { 'X-Amz-Meta': 'a\r\nb: c' } }, /"x-amz-meta" must be/],
		['a long header', { headers: { 'x-amz-meta': 'a'.repeat(8_193) } }, /at most 8,192/],
		['a method of another protocol', { method: 'PROPFIND' }, /Only these methods/],
		['a method with a line break', { method: 'GET\n' }, /Only these methods/],
		...['.', '..', '%2e', '%2E.', '.%2e', '%2e%2E'].flatMap(
			(dots): Array<[string, object, RegExp]> => [
				[`${dots} in a path`, { url: `${endpoint}/a/${dots}/b` }, /"\." or "\.\."/],
				[`${dots} at the end`, { url: `${endpoint}/${dots}` }, /"\." or "\.\."/],
				[`${dots} before a query`, { url: `${endpoint}\\${dots}?a=b` }, /"\." or "\.\."/],
				[`${dots} after a base address`, { baseURL: endpoint, url: `${dots}/b` }, /"\." or "\.\."/],
			],
		),
	])('%s', async (_what, options, message) => {
		const request = { method: 'POST' as const, url: endpoint, ...options };
		const refusal = api.authenticate({ ...key, region: 'us-east-1' }, request);
		await expect(refusal).rejects.toThrow(message);
		await expect(refusal).rejects.toBeInstanceOf(UserError);
		// What the request does wrong, no setting mends.
		await expect(refusal).rejects.not.toHaveProperty('code');
		await expect(refusal).rejects.not.toHaveProperty('cause');
	});

	test.each([
		['dots that are part of a name', `${endpoint}/...`],
		['dots in a query', `${endpoint}?a=/../b`],
		['encoded slashes around dots', `${endpoint}/a%2F..%2Fb`],
	])('but not %s', async (_what, url) => {
		const signed = await api.authenticate({ ...key, region: 'us-east-1' }, { url });
		expect(decodeURIComponent(signed.url)).toBe(decodeURIComponent(url));
	});
});
