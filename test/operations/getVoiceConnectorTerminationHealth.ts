import { ofSetting } from './kinds';

export const fixture = ofSetting({
	awsName: 'GetVoiceConnectorTerminationHealth',
	operation: ['getHealth', 'Get Health'],
	action: 'Get voice connector health',
	path: '/termination/health',
	name: 'TerminationHealth',
	sample: { Timestamp: '2026-01-15T16:10:10.288Z', Source: '192.0.2.7' },
});
