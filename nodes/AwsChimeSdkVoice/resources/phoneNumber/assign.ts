import { trueOrFalse } from '../fields';
import { defineOperation } from '../operation';
import { voiceConnector, voiceConnectorPath } from '../voiceConnector/voiceConnector';
import { bulkOf, e164PhoneNumbers, regions } from './phoneNumber';

const forceAssociate = trueOrFalse({
	displayName: 'Force Associate',
	name: 'forceAssociate',
	description:
		'Whether to reassign phone numbers that are assigned to another voice connector or group',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_AssociatePhoneNumbersWithVoiceConnector.html */
export const assign = defineOperation({
	awsName: 'AssociatePhoneNumbersWithVoiceConnector',
	regions,
	option: {
		name: 'Assign',
		value: 'assign',
		action: 'Assign phone numbers',
		description: 'Assign phone numbers to a voice connector, one item per phone number',
	},
	method: 'POST',
	path: voiceConnectorPath,
	query: { operation: 'associate-phone-numbers' },
	fields: [
		voiceConnector,
		e164PhoneNumbers('The phone numbers to assign, in E.164 form, separated by commas'),
		forceAssociate,
	],
	bulk: bulkOf({ assigned: true }),
	idempotent: true,
});
