import { locator } from '../locators';
import { defineList } from '../record';
import { one } from '../results';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListVoiceConnectors.html */
export const voiceConnectors = defineList({
	awsName: 'ListVoiceConnectors',
	path: '/voice-connectors',
	fields: [],
	entries: 'VoiceConnectors',
	idField: 'VoiceConnectorId',
	details: ['AwsRegion', 'CreatedTimestamp'],
	largestPage: 100,
});

export const voiceConnectorPath = `${voiceConnectors.path}/{voiceConnectorId}`;

export const voiceConnectorResult = one('VoiceConnector');

export const voiceConnector = locator({
	displayName: 'Voice Connector',
	name: 'voiceConnectorId',
	description: 'The Amazon Chime SDK voice connector',
	list: voiceConnectors,
	example: 'abcdef1ghij2klmno3pqr4',
});
