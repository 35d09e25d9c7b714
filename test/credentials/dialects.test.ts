import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INodeType } from 'n8n-workflow';

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
			credentials: { [credentialType]: { ...credentials, region: 'us-east-1' } },
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
	])('what is signed is what is sent: %s', async (_shape, ask, line, body) => {
		const request = await received(ask());
		expect(request.verdict).toMatchObject({ isVerified: true });
		expect(`${request.method} ${request.target}`).toBe(line);
		expect(request.body.toString()).toBe(body);
		expect(request.headers['x-amz-security-token']).toBe(
			'sessionToken' in credentials ? credentials.sessionToken : undefined,
		);
	});
});

describe('what cannot be signed is refused', () => {
	const api = new AwsChimeSdkVoiceApi();
	const endpoint = 'https://voice-chime.us-east-1.amazonaws.com/voice-connectors';

	test.each<[string, object, RegExp]>([
		['a multipart body', { body: new FormData() }, /multipart or streams/],
		['form data of the older dialect', { formData: { a: 1 } }, /multipart or streams/],
		['a stream', { body: { pipe: () => {} } }, /multipart or streams/],
		['an object as a query value', { qs: { filter: { a: 1 } } }, /"filter" must be text/],
		['an address that is none', { url: 'voice-connectors' }, /Invalid URL/],
	])('%s', async (_what, options, message) => {
		const request = { method: 'POST' as const, url: endpoint, ...options };
		await expect(api.authenticate({ ...key, region: 'us-east-1' }, request)).rejects.toThrow(
			message,
		);
	});
});
