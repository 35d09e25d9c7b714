import { pageOf } from '../chime/state';
import type { Route } from './fixture';

/** Only the editor asks for this list, for its locators. */
export const route: Route = {
	awsName: 'ListVoiceConnectors',
	method: 'GET',
	path: '/voice-connectors',
	respond(state, { query, region }) {
		const described = state.of('connectors');
		const known = [...described.values(), ...state.of('sessions').values()];
		const connectors = [...new Set(known.map(({ VoiceConnectorId }) => String(VoiceConnectorId)))];
		const entries = connectors.map((VoiceConnectorId, index) => ({
			VoiceConnectorId,
			AwsRegion: region,
			Name: `Connector ${index + 1}`,
			RequireEncryption: true,
			...described.get(VoiceConnectorId),
		}));
		return pageOf('VoiceConnectors', entries, query);
	},
};
