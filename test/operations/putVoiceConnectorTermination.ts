import { settingOf } from './kinds';
import { firstPhoneNumber, phoneNumber, random, trueOrFalse } from './values';

const defaultPhoneNumber = phoneNumber(
	'updateFields.defaultPhoneNumber',
	'Update Fields → Default Phone Number',
);

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
			refused: ['0', '-1', '1.5', 'NaN', 'true'],
			accepted: ["'1'", '1', '256', 'undefined'],
		},
		{ ...defaultPhoneNumber, accepted: [...defaultPhoneNumber.accepted, 'undefined'] },
		{
			parameter: 'updateFields.callingRegions',
			label: 'Update Fields → Calling Regions',
			refused: ["''", "','", '[]', "'USA'", "'US;CA'", '[1]', "Array(301).fill('US')"],
			accepted: ["'us'", "'US'", "' US ,CA,'", "['US', 'CA']", "Array(300).fill('US')"],
		},
		{
			parameter: 'updateFields.cidrAllowedList',
			label: 'Update Fields → Allowed Hosts',
			refused: ["''", "'192.0.2.7'", "'192.0.2.0/a'", "'sbc.example.com'", '[]', '[1]', '1'],
			accepted: ["'192.0.2.0/27'", "'192.0.2.0/27, 198.51.100.7/32'", "['192.0.2.7/32']"],
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
