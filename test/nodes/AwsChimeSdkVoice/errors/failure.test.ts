import { invalidInput, requestFailure } from '../../../../nodes/AwsChimeSdkVoice/errors/failure';
import { failureJson } from '../../../../nodes/AwsChimeSdkVoice/outputs/emit';
import { createRedactor } from '../../../../nodes/AwsChimeSdkVoice/errors/redact';
import { get } from '../../../../nodes/AwsChimeSdkVoice/resources/proxySession/get';
import { voiceConnectors } from '../../../../nodes/AwsChimeSdkVoice/resources/voiceConnector/voiceConnector';

const parameters = { voiceConnectorId: 'vc', proxySessionId: 'ps' };
const context = {
	operation: get,
	parameters,
	redact: createRedactor([]),
	region: 'us-east-1',
};
const request = {
	awsName: get.awsName,
	method: 'GET' as const,
	path: '/',
	idempotent: true,
	sensitiveValues: [],
};
const response = { statusCode: 404, headers: {}, body: undefined, attempts: 1 };
const failed = (part: object) =>
	requestFailure({ request, result: { ...response, ...part } }, context);

describe('the name of an error, in the order of the AWS SDKs', () => {
	test.each([
		[
			'the header',
			{ headers: { 'x-amzn-errortype': 'NotFoundException' }, body: { Code: 'Other' } },
			'NotFoundException',
		],
		[
			'the header up to its colon',
			{ headers: { 'x-amzn-errortype': 'NotFoundException:http://internal/' } },
			'NotFoundException',
		],
		[
			'the header up to its comma',
			{ headers: { 'x-amzn-errortype': 'NotFoundException,Other' } },
			'NotFoundException',
		],
		[
			'what follows the namespace',
			{ headers: { 'x-amzn-errortype': 'aws.chime#NotFoundException:http://a#b' } },
			'NotFoundException',
		],
		['the first of several headers', { headers: { 'x-amzn-errortype': ['A', 'B'] } }, 'A'],
		['code', { body: { code: 'A', Code: 'B', __type: 'C' } }, 'A'],
		['Code', { body: { Code: 'NotFound', __type: 'C' } }, 'NotFound'],
		[
			'__type',
			{ body: { __type: 'com.amazon.coral.service#UnrecognizedClientException' } },
			'UnrecognizedClientException',
		],
		[
			'an empty header goes for none',
			{ headers: { 'x-amzn-errortype': '' }, body: { Code: 'B' } },
			'B',
		],
		['a code that is no text goes for none', { body: { code: 7, Code: 'B' } }, 'B'],
		['nothing at all', {}, 'UnknownError'],
		['a body that is a list', { body: [{ Code: 'A' }] }, 'UnknownError'],
		['an HTML page', { bodyProblem: 'an HTML page' }, 'UnknownError'],
	])('%s', (_where, part, code) => {
		expect(failed(part).code).toBe(code);
	});
});

describe('the message', () => {
	test.each([
		['message before Message', { body: { message: 'a', Message: 'b' } }, 'a'],
		['Message', { body: { Message: 'b' } }, 'b'],
		['the lack of one', { body: {} }, 'HTTP 404 with no message.'],
		['never the body itself', { bodyProblem: 'an HTML page' }, 'HTTP 404 with an HTML page.'],
		['bounded', { body: { message: 'x'.repeat(9_999) } }, `${'x'.repeat(500)}…`],
	])('is %s', (_what, part, message) => {
		expect(failed(part).message).toBe(message);
	});
});

test.each([
	[{ 'x-amzn-requestid': 'a', 'x-amzn-request-id': 'b' }, 'a'],
	[{ 'x-amzn-request-id': 'b', 'x-amz-request-id': 'c' }, 'b'],
	[{ 'x-amz-request-id': 'c' }, 'c'],
	[{}, null],
])('the request id of %j is %s', (headers, requestId) => {
	expect(failed({ headers }).requestId).toBe(requestId);
});

describe('whether the same request may succeed later', () => {
	test.each([
		...[400, 401, 403, 404, 409, 410, 418, 501].map(
			(statusCode) => [{ statusCode }, false] as const,
		),
		...[408, 429, 500, 502, 503, 504].map((statusCode) => [{ statusCode }, true] as const),
		[{ statusCode: 400, body: { __type: 'ThrottlingException' } }, true],
		[{ statusCode: 400, body: { Code: 'TooManyRequestsException' } }, true],
		[{ statusCode: 200 }, false],
		[{ statusCode: 301 }, false],
	] as const)('%j: %s', (part, retryable) => {
		expect(failed(part).retryable).toBe(retryable);
	});

	test.each([
		['ECONNREFUSED', true],
		['ECONNRESET', true],
		['ETIMEDOUT', true],
		['ENOTFOUND', true],
		['EAI_AGAIN', true],
		['CERT_HAS_EXPIRED', false],
		['SsrfBlockedIpError', false],
	])('%s: %s', (code, retryable) => {
		const result = { statusCode: null, code, message: 'm', attempts: 1 };
		const failure = requestFailure({ request, result }, context);
		expect(failure).toMatchObject({
			statusCode: null,
			code,
			requestId: null,
			attempts: 1,
			retryable,
		});
	});
});

