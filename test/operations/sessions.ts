import { keyOf, type Entry, type State } from '../support/chime/state';
import { firstPhoneNumber, ids, proxyPhoneNumber, secondPhoneNumber } from './values';

/** The sample response of AWS's API reference, to the letter. */
export const sampleSession = {
	Capabilities: ['SMS', 'Voice'],
	CreatedTimestamp: '2020-04-15T16:10:10.288Z',
	EndedTimestamp: null,
	ExpiryMinutes: 60,
	GeoMatchLevel: null,
	GeoMatchParams: null,
	Name: null,
	NumberSelectionBehavior: null,
	Participants: [
		{ PhoneNumber: firstPhoneNumber, ProxyPhoneNumber: proxyPhoneNumber },
		{ PhoneNumber: secondPhoneNumber, ProxyPhoneNumber: proxyPhoneNumber },
	],
	ProxySessionId: ids.proxySessionId,
	Status: 'Open',
	UpdatedTimestamp: '2020-04-15T16:10:10.288Z',
	VoiceConnectorId: ids.voiceConnectorId,
};

const { Participants, ...fields } = sampleSession;

/** The sample session as one item per participant. */
export const participantItems = Participants.map((numbers) => ({ ...numbers, ...fields }));

export const resource: [string, string] = ['proxySession', 'Proxy Session'];
export const sessionsPath = '/voice-connectors/{voiceConnectorId}/proxy-sessions';
export const sessionPath = `${sessionsPath}/{proxySessionId}`;
export const sessionsTarget = `/voice-connectors/${ids.voiceConnectorId}/proxy-sessions`;
export const sessionTarget = `${sessionsTarget}/${ids.proxySessionId}`;

export function sessionOf(state: State, { voiceConnectorId, proxySessionId }: typeof ids | Entry) {
	return state.of('sessions').get(keyOf(voiceConnectorId, proxySessionId));
}
