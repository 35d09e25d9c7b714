import { lambdaArn, sipMediaApplications, updateOf } from './kinds';
import { arn, awsName, random } from './values';

export const fixture = updateOf(sipMediaApplications, {
	awsName: 'UpdateSipMediaApplication',
	method: 'PUT',
	statusCode: 200,
	parameters: { updateFields: { name: 'Rides' } },
	all: { updateFields: { name: 'Rides', lambdaArn } },
	body: { Name: 'Rides', Endpoints: [{ LambdaArn: lambdaArn }] },
	labels: ['Update Fields', 'Lambda ARN', 'Name'],
	constraints: [
		awsName('updateFields.name', 'Update Fields → Name'),
		arn('updateFields.lambdaArn', 'Update Fields → Lambda ARN'),
	],
	inputs: (fc) => ({
		Name: random.optional(fc, fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,60}$/)),
		Endpoints: random.optional(fc, fc.constant([{ LambdaArn: lambdaArn }])),
	}),
	given: ({ Name: name, Endpoints }) => ({
		updateFields: { name, lambdaArn: Object(Endpoints)[0]?.LambdaArn },
	}),
});
