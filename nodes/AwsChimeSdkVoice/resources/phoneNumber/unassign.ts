import { defineOperation } from '../operation';
import { voiceConnector, voiceConnectorPath } from '../voiceConnector/voiceConnector';
import { bulkOf, e164PhoneNumbers, regions } from './phoneNumber';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DisassociatePhoneNumbersFromVoiceConnector.html */
export const unassign = defineOperation({
	awsName: 'DisassociatePhoneNumbersFromVoiceConnector',
	regions,
	option: {
		name: 'Unassign',
		value: 'unassign',
		action: 'Unassign phone numbers',
		description: 'Remove phone numbers from a voice connector, one item per phone number',
	},
	method: 'POST',
	path: voiceConnectorPath,
	query: { operation: 'disassociate-phone-numbers' },
	fields: [
		voiceConnector,
		e164PhoneNumbers('The phone numbers to unassign, in E.164 form, separated by commas'),
	],
	bulk: bulkOf({ unassigned: true }),
	idempotent: true,
});
