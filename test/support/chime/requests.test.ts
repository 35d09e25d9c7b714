import { stringify } from 'node:querystring';

import aws4 from 'aws4';

import { fixtures, routes } from '../../operations';
import type { Route } from '../../operations/fixture';
import { filterCases, pathOfList, seedFilter } from '../../operations/filters';
import { resources } from '../../../nodes/AwsChimeSdkVoice/resources';
import { sentFieldsOf } from '../../../nodes/AwsChimeSdkVoice/resources/properties';
import { sdkClient, sendBySdk } from '../awsSdk';
import fc from '../fastCheck';
import { key } from '../keys';
import { record } from '../record';
import { startChime, type Chime } from './server';
import { requestModels, type Member } from './validate';

let chime: Chime;
let client: ReturnType<typeof sdkClient>;

beforeAll(async () => {
	chime = await startChime({ keys: [key] });
	client = sdkClient(chime.url, key);
});

afterAll(() => client.destroy());

beforeEach(() => chime.state.clear());

interface Answer {
	status: number;
	exception: string | undefined;
	message: string;
}

/** Sends what no client of AWS would. */
async function send(
	method: string,
	path: string,
	body?: string,
	service = 'chime',
): Promise<Answer> {
	const { host } = new URL(chime.url);
	const signed = aws4.sign({ method, host, path, body, service, region: 'us-east-1' }, key);
	const headers = Object.entries(record(signed.headers))
		// fetch sets it.
		.filter(([name]) => name !== 'Host')
		.map(([name, value]): [string, string] => [name, String(value)]);
	const response = await fetch(`${chime.url}${path}`, { method, body, headers });
	const exception = response.headers.get('x-amzn-errortype')?.split(':')[0];
	return { status: response.status, exception, message: await response.text() };
}

type Values = Record<string, unknown>;

/** Values that AWS takes, all of them. */
function validOf({ type, enum: choices, pattern, min = 1, members, items }: Member): unknown {
	if (choices) return choices[0];
	if (pattern) {
		const text = fc.stringMatching(new RegExp(`^(?:${pattern})$`));
		// The same in every run.
		return fc.sample(text, { numRuns: 1, seed: 2026 })[0];
	}
	if (members) return validValuesOf(members);
	if (type === 'map') return { a: 'b' };
	if (items) return Array.from({ length: Math.max(min, 1) }, () => validOf(items));
	if (type === 'string') return 'a'.repeat(Math.max(min, 1));
	return type === 'integer' ? Math.max(min, 1) : true;
}

const validValuesOf = (members: Record<string, Member>): Values =>
	Object.fromEntries(Object.entries(members).map(([name, member]) => [name, validOf(member)]));

/** A number, or a text, a list or a map of a length. */
function ofSize({ type, items }: Member, size: number): unknown {
	if (type === 'integer') return size;
	const all = Array.from({ length: size }, (_, index) =>
		items ? validOf(items) : `${index % 10}`,
	);
	if (type === 'map') return Object.fromEntries(all.map((each, index) => [index, each]));
	return items ? all : all.join('');
}

type Refused = [place: string, value: unknown];

/** Values that AWS refuses, one for each thing that its model says, with the place that AWS names. */
function refusedOf(member: Member, path: string): Refused[] {
	const { type, required, enum: choices, pattern = '.*', min, max } = member;
	const isUnmatched = (text: string) => !new RegExp(`^(?:${pattern})$`).test(text);
	const own: unknown[] = [
		...(required ? [undefined] : []),
		...(choices ? ['X'] : []),
		...['', ' ', '!', 'é'].filter((text) => type === 'string' && isUnmatched(text)).slice(0, 1),
		...(min !== undefined && (type === 'integer' || min > 0) ? [ofSize(member, min - 1)] : []),
		...(max !== undefined ? [ofSize(member, max + 1)] : []),
		type === 'boolean' ? 'true' : true,
	];
	return [...own.map((value): Refused => [path, value]), ...refusedInside(member, path)];
}

/** The same of a member of a structure, or of the first entry of a list, with all others as AWS takes them. */
function refusedInside({ type, members = {}, items, min = 1 }: Member, path: string): Refused[] {
	const inMembers = Object.entries(members).flatMap(([name, member]) =>
		refusedOf(member, `${path}.${name}`).map(([place, value]): Refused => [
			place,
			{ ...validValuesOf(members), [name]: value },
		]),
	);
	if (type !== 'list' || !items) return inMembers;
	const others = Array.from({ length: min - 1 }, () => validOf(items));
	return refusedOf(items, `${path}.0`).map(([place, value]) => [place, [value, ...others]]);
}

const pathOf = ({ path, query }: Route, values: Values): string => {
	const pairs = Object.entries({ ...values, ...query }).filter(([, value]) => value !== undefined);
	const search = stringify(Object.fromEntries(pairs.map(([name, value]) => [name, String(value)])));
	return `${path.replace(/\{\w+\}/g, 'id')}${search && `?${search}`}`;
};

