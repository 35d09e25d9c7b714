import { settingOf } from './kinds';
import { firstPhoneNumber, missing, phoneNumber, random, trueOrFalse } from './values';

export const fixture = settingOf({
	awsName: 'PutVoiceConnectorTermination',
	operation: ['setTermination', 'Set Termination'],
	action: 'Set voice connector termination',
	path: '/termination',
	name: 'Termination',
	sample: {
		CpsLimit: 1,
		DefaultPhoneNumber: firstPhoneNumber,
		CallingRegions: ['US', 'CA'],
		CidrAllowedList: ['192.0.2.0/27'],
		Disabled: false,
	},
	parameters: {
		cpsLimit: 1,
		defaultPhoneNumber: firstPhoneNumber,
		callingRegions: 'US, CA',
		cidrAllowedList: '192.0.2.0/27',
		disabled: false,
	},
	labels: [
		...['Allowed Hosts', 'Calling Regions', 'Calls per Second', 'Default Phone Number'],
		'Disabled',
	],
	sensitive: ['updateFields.defaultPhoneNumber'],
	constraints: [
		{
			parameter: 'updateFields.cpsLimit',
			label: 'Update Fields → Calls per Second',
			refused: ['0', '-1', '1.5', 'NaN', 'true', ...missing],
			accepted: ["'1'", '1', '256'],
		},
		phoneNumber('updateFields.defaultPhoneNumber', 'Update Fields → Default Phone Number'),
		{
			parameter: 'updateFields.callingRegions',
			label: 'Update Fields → Calling Regions',
			refused: ["''", "','", "'USA'", '[1]', "Array(301).fill('US')", ...missing],
			accepted: [
				...["'us'", "'US'", "' US ,CA,'", "'US;CA'", "['US', 'CA']", "Array(300).fill('US')"],
				...['[]', "'[]'"],
			],
		},
		{
			parameter: 'updateFields.cidrAllowedList',
			label: 'Update Fields → Allowed Hosts',
			refused: [
				...["''", "'192.0.2.7'", "'192.0.2.0/a'", "'sbc.example.com'", '[1]', '1', ...missing],
				...["'10.0.0.0/99'", "'10.0.0/8'", "'010.0.0.0/8'", "'10.0.0.0/08'", "'10.0.0.256/32'"],
				...["'2001:db8::'", "'2001:db8::/129'", "'2001:db8::1::/64'", "'fe80::1%eth0/64'"],
			],
			accepted: [
				...["'192.0.2.0/27'", "'192.0.2.0/27, 198.51.100.7/32'", "['192.0.2.7/32 ']", '[]'],
				...["'2001:DB8::/32\\n192.0.2.0/27'", "'::/0'", "'2001:db8:0:0:0:0:0:1/128'"],
			],
		},
		trueOrFalse('updateFields.disabled', 'Update Fields → Disabled'),
	],
	inputs: (fc) => ({
		CpsLimit: random.optional(fc, fc.integer({ min: 1, max: 256 })),
		DefaultPhoneNumber: random.optional(fc, random.phoneNumber(fc)),
		CallingRegions: random.optional(fc, fc.array(random.country(fc), { minLength: 1 })),
		CidrAllowedList: random.optional(fc, fc.constant(['192.0.2.0/27'])),
		Disabled: random.optional(fc, fc.boolean()),
	}),
	given: ({ CpsLimit, DefaultPhoneNumber, CallingRegions, CidrAllowedList, Disabled }) => ({
		cpsLimit: CpsLimit,
		defaultPhoneNumber: DefaultPhoneNumber,
		callingRegions: CallingRegions,
		cidrAllowedList: CidrAllowedList,
		disabled: Disabled,
	}),
});
