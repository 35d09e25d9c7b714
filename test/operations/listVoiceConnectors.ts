import { pageOf, type Entry, type State } from '../support/chime/state';
import type { OperationFixture } from './fixture';
import { listOf, voiceConnectors } from './kinds';

/** The voice connectors that were described, and those that only have sessions, under made-up names. */
export function connectorsOf(state: State, region: string): Entry[] {
	const described = state.of('VoiceConnectors');
	const known = [...described.values(), ...state.of('sessions').values()];
	const ids = [...new Set(known.map(({ VoiceConnectorId }) => String(VoiceConnectorId)))];
	return ids.map((VoiceConnectorId, index) => ({
		VoiceConnectorId,
		AwsRegion: region,
		Name: `Connector ${index + 1}`,
		RequireEncryption: true,
		...described.get(VoiceConnectorId),
	}));
}

export const fixture: OperationFixture = {
	...listOf(voiceConnectors),
	respond: (state, { query, region }) =>
		pageOf(state, 'VoiceConnectors', connectorsOf(state, region), query),
};
