import { required, trueOrFalse } from '../fields';
import { name } from '../name';
import { defineOperation } from '../operation';
import { voiceConnector, voiceConnectorPath, voiceConnectorResult } from './voiceConnector';

export const requireEncryption = trueOrFalse({
	displayName: 'Require Encryption',
	name: 'requireEncryption',
	default: true,
	required: true,
	description: 'Whether calls must be encrypted: TLS for signalling and SRTP for voice',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdateVoiceConnector.html */
export const update = defineOperation({
	awsName: 'UpdateVoiceConnector',
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update voice connector',
		description: 'Replace the name and the encryption of a voice connector',
	},
	method: 'PUT',
	path: voiceConnectorPath,
	fields: [voiceConnector, required(name), requireEncryption],
	result: voiceConnectorResult,
	idempotent: true,
});
