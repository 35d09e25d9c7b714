import { redactedNode, createRedactor } from '../../../../nodes/AwsChimeSdkVoice/errors/redact';
import { temporaryKey } from '../../../support/keys';

const { secretAccessKey, sessionToken } = temporaryKey;
const redact = createRedactor([` ${secretAccessKey} `, sessionToken, '', undefined, 7]);

test.each([
	['nothing to hide', 'The resource does not exist.', 'The resource does not exist.'],
	[
		'a secret',
		`x-amz-security-token:${sessionToken} and ${secretAccessKey}`,
		'x-amz-security-token:[redacted] and [redacted]',
	],
	[
		'20 characters in a row of a secret, but not 19',
		`${secretAccessKey.slice(5, 25)} and ${secretAccessKey.slice(5, 24)}`,
		`[redacted] and ${secretAccessKey.slice(5, 24)}`,
	],
	['a secret twice', `${secretAccessKey}, ${secretAccessKey}`, '[redacted], [redacted]'],
	['a secret in a URL', `token=${encodeURIComponent(sessionToken)}`, 'token=[redacted]'],
	[
		'phone numbers',
		'no session for +12065550100, %2B14015550101',
		'no session for [redacted], [redacted]',
	],
	[
		'ids and times that are no phone number',
		'2020-04-15T16:10:10+0000 123a4bc5',
		'2020-04-15T16:10:10+0000 123a4bc5',
	],
	[
		'a secret across the end',
		`${'x'.repeat(490)}${secretAccessKey}`,
		`${'x'.repeat(490)}[redacted]`,
	],
])('%s', (_what, text, shown) => {
	expect(redact(text)).toBe(shown);
});

