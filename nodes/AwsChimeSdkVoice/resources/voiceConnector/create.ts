import { additionalFields, choice, required } from '../fields';
import { name } from '../name';
import { defineOperation } from '../operation';
import { requireEncryption } from './update';
import { voiceConnectorResult, voiceConnectors } from './voiceConnector';

const awsRegion = choice({
	displayName: 'AWS Region',
	name: 'awsRegion',
	options: [
		'ap-northeast-1',
		'ap-northeast-2',
		'ap-southeast-1',
		'ap-southeast-2',
		'ca-central-1',
		'eu-central-1',
		'eu-west-1',
		'eu-west-2',
		'us-east-1',
		'us-west-2',
	].map((value) => ({ name: value, value })),
	default: 'us-east-1',
	description: 'The region of the voice connector. Without a value, AWS uses us-east-1.',
});

const integrationType = choice({
	displayName: 'Integration Type',
	name: 'integrationType',
	options: [
		{ name: 'Amazon Connect Analytics', value: 'CONNECT_ANALYTICS_CONNECTOR' },
		{ name: 'Amazon Connect Call Transfer', value: 'CONNECT_CALL_TRANSFER_CONNECTOR' },
	],
	description: 'The integration of Amazon Connect that uses the voice connector',
});

const networkType = choice({
	displayName: 'Network Type',
	name: 'networkType',
	options: [
		{ name: 'Dual Stack', value: 'DUAL_STACK' },
		{ name: 'IPv4 Only', value: 'IPV4_ONLY' },
	],
	default: 'IPV4_ONLY',
	description: 'The IP versions of the voice connector',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateVoiceConnector.html */
export const create = defineOperation({
	awsName: 'CreateVoiceConnector',
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create voice connector',
		description: 'Create a voice connector, which connects a phone system to the phone network',
	},
	method: 'POST',
	path: voiceConnectors.path,
	fields: [
		required(name),
		requireEncryption,
		additionalFields(awsRegion, integrationType, networkType),
	],
	result: voiceConnectorResult,
	idempotent: false,
	ifUncertain:
		'The voice connector may have been created although no response confirms it: look for its name with Get Many before creating it again.',
});
