import type { OperationFixture } from './fixture';
import { getOf, voiceConnectors } from './kinds';
import { connectorsOf } from './listVoiceConnectors';

export const fixture: OperationFixture = {
	...getOf(voiceConnectors),
	respond(state, { ids, region }) {
		const found = connectorsOf(state, region).find(
			({ VoiceConnectorId }) => VoiceConnectorId === ids.voiceConnectorId,
		);
		return found ? [200, { VoiceConnector: { ...voiceConnectors.sample, ...found } }] : [404];
	},
};
