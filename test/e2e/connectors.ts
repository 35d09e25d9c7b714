import { sampleSession, type Chime, type Connector, type Session } from '../chime/server';

const day = 24 * 60;

/** The voice connector of the sample session, and two more; ages in minutes. */
const connectors: Array<[id: string, name: string, age: number]> = [
	[sampleSession.VoiceConnectorId, 'Rides Seattle', 400 * day],
	['bcdefg2hijk3lmnop4qrs5', 'Rides Portland', 92 * day],
	['cdefgh3ijkl4mnopq5rst6', 'Couriers', 3 * day],
];

/** Sessions of the connector at this position; ages in minutes. */
const sessions: Array<[connector: number, name: string | null, status: string, age: number]> = [
	[0, 'Ride 4711', 'Open', 3],
	[0, 'Ride 4712', 'InProgress', 48],
	[0, 'Ride 4713', 'Open', 5 * 60],
	[0, 'Ride 4714', 'Closed', 26 * 60],
	[0, null, 'Closed', 11 * day],
	[1, 'Ride 815', 'Open', 14],
	[1, 'Ride 816', 'Closed', 9 * 60],
	[2, 'Parcel 99', 'Open', 75],
];

/** Gives the loopback Chime what one would choose from in the node's lists. */
export function populate({ add, addConnector }: Chime): void {
	connectors.forEach((connector) => addConnector(connectorOf(connector)));
	sessions.forEach((session, index) => add(sessionOf(session, index)));
}

function connectorOf([id, name, age]: (typeof connectors)[number]): Connector {
	return { VoiceConnectorId: id, Name: name, CreatedTimestamp: before(age) };
}

function sessionOf(
	[connector, name, status, age]: (typeof sessions)[number],
	index: number,
): Session {
	return {
		...sampleSession,
		VoiceConnectorId: connectors[connector][0],
		ProxySessionId: `${index}b5d1c9e-3f27-4a60-9c41-7d0e8a52f3${index}0`,
		Name: name,
		Status: status,
		CreatedTimestamp: before(age),
		UpdatedTimestamp: before(age),
		EndedTimestamp: status === 'Closed' ? before(age - 60) : null,
	};
}

/** The time so many minutes ago, as AWS tells it. */
function before(minutes: number): string {
	return new Date(Date.now() - minutes * 60_000).toISOString();
}
