import type { OnError } from 'n8n-workflow';

import { sendJson, type Play } from '../chime/plays';
import { ask, askNobody, play, status, succeed } from './answering';
import {
	createProxySession,
	deleteProxySession,
	deleteVoiceConnectorProxy,
	everyOperation,
	type AnyOperation,
} from './everyOperation';

const doubt = /\bmay have been created\b.*\bGet Many\b.*\bbefore creating it again\b/;

const created =
	(body: string): Play =>
	(response) =>
		void response.writeHead(201, { 'Content-Type': 'application/json' }).end(body);

/** What leaves it open whether there is a session now. */
const open: Array<[title: string, answer: Play, code: string]> = [
	['HTTP 500', status(500), 'ServiceFailureException'],
	['HTTP 502', status(502), 'BadGatewayException'],
	['HTTP 503', status(503), 'ServiceUnavailableException'],
	['HTTP 504', status(504), 'InternalFailure'],
	['HTTP 408', status(408), 'InternalFailure'],
	['a page of a proxy under HTTP 502', play('html-502'), 'UnknownError'],
	['a connection that is reset after the request was read', play('reset'), 'ECONNRESET'],
	['half an answer', play('truncated'), 'ECONNRESET'],
	['no answer in time', play('hang'), 'ETIMEDOUT'],
	['an answer that never ends', play('trickle'), 'ETIMEDOUT'],
	['an answer that is no HTTP', play('not-http'), 'HPE_INVALID_CONSTANT'],
	['a 201 without a body', created(''), 'InvalidResponse'],
	['a 201 without a session', created('{}'), 'InvalidResponse'],
	['a 201 with null for a session', created('{"ProxySession":null}'), 'InvalidResponse'],
	['a 201 with JSON that breaks off', created('{"ProxySession":{"Sta'), 'InvalidResponse'],
	['a 200 with a page of HTML', play('html-200'), 'InvalidResponse'],
	['a 204', play('no-content'), 'InvalidResponse'],
	['a 206', play('partial'), 'InvalidResponse'],
];

describe('a Create that may have succeeded is sent once, and says so', () => {
	test.each(open)('%s', async (_title, answer, code) => {
		const { outputs, requests } = await ask(createProxySession, () => answer, { maxRetries: 5 });
		expect(requests).toBe(1);
		expect(outputs.flat().map(({ json }) => json)).toEqual([
			expect.objectContaining({ code, attempts: 1, hint: expect.stringMatching(doubt) }),
		]);
	});

	test('also where throttling came before', async () => {
		const { outputs, requests } = await ask(
			createProxySession,
			(asked) => (asked < 2 ? status(429) : play('reset')),
			{ maxRetries: 2 },
		);
		expect(requests).toBe(3);
		expect(outputs.flat().map(({ json }) => json)).toEqual([
			expect.objectContaining({ attempts: 3, hint: expect.stringMatching(doubt) }),
		]);
	});
});

describe('the doubt is told where errors follow the On Error setting as well', () => {
	const answered = async (onError: OnError) =>
		await ask(
			{
				...createProxySession,
				parameters: { ...createProxySession.parameters, errors: 'onError' },
			},
			() => status(500),
			{ maxRetries: 2 },
			onError,
		);

	test('thrown', async () => {
		const { error, requests } = await answered('stopWorkflow');
		expect(requests).toBe(1);
		expect(error?.description).toMatch(doubt);
	});

	test.each([
		['continueRegularOutput', 0],
		['continueErrorOutput', 1],
	] as const)('%s', async (onError, output) => {
		const { outputs, requests } = await answered(onError);
		expect(requests).toBe(1);
		expect(outputs[output]).toMatchObject([
			{ json: { details: { hint: expect.stringMatching(doubt), attempts: 1 } } },
		]);
	});
});

describe('a Create that surely did not succeed leaves nothing to look for', () => {
	test.each([400, 401, 403, 404, 409, 410, 429])('HTTP %i', async (statusCode) => {
		const { outputs } = await ask(createProxySession, () => status(statusCode), { maxRetries: 0 });
		const [{ json }] = outputs.flat();
		expect(json).toMatchObject({ statusCode, attempts: 1 });
		expect(JSON.stringify(json)).not.toMatch(/created/);
	});

	test('nobody listens', async () => {
		const json = await askNobody(createProxySession, { maxRetries: 1 });
		expect(json).toMatchObject({ code: 'ECONNREFUSED', attempts: 2 });
		expect(JSON.stringify(json)).not.toMatch(/created/);
	});

	test('a parameter is refused', async () => {
		const wrong = {
			...createProxySession,
			parameters: { ...createProxySession.parameters, firstPhoneNumber: '0' },
		};
		const { outputs, requests } = await ask(wrong, () => succeed(wrong), { maxRetries: 2 });
		expect(requests).toBe(0);
		const [{ json }] = outputs.flat();
		expect(json).toMatchObject({ code: 'InvalidParameter', attempts: 0 });
		expect(JSON.stringify(json)).not.toMatch(/created/);
	});
});

test('no other operation speaks of doubt', async () => {
	for (const operation of everyOperation.filter((each) => each !== createProxySession)) {
		const { outputs } = await ask(operation, () => play('reset'), { maxRetries: 0 });
		expect(outputs[8]).toHaveLength(1);
		expect(outputs[8][0].json).not.toHaveProperty('hint');
	}
});

describe.each([deleteProxySession, deleteVoiceConnectorProxy])('$awsName', (operation) => {
	const outcome = async (each: AnyOperation, answer: Play) => {
		const { outputs } = await ask(each, () => answer, { maxRetries: 0 });
		return outputs.map((list) => list.map(({ json }) => json));
	};

	test('of what is gone already is a 404 like any other', async () => {
		const outputs = await outcome(operation, status(404));
		expect(outputs[0]).toEqual([]);
		expect(outputs[4]).toMatchObject([{ statusCode: 404, code: 'NotFoundException' }]);
	});

	test.each([
		['a page of HTML', play('html-200')],
		['a session', ((response) => sendJson(response, 200, { ProxySession: {} })) satisfies Play],
		['JSON that breaks off', play('broken-json')],
		['more than anybody reads', play('huge')],
	] as Array<[string, Play]>)(
		'answered by a 200 with %s is not reported as done',
		async (_title, answer) => {
			const outputs = await outcome(operation, answer);
			expect(outputs[0]).toEqual([]);
			expect(outputs[8]).toMatchObject([{ statusCode: 200, code: 'InvalidResponse' }]);
		},
	);

	test('answered by a 200 with nothing is done', async () => {
		const outputs = await outcome(operation, play('empty-200'));
		expect(outputs[0]).toMatchObject([{ deleted: true }]);
	});
});