describe('responses that are no failure by their status', () => {
	test.each([
		[{ statusCode: 200, bodyProblem: 'an empty body' }, 'InvalidResponse', 'an empty body'],
		[{ statusCode: 200, bodyProblem: 'an HTML page' }, 'InvalidResponse', 'an HTML page'],
		[{ statusCode: 200, body: null }, 'InvalidResponse', 'null'],
		[{ statusCode: 200, body: [] }, 'InvalidResponse', 'a list'],
		[{ statusCode: 200, body: {} }, 'InvalidResponse', 'an object without the expected fields'],
		[{ statusCode: 200, body: 7 }, 'InvalidResponse', 'a number'],
		[{ statusCode: 204, bodyProblem: 'an empty body' }, 'InvalidResponse', 'HTTP 204'],
		[
			{ statusCode: 302, headers: { location: 'http://elsewhere' } },
			'UnexpectedRedirect',
			'HTTP 302',
		],
	])('%j is %s', (part, code, words) => {
		const failure = failed(part);
		expect(failure.code).toBe(code);
		expect(failure.message).toContain(words);
		expect(failure.message).not.toContain('elsewhere');
	});
});

describe('hints', () => {
	const endOfSupport = /AWS ended support/;

	test.each([
		[{ statusCode: 403 }, [/chime:GetProxySession/, /expired/, endOfSupport]],
		[{ statusCode: 403, body: { __type: 'ExpiredTokenException' } }, [/session token has expired/]],
		[
			{ statusCode: 403, body: { __type: 'InvalidSignatureException' } },
			[/"Secret Access Key"/, /clock/],
		],
		[
			{ statusCode: 403, body: { __type: 'UnrecognizedClientException' } },
			[/does not know the key/],
		],
		[{ statusCode: 404, body: { Code: 'NotFound' } }, [/"Region"/, endOfSupport]],
		[{ statusCode: 404 }, [/^A server other than .* "Endpoint"/, endOfSupport]],
		[{ statusCode: 410 }, [endOfSupport]],
		[{ statusCode: 401 }, [/the key in the credential/]],
		[{ statusCode: 429 }, [/Max Concurrency/]],
		[{ statusCode: 407 }, [/user name and a password.*HTTPS_PROXY/]],
		[{ statusCode: 409 }, [/in use/]],
		[{ statusCode: 422 }, [/current state/]],
		[{ statusCode: 400, body: { Code: 'ResourceLimitExceeded' } }, [/quota/]],
		[{ statusCode: 302 }, [/"Endpoint"/]],
		[{ statusCode: 200, body: [] }, [/"Endpoint"/]],
	])('%j', (part, words) => {
		const { hint } = failed(part);
		words.forEach((word) => expect(hint).toMatch(word));
		const namesTheEnd = words.includes(endOfSupport);
		expect(endOfSupport.test(hint ?? '')).toBe(namesTheEnd);
	});

	test('what AWS has not retired is not said to be', () => {
		const list = { ...context, operation: voiceConnectors };
		const { hint } = requestFailure(
			{
				request: { ...request, awsName: voiceConnectors.awsName },
				result: { ...response, statusCode: 403 },
			},
			list,
		);
		expect(hint).toMatch(/chime:ListVoiceConnectors/);
		expect(hint).not.toMatch(endOfSupport);
	});

	test.each([400, 500, 503])('%i needs none', (statusCode) => {
		expect(failed({ statusCode })).not.toHaveProperty('hint');
	});

	test.each([
		['ENOTFOUND', /"Region" and "Endpoint".*HTTP proxy/],
		['EAI_AGAIN', /DNS/],
		['ECONNREFUSED', /HTTPS_PROXY.*"Endpoint"/],
		['ECONNRESET', /broke before/],
		['ECONNABORTED', /broke before/],
		['EPIPE', /broke before/],
		['EHOSTUNREACH', /No route/],
		['ENETUNREACH', /No route/],
		['ETIMEDOUT', /Increase "Timeout"/],
		['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
		['CERT_HAS_EXPIRED', /clock/],
		['ERR_TLS_CERT_ALTNAME_INVALID', /another host/],
		['EPROTO', /protocol of the URL/],
		['ERR_SSL_WRONG_VERSION_NUMBER', /protocol of the URL/],
		['SsrfBlockedIpError', /SSRF/],
	])('%s', (code, words) => {
		const result = { statusCode: null, code, message: 'm', attempts: 1 };
		expect(requestFailure({ request, result }, context).hint).toMatch(words);
	});
});

test('what was never sent says so', () => {
	expect(failureJson(invalidInput(new Error('The parameter "x" is wrong.'), context))).toEqual({
		statusCode: null,
		code: 'InvalidParameter',
		message: 'The parameter "x" is wrong.',
		requestId: null,
		attempts: 0,
		retryable: false,
		voiceConnectorId: 'vc',
		proxySessionId: 'ps',
	});
	expect(invalidInput('text', context).message).toBe('text');
});

test.each([
	[
		{ voiceConnectorId: 7, proxySessionId: null },
		{ voiceConnectorId: '7', proxySessionId: null },
	],
	[
		{ voiceConnectorId: ['a'], proxySessionId: { a: 1 } },
		{ voiceConnectorId: null, proxySessionId: null },
	],
	[{}, { voiceConnectorId: null, proxySessionId: null }],
	[
		{ voiceConnectorId: 'x'.repeat(9_999), proxySessionId: '+12065550100' },
		{ voiceConnectorId: `${'x'.repeat(500)}…`, proxySessionId: '[redacted]' },
	],
])('ids of %# are shown as far as they may be', (ids, shown) => {
	expect(invalidInput(new Error('e'), { ...context, parameters: ids }).ids).toEqual(shown);
});
