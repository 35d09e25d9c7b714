import { UserError } from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../../credentials/AwsChimeSdkVoiceApi.credentials';
import { inUsEast1 } from '../../support/engine/signed';

const api = new AwsChimeSdkVoiceApi();
const url = 'https://voice-chime.us-east-1.amazonaws.com/voice-connectors';
const multipart = { 'Content-Type': 'Multipart/form-data; boundary=x' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Requests by the message that they are rejected with. */
const rejected: Array<[message: RegExp, requests: Record<string, object>]> = [
	[
		/^The body is multipart or a stream, /,
		{
			'a multipart body': { body: new FormData() },
			'a text of type multipart': { body: '--x', headers: multipart },
			'type multipart without a body': { method: 'GET', headers: multipart },
			'form data of the older dialect': { formData: { a: 1 } },
			'a stream': { body: { pipe: () => {} } },
			'a form that is a stream': { form: { getHeaders: () => {} } },
			'a web stream': { body: new ReadableStream() },
			'a web file': { body: new Blob(['a']) },
		},
	],
	[
		/^The request has both a body and a form: /,
		{
			'a form beside a body': { form: { a: 1 }, body: { b: 2 } },
			'a form beside a form': { form: { a: 1 }, body: new URLSearchParams('b=2') },
		},
	],
	[
		/^The form holds bytes that are not UTF-8 text: /,
		{ 'a form of bytes that are not text': { body: Buffer.from([0xff]), headers: form } },
	],
	[/^The form field "a" is an object /, { 'a form in a form': { form: { a: { b: 1 } } } }],
	[/^The body cannot be written as JSON: /, { 'a function as the body': { body: () => 1 } }],
	[
		/^The query parameter "filter" is an object or a list in a list: /,
		{
			'an object as a query value': { qs: { filter: { a: 1 } } },
			'a list in a list': { qs: { filter: [['a']] } },
		},
	],
	[/\(a lone surrogate\): remove it\.$/, { 'half of a character': { qs: { filter: '\ud800' } } }],
	[
		/^The name of a query parameter is "__proto__", or begins with "X-Amz-" /,
		{
			'a query parameter that no object can hold': { qs: JSON.parse('{"__proto__":"1"}') },
			'such a parameter in the URL': { url: `${url}?a=1&%5F_proto__=1` },
			'a signature in the query': { qs: { 'X-Amz-Signature': '1' } },
			'a key in the query of the URL': { url: `${url}?x-amz-credential=1` },
		},
	],
	[
		/^The query holds more than 1,000 parameters: /,
		{ 'too many query parameters': { url: `${url}?${'a&'.repeat(1_001)}` } },
	],
	[
		/^The URL is not valid: /,
		{ 'a path instead of a URL': { url: 'voice-connectors' }, 'no URL': { url: '' } },
	],
	[
		/^The URL holds a control character, /,
		{
			'a line break in the URL': { url: `${url}/a\nb` },
			'a character that a parser drops at the end': { url: `${url}/..\u0000` },
		},
	],
	[
		/^The URL is longer than 200,000 characters: /,
		{ 'a long URL': { url: `${url}/${'a'.repeat(200_000)}` } },
	],
	[
		/^The list of query parameters is longer than 200,000 characters: /,
		{ 'a long query': { qs: { a: 'a'.repeat(30_000), b: 'b'.repeat(180_000) } } },
	],
	[
		/^The name of a header is longer than 256 characters: /,
		{ 'a long name of a header': { headers: { ['x'.repeat(257)]: 'a' } } },
	],
	[
		/^The body is larger than 10,000,000 bytes, /,
		{ 'a large body': { body: Buffer.alloc(10_000_001) } },
	],
	[
		/^The list of form fields is longer than 1,000,000 characters: /,
		{ 'a large form': { form: { a: 'a'.repeat(1_000_000) } } },
	],
	[
		/^The header "x-amz-meta" cannot be signed: its value must be at most 8,192 printable /,
		{
			'a header that is not ASCII': { headers: { 'x-amz-meta': 'é' } },
			'a header of two lines': { headers: { 'X-Amz-Meta': 'a\r\nb: c' } },
			'a long header': { headers: { 'x-amz-meta': 'a'.repeat(8_193) } },
		},
	],
	[
		/^The method of the request cannot be signed: use one of DELETE, /,
		{
			'a method of another protocol': { method: 'PROPFIND' },
			'a method with a line break': { method: 'GET\n' },
		},
	],
	...['.', '..', '%2e', '%2E.', '.%2e', '%2e%2E'].map((dots): [RegExp, Record<string, object>] => [
		/^The URL holds "\." or "\.\." as a part of its path, /,
		{
			[`${dots} in a path`]: { url: `${url}/a/${dots}/b` },
			[`${dots} at the end`]: { url: `${url}/${dots}` },
			[`${dots} before a query`]: { url: `${url}\\${dots}?a=b` },
			[`${dots} after a base URL`]: { baseURL: url, url: `${dots}/b` },
		},
	]),
];

const cases = rejected.flatMap(([message, requests]) =>
	Object.entries(requests).map(([what, options]) => ({ what, options, message })),
);

test.each(cases)('rejects what cannot be signed: $what', async ({ options, message }) => {
	const signed = api.authenticate(inUsEast1, { method: 'POST', url, ...options });
	await expect(signed).rejects.toThrow(message);
	await expect(signed).rejects.toBeInstanceOf(UserError);
	// These errors are about the request, so they must not look like a ConfigurationError to the node.
	for (const property of ['code', 'errorCode', 'cause']) {
		await expect(signed).rejects.not.toHaveProperty(property);
	}
});

test.each([
	['dots that are part of a name', `${url}/...`],
	['dots in a query', `${url}?a=/../b`],
	['encoded slashes around dots', `${url}/a%2F..%2Fb`],
])('signs %s', async (_what, allowed) => {
	const signed = await api.authenticate(inUsEast1, { url: allowed });
	expect(decodeURIComponent(signed.url)).toBe(decodeURIComponent(allowed));
});
