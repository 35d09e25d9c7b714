import { createOf, lambdaArn, sipMediaApplications } from './kinds';
import { arn, awsName, region } from './values';

const parameters = { awsRegion: 'us-west-2', name: 'Rides', lambdaArn };

export const fixture = createOf(sipMediaApplications, {
	awsName: 'CreateSipMediaApplication',
	method: 'POST',
	statusCode: 201,
	parameters,
	all: parameters,
	body: { AwsRegion: 'us-west-2', Name: 'Rides', Endpoints: [{ LambdaArn: lambdaArn }] },
	labels: ['AWS Region', 'Name', 'Lambda ARN'],
	ifUncertain: /\bmay have been created\b.*\bGet Many\b.*\bbefore creating it again\b/,
	constraints: [
		region('awsRegion', 'AWS Region'),
		awsName('name', 'Name'),
		arn('lambdaArn', 'Lambda ARN'),
	],
	inputs: (fc) => ({
		AwsRegion: fc.constantFrom('us-east-1', 'us-west-2'),
		Name: fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,60}$/),
		Endpoints: fc.constant([{ LambdaArn: lambdaArn }]),
	}),
	given: ({ AwsRegion, Name }) => ({ awsRegion: AwsRegion, name: Name, lambdaArn }),
});
