import { AwsChimeSdkVoice } from '../../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { invalidInput } from '../../../../nodes/AwsChimeSdkVoice/errors/failure';
import { outputOf, outputs, summaryOf } from '../../../../nodes/AwsChimeSdkVoice/outputs/table';
import { get } from '../../../../nodes/AwsChimeSdkVoice/resources/proxySession/get';
import { evaluate } from '../../../support/engine/evaluate';

const node = new AwsChimeSdkVoice();
const shown = (parameters: Record<string, string>) => evaluate(node, outputs, {}, parameters);
const branches = [
	'400 Invalid',
	'401 Blocked',
	'403 Denied',
	'404 Missing',
	'429 Too Fast',
	'500 Failure',
	'503 Down',
	'Other',
	'409 Conflict',
].map((displayName) => ({ type: 'main', displayName, category: 'error' }));

test.each([
	[
		{ errors: 'outputs', output: 'participants' },
		[{ type: 'main', displayName: 'Participants' }, ...branches],
	],
	[
		{ errors: 'outputs', output: 'session' },
		[{ type: 'main', displayName: 'Success' }, ...branches],
	],
	[
		{ errors: 'firstOutput', output: 'participants' },
		[{ type: 'main', displayName: 'Participants' }],
	],
	[{ errors: 'firstOutput', output: 'session' }, [{ type: 'main', displayName: 'Success' }]],
	[{ errors: 'onError', output: 'participants' }, [{ type: 'main', displayName: 'Participants' }]],
	[{ errors: 'onError', output: 'session' }, [{ type: 'main', displayName: 'Success' }]],
])('%j has the outputs that connections are stored by, in their order', (parameters, expected) => {
	expect(shown(parameters)).toEqual(expected);
});

test.each([
	[400, 1],
	[401, 2],
	[403, 3],
	[404, 4],
	[429, 5],
	[500, 6],
	[503, 7],
	[409, 9],
	...[100, 200, 204, 302, 402, 405, 408, 410, 413, 418, 422, 501, 502, 504, 599].map((code) => [
		code,
		8,
	]),
])('HTTP %i comes out of output %i', (statusCode, output) => {
	expect(outputOf({ statusCode, code: 'AnyName' })).toBe(output);
});

test.each([
	['ETIMEDOUT', 8],
	['ECONNREFUSED', 8],
	['InvalidParameter', 1],
])('%s, without a status, comes out of output %i', (code, output) => {
	expect(outputOf({ statusCode: null, code })).toBe(output);
});

test('an error is routed by its status, whatever AWS calls it', () => {
	expect(outputOf({ statusCode: 503, code: 'NotFoundException' })).toBe(7);
	expect(outputOf({ statusCode: 404, code: 'InvalidParameter' })).toBe(4);
});

test('the summary counts the input items that failed, and all of them', () => {
	const context = { operation: get, parameters: {}, redact: String, region: 'us-east-1' };
	const failure = invalidInput(new Error('wrong'), context);
	expect(summaryOf([[], [failure], []])).toBe(
		'1 of 3 input items failed: 1 at 400 Invalid. The first: wrong [item 1]',
	);
});
