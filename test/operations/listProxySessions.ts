import { matches, pageOf } from '../support/chime/state';
import type { OperationFixture } from './fixture';
import { resource, sampleSession, sessionsPath, sessionsTarget } from './sessions';
import { connector, locatorsOf, missing, random, voiceConnectorId } from './values';

export const fixture: OperationFixture = {
	awsName: 'ListProxySessions',
	method: 'GET',
	path: sessionsPath,
	resource,
	operation: ['getAll', 'Get Many'],
	action: 'Get many proxy sessions',
	parameters: connector,
	response: { statusCode: 200, body: { ProxySessions: [sampleSession] } },
	example: {
		parameters: {
			...connector,
			returnAll: false,
			limit: 10,
			output: 'session',
			filters: { status: 'InProgress' },
		},
		request: ['GET', `${sessionsTarget}?max-results=10&status=InProgress`],
		items: [sampleSession],
	},
	isRetired: true,
	constraints: [
		voiceConnectorId,
		{
			parameter: 'filters.status',
			label: 'Filters → Status',
			enumeration: 'ProxySessionStatus',
			refused: ["'Ended'", "''", '0', "['Open']", ...missing],
			accepted: ["'open'"],
		},
		{
			parameter: 'limit',
			label: 'Limit',
			refused: ['0', '-1', '1.5', "'all'", 'NaN', ...missing],
			accepted: ["'50'", '1', '99', '100', '101', '1000000'],
		},
	],
	panels: [
		{
			name: 'session-get-many',
			parameters: { ...connector, filters: { status: 'Open' } },
			labels: ['Voice Connector', 'Return All', 'Limit', 'Output', 'Filters', 'Status'],
			firstOutput: 'Success',
		},
		{
			name: 'session-get-many-all',
			parameters: { ...connector, returnAll: true, output: 'participants' },
			labels: ['Voice Connector', 'Return All', 'Output', 'Filters'],
			firstOutput: 'Participants',
		},
	],
	parity: {
		inputs: (fc) =>
			fc.record({
				VoiceConnectorId: random.id(fc),
				Status: random.optional(fc, fc.constantFrom('Open', 'InProgress', 'Closed')),
				MaxResults: fc.integer({ min: 1, max: 100 }),
			}),
		parameters: ({ Status: status, MaxResults: limit, ...input }) => ({
			...locatorsOf(input),
			limit,
			filters: { status },
		}),
		item: ({ ProxySessions }) => Object(ProxySessions)[0],
	},
	respond(state, { ids: { voiceConnectorId: id }, query }) {
		const status = query.get('status');
		const sessions = [...state.of('sessions').values()].filter(
			({ VoiceConnectorId, Status }) => VoiceConnectorId === id && matches(Status, status),
		);
		return pageOf(state, 'ProxySessions', sessions, query);
	},
};
