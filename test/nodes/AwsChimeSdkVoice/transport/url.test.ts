import { proxySession } from '../../../../nodes/AwsChimeSdkVoice/resources/proxySession/session';
import { get } from '../../../../nodes/AwsChimeSdkVoice/resources/proxySession/get';
import { buildRequest } from '../../../../nodes/AwsChimeSdkVoice/transport/request';
import { invisible } from '../../../operations/values';
import fc from '../../../support/fastCheck';

const template = { ...get, path: '/a/{proxySessionId}/b', fields: [proxySession] };
const encoded = (proxySessionId: unknown) => buildRequest(template, { proxySessionId }).path;

test('puts every id into one segment, percent-encoded to RFC 3986', () => {
	const voiceConnectorId = "a/b?c#d%2F&=+!'()*;,:@ ~._-";
	const proxySessionId = 'ü😀';
	expect(buildRequest(get, { voiceConnectorId, proxySessionId }).path).toBe(
		'/voice-connectors/a%2Fb%3Fc%23d%252F%26%3D%2B%21%27%28%29%2A%3B%2C%3A%40%20~._-/proxy-sessions/%C3%BC%F0%9F%98%80',
	);
});

test('any id that it takes is one segment that reads back as the id', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }), (id) => {
			fc.pre(!/^\.{0,2}$/.test(id.trim()) && !invisible.test(id.trim()));
			const segments = new URL(encoded(id), 'http://host').pathname.split('/');
			expect(segments).toHaveLength(4);
			expect(segments[2]).toMatch(/^([A-Za-z0-9\-._~]|%[0-9A-F]{2})+$/);
			expect(decodeURIComponent(segments[2])).toBe(id.trim());
		}),
	);
});

test.each([
	['the longest that AWS takes', 'x'.repeat(128)],
	['the longest, in characters of two code units', '😀'.repeat(128)],
	['dots that name nothing else', '...'],
	['a number', 42],
])('takes %s', (_what, id) => {
	expect(encoded(id)).toBe(`/a/${encodeURIComponent(id)}/b`);
});

const inexact = 'a number that is not whole, or not exact';

test.each([
	['an empty id', '', 'must not be empty'],
	['white space', ' \t\n\u00a0', 'must not be empty'],
	['one character too many', 'x'.repeat(129), 'must have at most 128 characters'],
	[
		'one character too many, in two code units each',
		'😀'.repeat(129),
		'must have at most 128 characters',
	],
	['ten megabytes', 'x'.repeat(10_000_000), 'must have at most 128 characters'],
	['.', '.', 'must not be ".", which would name another resource'],
	['..', '..', 'must not be "..", which would name another resource'],
	[
		'the first half of a character',
		'a\ud83d',
		'must be valid Unicode, but holds half of a character (a lone surrogate)',
	],
	[
		'the second half of a character',
		'\ude00a',
		'must be valid Unicode, but holds half of a character (a lone surrogate)',
	],
	['a number that is not exact', 2 ** 53, `must be text, but is ${inexact}`],
	['NaN', Number.NaN, `must be text, but is ${inexact}`],
	['a boolean', true, 'must be text, but is a boolean'],
	['a list', ['a'], 'must be text, but is a list'],
	['a date', new Date(0), 'must be text, but is a date'],
	['an object', { toString: () => 'a' }, 'must be text, but is an object'],
])('refuses %s by the label of the parameter', (_what, id, problem) => {
	expect(() => encoded(id)).toThrow(`The parameter "Proxy Session" ${problem}.`);
});
