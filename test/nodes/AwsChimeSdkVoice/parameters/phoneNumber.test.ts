import { createRedactor } from '../../../../nodes/AwsChimeSdkVoice/errors/redact';
import { phoneNumber } from '../../../../nodes/AwsChimeSdkVoice/parameters/phoneNumber';

test.each(['+12065550100', '+12', ' +12065550100\n', '\ufeff+12065550100\u00a0'])(
	'takes the phone number %p',
	(value) => expect(phoneNumber(value, 'First Phone Number')).toBe(value.trim()),
);

const form =
	'must be a phone number in E.164 form (a plus sign, then the country code and the number, in digits only), but';

test.each([
	['', `${form} is empty`],
	[' ', `${form} is empty`],
	['12065550100', `${form} has no plus sign`],
	['2065550100', `${form} has no plus sign`],
	['(206) 555-0100', `${form} has no plus sign`],
	['0012065550100', `${form} begins with 00 in the place of the plus sign`],
	['+0401555', `${form} has a zero in the place of the country code`],
	['+1 206 555 0100', `${form} holds blanks, hyphens, periods or parentheses`],
	['+1.206.555.0100', `${form} holds blanks, hyphens, periods or parentheses`],
	['+1 (206) 555-0100', `${form} holds blanks, hyphens, periods or parentheses`],
	['+12065550100x12', `${form} has an extension`],
	['+1 206 555 0100 ext. 12', `${form} has an extension`],
	['+12065550100;ext=12', `${form} has an extension`],
	['call me', `${form} holds letters`],
	['+1206555CALL', `${form} holds letters`],
	['tel:+12065550100', `${form} holds letters`],
	['arn:aws:chime:us-east-1:111122223333:phone-number/+12065550100', `${form} holds letters`],
	['+١٢٠٦٥٥٥٠١٠٠', `${form} holds digits of another script than 0 to 9`],
	['+', `${form} has fewer than 2 digits`],
	['+1', `${form} has fewer than 2 digits`],
	['+1234567890123456', `${form} has more than 15 digits`],
	['+1'.padEnd(1_000, '2'), `${form} is longer than any phone number`],
	['+12065550100*', `${form} holds other characters`],
	['\u202a+12065550100', `${form} holds an invisible character (U+202A) at position 1: delete it`],
	['+1206\u200b5550100', `${form} holds an invisible character (U+200B) at position 6: delete it`],
	['+1206\n5550100', `${form} holds a line break at position 6: delete it`],
	[12065550100, 'is a number, not text: the plus sign and zeros at the beginning may be lost'],
	[NaN, 'is a number, not text'],
	[true, `${form} is a boolean`],
	[['+12065550100'], `${form} is a list`],
	[{ a: 1 }, `${form} is an object`],
	[null, 'has no value'],
	[undefined, 'has no value'],
])('says what is wrong with %p, in words that redaction leaves whole', (value, problem) => {
	const message = messageOf(() => phoneNumber(value, 'First Phone Number'));
	expect(message.startsWith(`The parameter "First Phone Number" ${problem}`)).toBe(true);
	expect(createRedactor([])(message)).toBe(message);
});

function messageOf(call: () => unknown): string {
	try {
		return `returned ${String(call())}`;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
