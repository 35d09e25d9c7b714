import { longId } from '../../parameters/ids';
import { trimmed } from '../../parameters/validation';
import { text } from '../fields';
import { locator } from '../locators';
import { defineList, type SentField } from '../record';
import { one } from '../results';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListSipMediaApplications.html */
export const sipMediaApplications = defineList({
	awsName: 'ListSipMediaApplications',
	path: '/sip-media-applications',
	fields: [],
	entries: 'SipMediaApplications',
	idField: 'SipMediaApplicationId',
	details: ['AwsRegion', 'CreatedTimestamp'],
	largestPage: 100,
});

/** An application, wherever its id stands in a request. */
export const applicationIn = (
	place: Pick<SentField, 'in'> &
		Partial<Pick<SentField, 'awsName'>> & { description: string; required?: boolean },
) =>
	locator({
		displayName: 'SIP Media Application',
		name: 'sipMediaApplicationId',
		list: sipMediaApplications,
		example: '0d3c9b7a-1e2f-4a5b-9c8d-7e6f5a4b3c2d',
		validate: longId,
		...place,
	});

export const sipMediaApplication = applicationIn({
	in: 'path',
	description: 'The SIP media application whose AWS Lambda function handles the calls',
});

export const sipMediaApplicationPath = `${sipMediaApplications.path}/{sipMediaApplicationId}`;

export const sipMediaApplicationResult = one('SipMediaApplication');

/** AWS takes a list of exactly one endpoint. */
export const lambdaArn = text({
	displayName: 'Lambda ARN',
	name: 'lambdaArn',
	awsName: 'Endpoints[].LambdaArn',
	pattern:
		/^arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d:\d{12}:function:[a-zA-Z0-9-_]{1,64}(:(\$LATEST|[a-zA-Z0-9-_]{1,128}))?$/,
	form: 'the ARN of an AWS Lambda function',
	read: trimmed,
	isSensitive: true,
	placeholder: 'e.g. arn:aws:lambda:us-east-1:111122223333:function:calls',
	description:
		'The ARN of the AWS Lambda function that handles the calls, in the region of the application',
});
