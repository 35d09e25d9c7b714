import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as sdk from '@aws-sdk/client-chime-sdk-voice';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import {
	foreign,
	foreignResponses,
	json,
	respondAs,
	sendException,
	status,
	type Responder,
} from '../support/chime/responses';
import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { fixtures } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { ids } from '../operations/values';
import { isLarge, scaledTest } from '../support/scale';
import {
	failureOfNobody,
	runEach,
	runOne,
	succeed,
	type ResponderByCount,
} from '../support/engine/runOne';

test.each(fixtures)('$awsName that succeeds comes out of the first output', async (fixture) => {
	const { error, outputs, requests } = await runOne(fixture, () => succeed(fixture), {
		maxRetries: 0,
	});
	expect(error).toBeUndefined();
	expect(outputs.map((list) => list.length)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(requests).toBe(1);
});

const endOfSupport = /ended support/;

/** An exception of AWS: its status, and its name. */
type Exception = [statusCode: number, name: string];

/** What AWS documents for proxy sessions, and 410; every operation may meet these. */
const common: Exception[] = [
	[400, 'BadRequestException'],
	[401, 'UnauthorizedClientException'],
	[403, 'ForbiddenException'],
	[404, 'NotFoundException'],
	[410, 'GoneException'],
	[429, 'ThrottledClientException'],
	[500, 'ServiceFailureException'],
	[503, 'ServiceUnavailableException'],
];

/** The exceptions of an operation as the documentation of AWS's SDK names them, with the SDK's statuses. */
function modelledFor({ awsName }: OperationFixture): Exception[] {
	const file = `@aws-sdk/client-chime-sdk-voice/dist-types/commands/${awsName}Command.d.ts`;
	const text = readFileSync(join('node_modules', file), 'utf8');
	const names = [...text.matchAll(/@throws \{@link (\w+)\} \(/g)].map(([, name]) => name);
	return names.map((name) => [Object(sdk)[`${name}$`][3].httpError, name]);
}

const exceptionsOf = (fixture: OperationFixture) => [
	...new Map([...common, ...modelledFor(fixture)].map((each) => [each[1], each])).values(),
];

test('the SDK names exceptions of every operation, and each has a status', () => {
	const modelled = fixtures.map(modelledFor);
	for (const exceptions of modelled) expect(exceptions.length).toBeGreaterThan(5);
	const statuses = new Map(modelled.flat().map(([statusCode, name]) => [name, statusCode]));
	expect([...statuses.values()].sort()).toEqual([
		...[400, 400, 401, 403, 403, 404, 409, 429, 500, 503],
	]);
});

/** The output of a status, and what the hint speaks of. */
const outputs = new Map<number, [output: number, hints: string[]]>([
	[400, [1, []]],
	[401, [2, ['the key']]],
	[403, [3, ['IAM permission chime:AWS_NAME,', endOfSupport.source]]],
	[404, [4, ['region', endOfSupport.source]]],
	[409, [9, ['in use']]],
	[410, [8, [endOfSupport.source]]],
	[422, [8, ['state']]],
	[429, [5, ['Max Concurrency']]],
	[500, [6, []]],
	[503, [7, []]],
]);

/** The ids of the path, by the names of their parameters. */
const idsIn = ({ path }: OperationFixture) =>
	Object.fromEntries(
		Object.entries({ ...ids, phoneNumberId: ids.phoneNumberId.slice(-4) }).filter(([name]) =>
			path.includes(`{${name}}`),
		),
	);

test.each(fixtures)('$awsName that AWS refuses, by exception', async (fixture) => {
	const exceptions = exceptionsOf(fixture);
	const found = await runEach(
		fixture,
		exceptions.map(
			([statusCode, name]) =>
				(response) =>
					sendException(response, statusCode, name),
		),
	);
	for (const [index, [statusCode, code]] of exceptions.entries()) {
		const [output] = outputs.get(statusCode) ?? [8];
		expect([code, found[index].map((list) => list.length)]).toEqual([
			code,
			found[index].map((_, at) => (at === output ? 1 : 0)),
		]);
		const { hint, ...failure } = found[index][output][0].json;
		expect(failure).toEqual({
			statusCode,
			code,
			message: expect.any(String),
			attempts: 1,
			requestId: expect.any(String),
			retryable: [429, 500, 503].includes(statusCode),
			...idsIn(fixture),
		});
		expectHint(hint, hintsOf(fixture, statusCode, code));
	}
});

/** What the hint of a refused request speaks of. */
function hintsOf(
	{ awsName, ifUncertain, isRetired = false }: OperationFixture,
	statusCode: number,
	code: string,
): string[] {
	const [, ofStatus] = outputs.get(statusCode) ?? [8, []];
	const hints = code.startsWith('ResourceLimit') ? ['quota'] : ofStatus;
	const expected = hints
		.filter((words) => isRetired || words !== endOfSupport.source)
		.map((words) => words.replace('AWS_NAME', awsName));
	return ifUncertain && statusCode >= 500 ? [...expected, ifUncertain.source] : expected;
}

function expectHint(hint: unknown, expected: string[]): void {
	if (expected.length === 0) expect(hint).toBeUndefined();
	for (const words of expected) expect(hint).toMatch(new RegExp(words));
	expect(endOfSupport.test(String(hint))).toBe(expected.includes(endOfSupport.source));
}

/** Bodies that no operation's response has. */
const unexpected = [
	'null',
	'[]',
	'"Open"',
	'{"ProxySession":null,"Proxy":null,"ProxySessions":"none"}',
	'{"ProxySession":[],"Proxy":[],"ProxySessions":{}}',
	'{"ProxySession":"Open","Proxy":true,"ProxySessions":1}',
];

test.each(fixtures)('$awsName with the bodies of something else', async (fixture) => {
	const names = Object.keys(fixture.response.body ?? {});
	const wrong = ['null', '"Open"', '7', '[7]'].flatMap((value) =>
		names.map((name) => `{"${name}":${value}}`),
	);

	// A list may be null or missing: AWS sends that for an empty one.
	const isList = Array.isArray(Object.values(fixture.response.body ?? {})[0]);
	const isAbsent = (body: string) =>
		body.startsWith('{') && (body.endsWith(':null}') || !body.includes(`"${names[0]}"`));
	const isExpected = (body: string) => (isList || fixture.mayBeAbsent === true) && isAbsent(body);

	const bodies = [...unexpected, ...wrong].filter((body) => !isExpected(body));
	const statusCode = fixture.response.statusCode === 204 ? 200 : fixture.response.statusCode;
	const found = await runEach(
		fixture,
		bodies.map((body) => (response) => void response.writeHead(statusCode).end(body)),
	);
	expect(
		found.map((lists, index) => [bodies[index], lists.map((list) => list.length), lists[8]]),
	).toEqual(
		bodies.map((body) => [
			body,
			[0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
			[expect.objectContaining({ json: expect.objectContaining(invalidResponse(statusCode)) })],
		]),
	);
});

const invalidResponse = (statusCode: number) => ({
	statusCode,
	code: 'InvalidResponse',
	hint: expect.stringMatching(/"Endpoint"|phone number again/),
});

/** What a list, or what is wrong with phone numbers, is in a response that does not have it. */
const absent = (name: string) => ({ 'no field': {}, null: { [name]: null } });

test.each(fixtures)('$awsName believes nothing of another server', async (fixture) => {
	const [name = ''] = Object.keys(fixture.response.body ?? {});
	const responses = new Map([
		...foreignResponses,
		['null in the place of the field', foreign(json(absent(name).null))],
	]);
	const found = await runEach(fixture, [...responses.values()]);
	[...responses.keys()].forEach((title, index) => {
		const [results, ...failures] = found[index];
		expect([title, results]).toEqual([title, []]);
		const [{ json: failure }] = failures.flat();
		if (!title.startsWith('404'))
			expect([title, failure]).toEqual([
				title,
				expect.objectContaining(invalidResponse(Number(failure.statusCode))),
			]);
		expect(failures.flat()).toHaveLength(1);
	});
});

test.each(
	fixtures.filter(({ mayBeAbsent, isShared, response }) => {
		const [value] = Object.values(response.body ?? {});
		return mayBeAbsent === true || isShared === true || Array.isArray(value);
	}),
)('$awsName believes AWS where it leaves out what is empty', async (fixture) => {
	const [name = ''] = Object.keys(fixture.response.body ?? {});
	const found = await runEach(
		fixture,
		Object.values(absent(name)).map((body) => json(body)),
	);
	expect(found.map(([, ...failures]) => failures.flat())).toEqual([[], []]);
});

const deletions = fixtures.filter(({ response }) => response.statusCode === 204);
const ended =
	(statusCode: number, body = ''): Responder =>
	(response) =>
		void response.writeHead(statusCode).end(body);

test.each(deletions)('$awsName is done after an empty success of AWS', async (fixture) => {
	const empty = [ended(204), ended(200), ended(202), ended(200, ' \n'), ended(200, '{}')];
	for (const [items] of await runEach(fixture, empty))
		expect(items).toMatchObject([{ json: { deleted: true } }]);
});

test.each(deletions)('$awsName is not done after anything else', async (fixture) => {
	const withoutId =
		(responder: Responder): Responder =>
		(response, context) => {
			response.setHeader('x-amzn-RequestId', '<b>');
			responder(response, context);
		};
	const others = [ended(200, '{"a":1}'), ended(200, 'null'), withoutId(ended(204))];
	for (const [items, ...failures] of await runEach(fixture, others)) {
		expect(items).toEqual([]);
		expect(failures.flat()).toMatchObject([{ json: { code: 'InvalidResponse' } }]);
	}
});

/** Operations with what makes their items out of a record of AWS and fields of their own. */
const makingItems = fixtures.flatMap((fixture) => {
	const operation = resources
		.flatMap(({ operations }) => operations)
		.find(({ awsName }) => awsName === fixture.awsName);
	const output = operation?.fields.find(({ property }) => property.name === 'output');
	const steps = operation && 'after' in operation ? operation.after : undefined;
	return [
		{ fixture, setting: {} },
		...(output ? [{ fixture, setting: { parameters: { output: 'participants' } } }] : []),
		...(steps ? [{ fixture, setting: { options: { [steps.ifSet]: true } } }] : []),
	];
});

test('a field of AWS does not replace one of the same name that the node adds', async () => {
	let added = 0;
	for (const { fixture, setting } of makingItems) {
		const [[name, value] = ['', null]] = Object.entries(fixture.response.body ?? {});
		const record: unknown = Array.isArray(value) ? value[0] : value;
		const itemOf = async (more: object) => {
			const changed: unknown = Object(record) === record ? { ...Object(record), ...more } : record;
			const body = { [name]: Array.isArray(value) ? value.map(() => changed) : changed };
			const { statusCode } = fixture.response;
			const responder = fixture.response.body ? json(body, statusCode) : status(statusCode);
			const { outputs } = await runOne(fixture, () => responder, { maxRetries: 0, ...setting });
			return outputs[0][0]?.json;
		};
		const expected = await itemOf({});
		const own = Object.keys(expected ?? {}).filter((field) => !(field in Object(record)));
		if (own.length === 0) continue;
		added += own.length;
		const ofAws = Object.fromEntries(own.map((field) => [field, `${field} of AWS`]));
		expect([fixture.awsName, await itemOf(ofAws)]).toEqual([fixture.awsName, expected]);
	}
	expect(added).toBeGreaterThan(5);
});

test.each(fixtures.filter(({ mayBeAbsent }) => mayBeAbsent))(
	'$awsName gives the ID alone where AWS sends no record',
	async (fixture) => {
		const [name] = Object.keys(fixture.response.body ?? {});
		const bodies = ['{}', `{"${name}":null}`];
		const found = await runEach(
			fixture,
			bodies.map((body) => (response) => void response.end(body)),
		);
		expect(found.map(([items]) => items.map(({ json }) => json))).toEqual(
			bodies.map(() => [{ VoiceConnectorId: ids.voiceConnectorId }]),
		);
	},
);

/** How often a request is sent, by whether the operation may be repeated. */
interface Repetition {
	title: string;
	responses(fixture: OperationFixture): ResponderByCount;
	idempotent: number;
	others: number;
}

const always =
	(respond: Responder): Repetition['responses'] =>
	() =>
	() =>
		respond;

const repetitions: Repetition[] = [
	...[500, 502, 503, 504].map((statusCode) => ({
		title: `HTTP ${statusCode}`,
		responses: always(status(statusCode)),
		idempotent: 3,
		others: 1,
	})),
	...[
		['a connection that is reset after the request was read', 'reset'],
		['a response that breaks off', 'truncated'],
		['no response in time', 'hang'],
	].map(([title, name]) => ({
		title,
		responses: always(respondAs(name)),
		idempotent: 3,
		others: 1,
	})),
	{
		title: 'HTTP 500 once, then success',
		responses: (fixture) => (count) => (count < 1 ? status(500) : succeed(fixture)),
		idempotent: 2,
		others: 1,
	},
	{
		title: 'throttling five times, then success',
		responses: (fixture) => (count) => (count < 5 ? status(429) : succeed(fixture)),
		idempotent: 6,
		others: 6,
	},
	...[400, 401, 403, 404, 410].map((statusCode) => ({
		title: `HTTP ${statusCode}`,
		responses: always(status(statusCode)),
		idempotent: 1,
		others: 1,
	})),
];

/** The operations that must not be repeated, and a quarter of the others; among the large tests, all. */
const someFor = (repetition: number) =>
	fixtures.filter(
		({ ifUncertain }, index) => isLarge || ifUncertain || (index + repetition) % 4 === 0,
	);

describe('how often a request is sent', () => {
	scaledTest.each(repetitions)('after $title', async ({ title, responses, idempotent, others }) => {
		const some = someFor(repetitions.findIndex((each) => each.title === title));
		const counts = await Promise.all(
			some.map(async (fixture) => {
				const { outputs, requests } = await runOne(fixture, responses(fixture), { maxRetries: 2 });
				expect(outputs.flat()).toHaveLength(1);
				const { attempts = requests } = outputs.flat()[0].json;
				expect(attempts).toBe(requests);
				return [fixture.awsName, requests];
			}),
		);
		expect(counts).toEqual(
			some.map(({ awsName, ifUncertain }) => [awsName, ifUncertain ? others : idempotent]),
		);
	});

	test.each(fixtures)('$awsName again, where nobody listens', async (fixture) => {
		const json = await failureOfNobody(fixture, { maxRetries: 2 });
		expect(json).toMatchObject({ statusCode: null, code: 'ECONNREFUSED', attempts: 3 });
	});
});

test('the panel says of the operations that AWS has retired, and of no others, that they are', () => {
	const notices = new AwsChimeSdkVoice().description.properties.filter(
		({ name }) => name === 'endOfSupport',
	);
	const named = notices.flatMap(({ displayName, displayOptions: { show = {} } = {} }) => {
		expect(displayName).toMatch(/ended support .*2026-04-07.*href="https:\/\/docs\.aws\.amazon/);
		return (show.operation ?? []).map((operation) => [show.resource?.[0], operation]);
	});
	const retired = fixtures.filter(({ isRetired }) => isRetired);
	expect(named).toEqual(retired.map(({ resource, operation }) => [resource[0], operation[0]]));
});
