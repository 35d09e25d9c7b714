import { textAlone, trimmed } from '../../parameters/validation';
import { text, upTo256Characters } from '../fields';
import { defineOperation } from '../operation';
import { whole } from '../results';

const part = (displayName: string, name: string, placeholder: string, description: string) =>
	text({
		displayName,
		name,
		required: true,
		...upTo256Characters,
		isSensitive: true,
		placeholder,
		description,
	});

const code = part('Postal Code', 'postalCode', 'e.g. 98109', 'The postal code');
const postalCode = { ...code, validate: textAlone('zeros at the beginning', code.validate) };

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ValidateE911Address.html */
export const validate = defineOperation({
	awsName: 'ValidateE911Address',
	option: {
		name: 'Validate',
		value: 'validate',
		action: 'Validate address',
		description:
			'Validate a US address for emergency calls. ValidationResult is 0 for a valid address, 1 for a corrected address, 2 for an invalid address with candidates.',
	},
	method: 'POST',
	path: '/emergency-calling/address',
	fields: [
		text({
			displayName: 'AWS Account ID',
			name: 'awsAccountId',
			required: true,
			pattern: /^\d{12}$/,
			form: 'twelve digits',
			read: trimmed,
			placeholder: 'e.g. 111122223333',
			description: 'The ID of the AWS account: twelve digits',
		}),
		part('Street Number', 'streetNumber', 'e.g. 410', 'The number of the building'),
		part('Street Info', 'streetInfo', 'e.g. Terry Avenue North', 'The name of the street'),
		part('City', 'city', 'e.g. Seattle', 'The city'),
		part('State', 'state', 'e.g. WA', 'The state'),
		part('Country', 'country', 'e.g. US', 'The country'),
		postalCode,
	],
	result: whole(({ ValidationResult }) => [0, 1, 2].some((result) => result === ValidationResult)),
	idempotent: true,
});
