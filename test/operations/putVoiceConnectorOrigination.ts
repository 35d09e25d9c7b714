import { settingOf } from './kinds';
import { random, trueOrFalse } from './values';

const row = { host: 'sbc.example.com', port: 5060, protocol: 'UDP', priority: 1, weight: 5 };
const route = { Host: 'sbc.example.com', Port: 5060, Protocol: 'UDP', Priority: 1, Weight: 5 };

const ofRoute = (name: string, label: string, refused: string[], accepted: string[]) => ({
	parameter: `updateFields.routes.route.0.${name}`,
	label: `Update Fields → Routes → ${label}`,
	beside: row,
	refused,
	accepted,
});

export const fixture = settingOf({
	awsName: 'PutVoiceConnectorOrigination',
	operation: ['setOrigination', 'Set Origination'],
	action: 'Set voice connector origination',
	path: '/origination',
	name: 'Origination',
	sample: { Routes: [route], Disabled: true },
	parameters: { routes: { route: [row] }, disabled: true },
	labels: ['Disabled', 'Routes', 'Host', 'Port', 'Protocol', 'Priority', 'Weight'],
	constraints: [
		trueOrFalse('updateFields.disabled', 'Update Fields → Disabled'),
		ofRoute('host', 'Host', ["''", "' '", '1.5', "['a']"], ["'sbc.example.com'", "'192.0.2.7\\n'"]),
		ofRoute('port', 'Port', ['-1', '65536', '1.5', "'65536'", 'null'], ['0', '65535', "'5060'"]),
		{
			...ofRoute('protocol', 'Protocol', ["'TLS'", "''", '1'], ["'udp'"]),
			enumeration: 'OriginationRouteProtocol',
		},
		ofRoute('priority', 'Priority', ['0', '101', '1.5', "'101'"], ['1', '100', "'1'"]),
		ofRoute('weight', 'Weight', ['0', '101', '1.5', "'101'"], ['1', '100', "'1'"]),
	],
	inputs: (fc) => ({
		Routes: random.optional(fc, fc.constant([route])),
		Disabled: random.optional(fc, fc.boolean()),
	}),
	given: ({ Routes, Disabled: disabled }) => ({
		disabled,
		...(Routes !== undefined && { routes: { route: [row] } }),
	}),
});
