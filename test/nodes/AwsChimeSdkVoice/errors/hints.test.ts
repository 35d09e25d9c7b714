import { hintFor } from '../../../../nodes/AwsChimeSdkVoice/errors/hints';

test.each([
	[399, undefined],
	[400, expect.stringContaining('eu-central-1')],
])('where an operation is in other regions only, %i has a hint', (statusCode, hint) => {
	const circumstances = { awsName: 'A', regions: ['us-east-1'], region: 'eu-central-1' };
	expect(hintFor({ statusCode, code: 'BadRequest', message: '' }, circumstances)).toEqual(hint);
});