describe.each(routes)('$awsName', (route) => {
	const { query, body } = requestModels[route.awsName] ?? {};

	test('has every field of the node in its model', () => {
		const operations = resources.flatMap((resource) => resource.operations);
		const found = operations.find(({ awsName }) => awsName === route.awsName);
		const fields = sentFieldsOf(found?.fields ?? []).filter((field) => field.in !== 'path');
		const names = fields.map((field) => field.awsName.split(/[.[]/)[0]);
		expect([...Object.keys(query), ...Object.keys(body)]).toEqual(expect.arrayContaining(names));
	});

	const withoutToken = Object.fromEntries(
		Object.entries(query).filter(([name]) => name !== 'next-token'),
	);
	const valid = { query: validValuesOf(withoutToken), body: validValuesOf(body) };
	const sendValues = async (inQuery: Values, inBody: Values) => {
		const hasBody = Object.keys(body).length > 0;
		return await send(
			route.method,
			pathOf(route, inQuery),
			hasBody ? JSON.stringify(inBody) : undefined,
		);
	};

	test('takes what the model allows', async () => {
		const { message } = await sendValues(valid.query, valid.body);
		expect(message).not.toMatch(/failed to satisfy|The value at/);
	});

	const inQuery = Object.entries(withoutToken).flatMap(([name, member]) =>
		refusedOf(member, name)
			// In a query, every value is text.
			.filter(([, value]) => member.type !== 'string' || value !== true)
			.map(([place, value]): [string, string, unknown] => [place, name, value]),
	);
	const inBody = Object.entries(body).flatMap(([name, member]) =>
		refusedOf(member, name).map(([place, value]): [string, string, unknown] => [
			place,
			name,
			value,
		]),
	);
	const expectRefusal = ({ status, exception, message }: Answer, place: string) => {
		expect([status, exception]).toEqual([
			400,
			expect.stringMatching(/^(BadRequest|Serialization)Exception$/),
		]);
		expect(message).toContain(`at '${place}'`);
	};

	if (inQuery.length > 0)
		test.each(inQuery)('refuses in its query, at %s, %s = %j', async (place, name, value) => {
			expectRefusal(await sendValues({ ...valid.query, [name]: value }, valid.body), place);
		});

	if (inBody.length > 0)
		test.each(inBody)('refuses in its body, at %s, %s = %j', async (place, name, value) => {
			expectRefusal(await sendValues(valid.query, { ...valid.body, [name]: value }), place);
		});

	if ('next-token' in query)
		test('refuses a page token that it has not sent', async () => {
			const values = { ...valid.query, 'next-token': 'unknown' };
			expect(await sendValues(values, {})).toMatchObject({
				status: 400,
				exception: 'BadRequestException',
			});
		});

	if (route.method !== 'GET' && Object.keys(body).length > 0)
		test.each(['{', '[]', '"a"', 'null'])('refuses the body %s', async (text) => {
			expect(await send(route.method, pathOf(route, valid.query), text)).toMatchObject({
				status: 400,
				exception: 'SerializationException',
			});
		});
});

test('every request of the model is served', () => {
	expect(Object.keys(requestModels).sort()).toEqual(routes.map(({ awsName }) => awsName).sort());
});

const paging = ['max-results', 'next-token'];

test('every filter has a case', () => {
	const filters = routes.flatMap(({ awsName, query = {} }) =>
		Object.keys(requestModels[awsName].query)
			.filter((name) => !paging.includes(name) && !(name in query))
			.map((name) => `${awsName} ${name}`),
	);
	expect(filterCases.map(({ awsName, filter }) => `${awsName} ${filter}`).sort()).toEqual(
		filters.sort(),
	);
});

test.each(filterCases)('$awsName filters by $filter', async (filterCase) => {
	seedFilter(chime.state, filterCase);
	const [one, other] = await Promise.all(
		[filterCase.one, filterCase.other].map(async (input) => {
			const { awsName } = filterCase;
			const output = await sendBySdk(client, awsName, { ...pathOfList(awsName), ...input });
			return Object.values(output).find(Array.isArray);
		}),
	);
	expect([one, other]).not.toContainEqual([]);
	expect(one).not.toEqual(other);
});

test('an update of two attributes of a phone number at once is refused', async () => {
	fixtures.find(({ awsName }) => awsName === 'UpdatePhoneNumber')?.seed?.(chime.state, {});
	const update = { PhoneNumberId: '+12065550100', Name: 'rides', CallingName: 'Rides' };
	await expect(sendBySdk(client, 'UpdatePhoneNumber', update)).rejects.toMatchObject({
		name: 'BadRequestException',
	});
});

test.each([
	['VoiceConnector', '12'],
	['VoiceConnector', '+12'],
	['VoiceConnector', '+442079460100'],
	['SipMediaApplicationDialIn', '+12'],
])('an order for %s of the number %s is refused', async (ProductType, number) => {
	const order = { ProductType, E164PhoneNumbers: [number] };
	await expect(sendBySdk(client, 'CreatePhoneNumberOrder', order)).rejects.toMatchObject({
		name: 'BadRequestException',
	});
});

test.each([
	['GET', '/settings'],
	['DELETE', '/phone-numbers'],
	['GET', '/search?type=users'],
])('%s %s is no operation, and the response names those that are', async (method, path) => {
	const { status, exception, message } = await send(method, path);
	expect([status, exception]).toEqual([404, 'UnknownOperationException']);
	for (const { awsName } of routes) expect(message).toContain(awsName);
});

test.each([
	['another call', '/?Action=GetSessionToken&Version=2011-06-15'],
	['another version', '/?Action=GetCallerIdentity&Version=2010-05-08'],
	['no call', '/'],
])("%s of STS is refused in STS's XML", async (_what, path) => {
	const { status, message } = await send('GET', path, undefined, 'sts');
	expect(status).toBe(400);
	expect(message).toMatch(/^<ErrorResponse .*<Code>InvalidAction<\/Code>/);
});
