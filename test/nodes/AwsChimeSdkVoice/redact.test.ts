import { redactor } from '../../../nodes/AwsChimeSdkVoice/redact';
import { temporaryKey } from '../../keys';

const { secretAccessKey, sessionToken } = temporaryKey;
const redact = redactor([` ${secretAccessKey} `, sessionToken, '', undefined, 7]);

test.each([
	['nothing to hide', 'The resource does not exist.', 'The resource does not exist.'],
	[
		'a secret',
		`x-amz-security-token:${sessionToken} and ${secretAccessKey}`,
		'x-amz-security-token:[redacted] and [redacted]',
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
