import { byId } from '../support/locator';
import type { OperationFixture } from './fixture';
import { connectorsOf } from './listVoiceConnectors';
import { ids, locatorsOf, random, voiceConnectorId } from './values';

const locators = { voiceConnectorId: byId(ids.voiceConnectorId) };
const sampleConnector = {
	VoiceConnectorId: ids.voiceConnectorId,
	AwsRegion: 'us-east-1',
	Name: 'Rides',
	OutboundHostName: `${ids.voiceConnectorId}.voiceconnector.chime.aws`,
	RequireEncryption: true,
	CreatedTimestamp: '2020-04-15T16:10:10.288Z',
	UpdatedTimestamp: '2020-04-15T16:10:10.288Z',
	VoiceConnectorArn: `arn:aws:chime:us-east-1:111122223333:vc/${ids.voiceConnectorId}`,
	IntegrationType: null,
	NetworkType: 'IPV4_ONLY',
};

export const fixture: OperationFixture = {
	awsName: 'GetVoiceConnector',
	method: 'GET',
	path: '/voice-connectors/{voiceConnectorId}',
	resource: ['voiceConnector', 'Voice Connector'],
	operation: ['get', 'Get'],
	action: 'Get voice connector',
	parameters: locators,
	response: { statusCode: 200, body: { VoiceConnector: sampleConnector } },
	example: {
		parameters: locators,
		request: ['GET', `/voice-connectors/${ids.voiceConnectorId}`],
		items: [sampleConnector],
	},
	constraints: [voiceConnectorId],
	panels: [
		{
			name: 'connector-get',
			parameters: locators,
			labels: ['Voice Connector'],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) => fc.record({ VoiceConnectorId: random.id(fc) }),
		parameters: locatorsOf,
		item: ({ VoiceConnector }) => VoiceConnector,
	},
	respond(state, request) {
		const found = connectorsOf(state, request.region).find(
			({ VoiceConnectorId }) => VoiceConnectorId === request.ids.voiceConnectorId,
		);
		return found ? [200, { VoiceConnector: { ...sampleConnector, ...found } }] : [404];
	},
};
