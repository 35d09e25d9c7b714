import type { OnError } from 'n8n-workflow';

import { respondAs, status, type Responder } from '../support/chime/responses';
import { fixtures, holding } from '../operations';
import { failureOfNobody, runOne, succeed } from '../support/engine/runOne';

/** Operations that must not be repeated where they may have had their effect. */
const risky = fixtures.flatMap(({ ifUncertain, ...fixture }) =>
	ifUncertain ? [{ ...fixture, ifUncertain }] : [],
);

const created =
	(body: string): Responder =>
	(response) =>
		void response.writeHead(201, { 'Content-Type': 'application/json' }).end(body);

/** Responses that leave the effect uncertain; NAME is where the operation's response holds its result. */
const uncertain: Array<[title: string, respond: Responder | string, code: string]> = [
	['HTTP 500', status(500), 'ServiceFailureException'],
	['HTTP 502', status(502), 'BadGatewayException'],
	['HTTP 503', status(503), 'ServiceUnavailableException'],
	['HTTP 504', status(504), 'InternalFailure'],
	['HTTP 408', status(408), 'InternalFailure'],
	['a page of a proxy under HTTP 502', respondAs('html-502'), 'UnknownError'],
	['a connection that is reset after the request was read', respondAs('reset'), 'ECONNRESET'],
	['a truncated response', respondAs('truncated'), 'ECONNRESET'],
	['no response in time', respondAs('hang'), 'ETIMEDOUT'],
	['a response that never ends', respondAs('trickle'), 'ETIMEDOUT'],
	['a response that is no HTTP', respondAs('not-http'), 'HPE_INVALID_CONSTANT'],
	['a 201 without a body', '', 'InvalidResponse'],
	['a 201 without a result', '{}', 'InvalidResponse'],
	['a 201 with null for a result', '{"NAME":null}', 'InvalidResponse'],
	['a 201 with truncated JSON', '{"NAME":{"Sta', 'InvalidResponse'],
	['a 200 with an HTML page', respondAs('html-200'), 'InvalidResponse'],
	['a 204', respondAs('no-content'), 'InvalidResponse'],
	['a 206', respondAs('partial'), 'InvalidResponse'],
];

test('there are such operations', () => expect(risky).not.toEqual([]));

describe.each(risky)('$awsName', (fixture) => {
	const { ifUncertain, response, constraints } = fixture;
	const [name] = Object.keys(response.body ?? {});
	const said = expect.stringMatching(ifUncertain);

	test.each(uncertain)(
		'is sent once and says what to check after %s',
		async (_title, how, code) => {
			const respond = typeof how === 'string' ? created(how.replace('NAME', name)) : how;
			const { outputs, requests } = await runOne(fixture, () => respond, { maxRetries: 5 });
			expect(requests).toBe(1);
			expect(outputs.flat().map(({ json }) => json)).toEqual([
				expect.objectContaining({ code, attempts: 1, hint: said }),
			]);
		},
	);

	test('says what to check also where throttling came before', async () => {
		const { outputs, requests } = await runOne(
			fixture,
			(count) => (count < 2 ? status(429) : respondAs('reset')),
			{ maxRetries: 2 },
		);
		expect(requests).toBe(3);
		expect(outputs.flat().map(({ json }) => json)).toEqual([
			expect.objectContaining({ attempts: 3, hint: said }),
		]);
	});

	const byOnError = async (onError: OnError) =>
		await runOne(fixture, () => status(500), {
			maxRetries: 2,
			parameters: { errors: 'onError' },
			onError,
		});

	test('says what to check where the error is thrown', async () => {
		const { error, requests } = await byOnError('stopWorkflow');
		expect(requests).toBe(1);
		expect(error?.description).toMatch(ifUncertain);
	});

	test.each([
		['continueRegularOutput', 0],
		['continueErrorOutput', 1],
	] as const)('says what to check under %s', async (onError, output) => {
		const { outputs, requests } = await byOnError(onError);
		expect(requests).toBe(1);
		expect(outputs[output]).toMatchObject([{ json: { details: { hint: said, attempts: 1 } } }]);
	});

	const expectNothingToCheck = (json: object) =>
		expect(JSON.stringify(json)).not.toMatch(/may have been|before creating/);

	test.each([400, 401, 403, 404, 409, 410, 429])(
		'leaves nothing to check after HTTP %i',
		async (statusCode) => {
			const { outputs } = await runOne(fixture, () => status(statusCode), { maxRetries: 0 });
			const [{ json }] = outputs.flat();
			expect(json).toMatchObject({ statusCode, attempts: 1 });
			expectNothingToCheck(json);
		},
	);

	test('leaves nothing to check where nobody listens', async () => {
		const json = await failureOfNobody(fixture, { maxRetries: 1 });
		expect(json).toMatchObject({ code: 'ECONNREFUSED', attempts: 2 });
		expectNothingToCheck(json);
	});

	test('leaves nothing to check where a parameter is refused', async () => {
		const { outputs, requests } = await runOne(fixture, () => succeed(fixture), {
			maxRetries: 2,
			parameters: holding(constraints[0], constraints[0].refused[0]),
		});
		expect(requests).toBe(0);
		const [{ json }] = outputs.flat();
		expect(json).toMatchObject({ code: 'InvalidParameter', attempts: 0 });
		expectNothingToCheck(json);
	});
});

test('an operation that may be repeated leaves nothing to check', async () => {
	for (const fixture of fixtures.filter(({ ifUncertain }) => !ifUncertain)) {
		const { outputs } = await runOne(fixture, () => respondAs('reset'), { maxRetries: 0 });
		expect(outputs[8]).toHaveLength(1);
		expect(outputs[8][0].json.hint).toMatch(/^The connection broke before /);
	}
});

const deletions = fixtures.filter(({ response }) => response.statusCode === 204);

describe.each(deletions)('$awsName', (fixture) => {
	const outcome = async (respond: Responder) => {
		const { outputs } = await runOne(fixture, () => respond, { maxRetries: 0 });
		return outputs.map((list) => list.map(({ json }) => json));
	};

	test('of what is gone already is a 404 like any other', async () => {
		const outputs = await outcome(status(404));
		expect(outputs[0]).toEqual([]);
		expect(outputs[4]).toMatchObject([{ statusCode: 404, code: 'NotFoundException' }]);
	});

	test.each([
		['an HTML page', respondAs('html-200')],
		['a session', respondAs('plain')],
		['truncated JSON', respondAs('broken-json')],
		['more than is read', respondAs('huge')],
	])('with a 200 and %s is not reported as done', async (_title, respond) => {
		const outputs = await outcome(respond);
		expect(outputs[0]).toEqual([]);
		expect(outputs[8]).toMatchObject([{ statusCode: 200, code: 'InvalidResponse' }]);
	});

	test('with a 200 and nothing is done', async () => {
		expect((await outcome(respondAs('empty-200')))[0]).toMatchObject([{ deleted: true }]);
	});
});
