import { ofSetting } from './kinds';

export const fixture = ofSetting({
	awsName: 'GetVoiceConnectorTermination',
	operation: ['getTermination', 'Get Termination'],
	action: 'Get voice connector termination',
	path: '/termination',
	name: 'Termination',
	sample: {
		CpsLimit: 1,
		DefaultPhoneNumber: '+12065550100',
		CallingRegions: ['US'],
		CidrAllowedList: ['192.0.2.0/24'],
		Disabled: false,
	},
});
