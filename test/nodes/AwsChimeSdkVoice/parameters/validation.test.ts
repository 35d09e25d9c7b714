import { createRedactor } from '../../../../nodes/AwsChimeSdkVoice/errors/redact';
import { phoneNumber } from '../../../../nodes/AwsChimeSdkVoice/parameters/validation';

test.each(['+12065550100', '+12'])('takes the phone number %p', (value) =>
	expect(phoneNumber(value, 'First Phone Number')).toBe(value),
);

test.each([
	'',
	'call me',
	'+0401555',
	'+1 206 555 0100',
	'+1234567890123456',
	'+',
	'12065550100',
	12065550100,
	null,
	undefined,
])('refuses %p as a phone number, in words that redaction leaves whole', (value) => {
	const message = messageOf(() => phoneNumber(value, 'First Phone Number'));
	expect(message).toMatch(
		/^The parameter "First Phone Number" must be a phone number in E\.164 form/,
	);
	expect(createRedactor([])(message)).toBe(message);
});

function messageOf(call: () => unknown): string {
	try {
		return `returned ${String(call())}`;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
