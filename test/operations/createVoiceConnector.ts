import { createOf, voiceConnectors } from './kinds';
import { awsName, missing, random, trueOrFalse } from './values';

const parameters = { name: 'Rides', requireEncryption: true };
const choice = (name: string, label: string, enumeration: string) => ({
	parameter: `additionalFields.${name}`,
	label: `Additional Fields → ${label}`,
	enumeration,
	refused: ["''", "'other'", '1', "['a']", ...missing],
	accepted: [],
});

export const fixture = createOf(voiceConnectors, {
	awsName: 'CreateVoiceConnector',
	method: 'POST',
	statusCode: 201,
	parameters,
	all: {
		...parameters,
		additionalFields: {
			awsRegion: 'us-west-2',
			integrationType: 'CONNECT_ANALYTICS_CONNECTOR',
			networkType: 'DUAL_STACK',
		},
	},
	body: {
		Name: 'Rides',
		RequireEncryption: true,
		AwsRegion: 'us-west-2',
		IntegrationType: 'CONNECT_ANALYTICS_CONNECTOR',
		NetworkType: 'DUAL_STACK',
	},
	labels: [
		...['Name', 'Require Encryption', 'Additional Fields', 'AWS Region', 'Integration Type'],
		'Network Type',
	],
	ifUncertain: /\bmay have been created\b.*\bGet Many\b.*\bbefore creating it again\b/,
	constraints: [
		awsName('name', 'Name'),
		trueOrFalse('requireEncryption', 'Require Encryption'),
		choice('awsRegion', 'AWS Region', 'VoiceConnectorAwsRegion'),
		choice('integrationType', 'Integration Type', 'VoiceConnectorIntegrationType'),
		choice('networkType', 'Network Type', 'NetworkType'),
	],
	inputs: (fc) => ({
		Name: fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,60}$/),
		RequireEncryption: fc.boolean(),
		AwsRegion: random.optional(fc, fc.constantFrom('us-east-1', 'eu-west-1')),
		IntegrationType: random.optional(fc, fc.constant('CONNECT_ANALYTICS_CONNECTOR')),
		NetworkType: random.optional(fc, fc.constantFrom('IPV4_ONLY', 'DUAL_STACK')),
	}),
	given: ({ Name, RequireEncryption, AwsRegion, IntegrationType, NetworkType }) => ({
		name: Name,
		requireEncryption: RequireEncryption,
		additionalFields: {
			awsRegion: AwsRegion,
			integrationType: IntegrationType,
			networkType: NetworkType,
		},
	}),
});
