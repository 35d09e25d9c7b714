import * as sdk from '@aws-sdk/client-chime-sdk-voice';
import type { INodePropertyOptions } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import type { Play } from '../chime/plays';
import { ask, askNobody, play, status, succeed, type Answers } from './answering';
import { everyOperation, ids, type AnyOperation } from './everyOperation';

test('the table holds every operation of the node, and each is one of AWS', () => {
	const listed = new AwsChimeSdkVoice().description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.map((option) => [
				displayOptions?.show?.resource?.[0],
				Object(option as INodePropertyOptions).value,
			]),
		);
	expect(everyOperation.map(({ parameters: p }) => [p.resource, p.operation])).toEqual(listed);
	everyOperation.forEach(({ awsName }) => expect(sdk).toHaveProperty(`${awsName}Command`));
});

test.each(everyOperation)('$awsName that succeeds comes out of the first output', async (each) => {
	const { error, outputs, requests } = await ask(each, () => succeed(each), { maxRetries: 0 });
	expect(error).toBeUndefined();
	expect(outputs.map((list) => list.length)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(requests).toBe(1);
});

/** The errors that AWS documents for each of the operations, and one that it does not. */
const errors: Array<[statusCode: number, output: number, code: string, hint: RegExp | undefined]> =
	[
		[400, 1, 'BadRequestException', undefined],
		[401, 2, 'UnauthorizedClientException', /keys/],
		[403, 3, 'ForbiddenException', /IAM permission chime:AWS_NAME\b.*ended support/],
		[404, 4, 'NotFoundException', /region.*ended support/],
		[429, 5, 'ThrottledClientException', undefined],
		[500, 6, 'ServiceFailureException', undefined],
		[503, 7, 'ServiceUnavailableException', undefined],
		[410, 8, 'GoneException', /ended support/],
	];

/** What only a Create says, and only where it may have succeeded. */
const doubt = /\bmay have been created\b.*\bGet Many\b/;

describe.each(everyOperation)('$awsName', (each) => {
	const { awsName, parameters } = each;

	test.each(errors)('HTTP %i', async (statusCode, output, code, hint) => {
		const { error, outputs } = await ask(each, () => status(statusCode), { maxRetries: 0 });
		expect(error).toBeUndefined();
		expect(outputs.map((list) => list.length)).toEqual(
			outputs.map((_, index) => (index === output ? 1 : 0)),
		);
		const [{ json, pairedItem }] = outputs[output];
		expect(pairedItem).toEqual({ item: 0 });
		expect(json).toMatchObject({
			statusCode,
			code,
			attempts: 1,
			requestId: expect.any(String),
			retryable: [429, 500, 503].includes(statusCode),
			voiceConnectorId: ids.voiceConnectorId,
			...('proxySessionId' in parameters && { proxySessionId: ids.proxySessionId }),
		});
		expect('proxySessionId' in json).toBe('proxySessionId' in parameters);
		const isInDoubt = awsName === 'CreateProxySession' && statusCode >= 500;
		const expected = hint?.source.replace('AWS_NAME', awsName);
		if (isInDoubt) expect(json.hint).toMatch(doubt);
		else if (expected) expect(json.hint).toMatch(new RegExp(expected));
		else expect(json).not.toHaveProperty('hint');
	});
});

/** None of them is what any of the operations is answered by. */
const unpromised = [
	'null',
	'[]',
	'"Open"',
	'{"ProxySession":null,"Proxy":null,"ProxySessions":"none"}',
	'{"ProxySession":[],"Proxy":[],"ProxySessions":{}}',
	'{"ProxySession":"Open","Proxy":true,"ProxySessions":1}',
];

describe.each(everyOperation)('$awsName answered by something else', (each) => {
	test.each(unpromised)('%s', async (body) => {
		const { statusCode } = each.success;
		const answer: Play = (response) =>
			void response.writeHead(statusCode === 204 ? 200 : statusCode).end(body);
		const { error, outputs } = await ask(each, () => answer, { maxRetries: 0 });
		expect(error).toBeUndefined();
		expect(outputs.map((list) => list.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
		expect(outputs[8][0].json).toMatchObject({
			statusCode: statusCode === 204 ? 200 : statusCode,
			code: 'InvalidResponse',
			hint: expect.stringContaining('endpoint'),
		});
	});
});

/** How often each operation is sent: a Create is named where it differs. */
interface Repetition {
	title: string;
	answers(operation: AnyOperation): Answers;
	options: { maxRetries: number };
	create: number;
	others: number;
}

const repetitions: Repetition[] = [
	...[500, 502, 503, 504].map((statusCode) => ({
		title: `HTTP ${statusCode}`,
		answers: () => () => status(statusCode),
		options: { maxRetries: 2 },
		create: 1,
		others: 3,
	})),
	{
		title: 'a connection that is reset after the request was read',
		answers: () => () => play('reset'),
		options: { maxRetries: 2 },
		create: 1,
		others: 3,
	},
	{
		title: 'an answer that breaks off',
		answers: () => () => play('truncated'),
		options: { maxRetries: 2 },
		create: 1,
		others: 3,
	},
	{
		title: 'no answer in time',
		answers: () => () => play('hang'),
		options: { maxRetries: 2 },
		create: 1,
		others: 3,
	},
	{
		title: 'HTTP 500 once, then success',
		answers: (operation) => (asked) => (asked < 1 ? status(500) : succeed(operation)),
		options: { maxRetries: 2 },
		create: 1,
		others: 2,
	},
	{
		title: 'throttling five times, then success',
		answers: (operation) => (asked) => (asked < 5 ? status(429) : succeed(operation)),
		options: { maxRetries: 2 },
		create: 6,
		others: 6,
	},
	...[400, 401, 403, 404, 410].map((statusCode) => ({
		title: `HTTP ${statusCode}`,
		answers: () => () => status(statusCode),
		options: { maxRetries: 2 },
		create: 1,
		others: 1,
	})),
];

describe('how often a request is sent', () => {
	test.each(repetitions)('after $title', async ({ answers, options, create, others }) => {
		const counts = await Promise.all(
			everyOperation.map(async (operation) => {
				const { outputs, requests } = await ask(operation, answers(operation), options);
				expect(outputs.flat()).toHaveLength(1);
				const { attempts = requests } = outputs.flat()[0].json;
				expect(attempts).toBe(requests);
				return [operation.awsName, requests];
			}),
		);
		const expected = everyOperation.map(({ awsName }) => [
			awsName,
			awsName === 'CreateProxySession' ? create : others,
		]);
		expect(counts).toEqual(expected);
	});

	test.each(everyOperation)('$awsName again, where nobody listens', async (each) => {
		const json = await askNobody(each, { maxRetries: 2 });
		expect(json).toMatchObject({ statusCode: null, code: 'ECONNREFUSED', attempts: 3 });
	});
});
