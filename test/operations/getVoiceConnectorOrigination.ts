import { ofSetting } from './kinds';

export const fixture = ofSetting({
	awsName: 'GetVoiceConnectorOrigination',
	operation: ['getOrigination', 'Get Origination'],
	action: 'Get voice connector origination',
	path: '/origination',
	name: 'Origination',
	sample: {
		Routes: [{ Host: 'sbc.example.com', Port: 5060, Protocol: 'UDP', Priority: 1, Weight: 5 }],
		Disabled: false,
	},
});