describe('no form of a secret comes out', () => {
	const hex = (text: string, pattern: (code: string) => string) =>
		[...text].map((character) => pattern(character.charCodeAt(0).toString(16))).join('');
	const forms: Array<[string, (secret: string) => string]> = [
		['as it is', (secret) => secret],
		['in upper case', (secret) => secret.toUpperCase()],
		['in lower case', (secret) => secret.toLowerCase()],
		['percent-encoded', encodeURIComponent],
		['percent-encoded in lower case', (secret) => encodeURIComponent(secret).toLowerCase()],
		['percent-encoded twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
		['percent-encoded all over', (secret) => hex(secret, (code) => `%${code}`)],
		['only its equals signs encoded', (secret) => secret.replaceAll('=', '%3d')],
		['with slashes of JSON', (secret) => secret.replaceAll('/', '\\/')],
		['in escapes of JSON', (secret) => hex(secret, (code) => `\\u00${code}`)],
		['in escapes of HTML', (secret) => hex(secret, (code) => `&#x${code};`)],
		[
			'in decimal escapes of HTML',
			(secret) => [...secret].map((each) => `&#${each.charCodeAt(0)};`).join(''),
		],
		[
			'with entities of HTML',
			(secret) => secret.replaceAll('+', '&plus;').replaceAll('/', '&sol;'),
		],
		['in base64', (secret) => Buffer.from(secret).toString('base64')],
		['folded', (secret) => secret.replace(/.{12}/g, '$&\r\n  ')],
		['cut at 30 characters', (secret) => secret.slice(0, 30)],
		['without its beginning', (secret) => secret.slice(-25)],
	];

	test.each(forms)('%s', (_form, write) => {
		for (const secret of [secretAccessKey, sessionToken]) {
			const written = write(secret);
			const shown = redact(`The request had ${written} in it`);
			expect(shown).toContain('[redacted]');
			// No 20 characters in a row of it, however they are written.
			for (let at = 0; at + 20 <= written.length; at += 1)
				expect(shown).not.toContain(written.slice(at, at + 20));
			for (let at = 0; at + 20 <= secret.length; at += 1)
				expect(shown.replace(/\s/g, '').toLowerCase()).not.toContain(
					secret.slice(at, at + 20).toLowerCase(),
				);
		}
	});
});

describe('no form of a phone number comes out', () => {
	test.each([
		...['+12065550100', '12065550100', 'tel:+12065550100', '+1 206 555 0100', '+1-206-555-0100'],
		...['(206) 555-0100 0', '+1 (206) 555-0100', '0012065550100', '1.206.555.0100', '+123456'],
		...['%2B12065550100', '%2b12065550100', '\\u002b12065550100', '&#43;12065550100'],
		...['&plus;12065550100', '12065550100: is wrong', '"12065550100"'],
		...['account +12065550100', 'account 12065550100', 'up to 12065550100', 'at most +12065550100'],
		...['from 12065550100', 'from 1 to 206-555-01000', 'other than 12065550100', '2026-555-01000'],
	])('%s', (number) => {
		const shown = redact(`no session for ${number} there`);
		expect(shown).toMatch(/^no session for .*\[redacted\].* there$/);
		expect(shown).not.toMatch(/\d{4}/);
	});

	test.each([
		'123a4bc5-67d8-901e-2f3g-h4ghjk56789l',
		'11111111-2222-3333-4444-5555555555aa',
		'2026-11-25 00:20:00',
		'2020-04-15T16:10:10.288Z is earlier than 20201125T001000Z',
		'arn:aws:chime:us-east-1:111122223333:vc/abcdef1ghij2klmno3pqr4',
		'User: arn:aws:iam::111122223333:user/n8n',
		'more than 100 of 12345678 entries',
		'Not authorized to call CreateVoiceConnector with Account Id 111122223333',
		'the account 111122223333, account "111122223333", AccountId=111122223333',
		'must be a whole number from 1 to 2147483647',
		'Member must have value less than or equal to 2147483647',
		'at most 1000000000, limit: 5000000000, maximum value of 9223372036854',
		'expired at 1764547200, timestamp: 1764547200000',
		'2026-11-25 002000 is earlier than 2026-11-25 00 20 00',
	])('%s is none', (text) => expect(redact(text)).toBe(text));
});

test('neither the ID of a key nor a signature comes out', () => {
	const quoted = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261125/us-east-1/chime, Signature=${'0a'.repeat(32)}`;
	expect(redact(quoted)).toBe(
		'AWS4-HMAC-SHA256 Credential=[redacted]/20261125/us-east-1/chime, Signature=[redacted]',
	);
	const own = createRedactor(['AKIDEXAMPLE']);
	expect(own('Credential=AKIDEXAMPLE/2026')).toBe('Credential=[redacted]/2026');
});

test('a node that an error carries has no phone numbers, and is another object', () => {
	const node = {
		id: '1',
		name: 'Chime',
		type: 'chime',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {
			resource: 'proxySession',
			operation: 'create',
			firstPhoneNumber: '2065550100',
			secondPhoneNumber: '={{ $json.number || "+14015550101" }}',
			additionalFields: { fallBackPhoneNumber: '+12065550100', name: 'Ride 4711' },
			list: ['call +12065550100', 12065550100, true, null],
		},
	};
	const before = JSON.stringify(node);
	expect(redactedNode(node).parameters).toEqual({
		resource: 'proxySession',
		operation: 'create',
		firstPhoneNumber: '[redacted]',
		secondPhoneNumber: '={{ $json.number || "[redacted]" }}',
		additionalFields: { fallBackPhoneNumber: '[redacted]', name: 'Ride 4711' },
		list: ['call [redacted]', '[redacted]', true, null],
	});
	expect(JSON.stringify(node)).toBe(before);
});

describe('the work for a text', () => {
	/** Characters that are handed to methods of texts and of patterns while something runs. */
	function lengthRead(action: () => void): number {
		let length = 0;
		const methods = (['replace', 'replaceAll', 'matchAll', 'slice'] as const).map((name) => {
			const original: unknown = Reflect.get(String.prototype, name);
			return jest.spyOn(String.prototype, name).mockImplementation(function (
				this: string,
				...given: unknown[]
			) {
				const result: unknown = Reflect.apply(Object(original), this, given);
				length += name === 'slice' ? String(result).length : this.length;
				return result;
			} as never);
		});
		action();
		methods.forEach((method) => method.mockRestore());
		return length;
	}

	const own = createRedactor([secretAccessKey, sessionToken, 'AKIDEXAMPLE']);
	const parts = ['1 ', 'a', '%2525', '+1206555', 'arn:aws:x:y:1', '&amp;', '-a', 'é', sessionToken];

	test.each(parts)('of many %j is bounded', (part) => {
		const [short, long] = [2_000, 100_000].map((length) =>
			lengthRead(() => own(part.repeat(Math.ceil(length / part.length)), ['12065550100'])),
		);
		expect(long).toBeLessThan(200_000);
		expect(long).toBeLessThanOrEqual(1.2 * short);
	});

	test('a number at the end of what is read is not shown in part', () => {
		for (let length = 1_940; length < 2_005; length += 1) {
			const text = `${sessionToken.repeat(30).slice(0, length)} +12065550100 and others`;
			expect(own(text)).not.toContain('1206');
		}
	});
});
