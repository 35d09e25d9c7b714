import { sipRules, updateOf } from './kinds';
import { awsName, random, targetApplications, trueOrFalse } from './values';

const targets = [{ SipMediaApplicationId: 'sma', Priority: 1, AwsRegion: 'us-east-1' }];
const application = { sipMediaApplicationId: 'sma', priority: 1, awsRegion: 'us-east-1' };

export const fixture = updateOf(sipRules, {
	awsName: 'UpdateSipRule',
	method: 'PUT',
	statusCode: 202,
	parameters: { name: 'Rides' },
	all: {
		name: 'Rides',
		updateFields: { disabled: true, targetApplications: { application: [application] } },
	},
	body: { Name: 'Rides', Disabled: true, TargetApplications: targets },
	labels: [
		...['Name', 'Update Fields', 'Disabled', 'Target Applications'],
		...['SIP Media Application', 'Priority', 'AWS Region'],
	],
	constraints: [
		awsName('name', 'Name'),
		trueOrFalse('updateFields.disabled', 'Update Fields → Disabled'),
		...targetApplications('updateFields.targetApplications', 'Update Fields → Target Applications'),
	],
	inputs: (fc) => ({
		Name: fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,60}$/),
		Disabled: random.optional(fc, fc.boolean()),
		TargetApplications: random.optional(fc, fc.constant(targets)),
	}),
	given: ({ Name, Disabled: disabled, TargetApplications }) => ({
		name: Name,
		updateFields: {
			disabled,
			...(TargetApplications !== undefined && {
				targetApplications: { application: [application] },
			}),
		},
	}),
});
