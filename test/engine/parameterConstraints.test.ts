import * as sdk from '@aws-sdk/client-chime-sdk-voice';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Responder } from '../support/chime/responses';
import { startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { fixtures, holding, parametersOf } from '../operations';
import type { Constraint, OperationFixture } from '../operations/fixture';
import { places } from '../support/places';
import { credentialFor } from '../support/credential';
import { succeed } from '../support/engine/runOne';
import { runNode } from '../support/engine/chimeNode';

let chime: Chime;
/** In the place of the server. */
let respond: Responder | undefined;

beforeAll(async () => {
	chime = await startChime({
		keys: [key],
		intercept: (response, request) => {
			respond?.(response, request);
			return respond !== undefined;
		},
	});
});

beforeEach(() => {
	chime.received.length = 0;
	respond = undefined;
});

afterAll(async () => await chime.close());

const constraints = fixtures.flatMap((fixture) =>
	fixture.constraints.map((constraint) => ({ ...constraint, fixture })),
);

type Row = Constraint & { fixture: OperationFixture };

const run = async (row: Row, value: string, items: IDataObject[] = [{}]) =>
	await runNode({
		items,
		credential: credentialFor(chime.url),
		parameters: { ...parametersOf(row.fixture), ...holding(row, value) },
	});

/** Runs the node with a value for each input item. */
const runEach = async (row: Row, values: string[]) =>
	await run(
		row,
		`[${values.join(', ')}][$itemIndex]`,
		values.map(() => ({})),
	);

const refusalOf = ({ label }: Row, item: number) => {
	const start = `The parameter "${label.replace(/[()]/g, '\\$&')}( \\(entry \\d+\\))?" `;
	const problem = '(must|has no value|is a number|holds)';
	return expect.stringMatching(new RegExp(`^${start}${problem}.*\\. \\[item ${item}\\]$`, 's'));
};

/** The parameters for the node alone, and one of each operation: the others are tested without the engine. */
const titled = constraints
	.filter(({ fixture, label }, index) => {
		const isSent = places.some(({ title }) => title === `${fixture.awsName}: ${label}`);
		return !isSent || constraints.findIndex((row) => row.fixture === fixture) === index;
	})
	.map((row) => [row.fixture.awsName, row.parameter, row] as const);

test.each(titled)('%s refuses wrong values of %s, and sends nothing', async (...[, , row]) => {
	const { error, outputs } = await runEach(row, row.refused);
	expect(error).toBeUndefined();
	expect(chime.received).toEqual([]);
	const count = row.refused.length;
	expect(outputs.map((list) => list.length)).toEqual([0, count, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(
		outputs[1].map(({ json, pairedItem }, item) => [row.refused[item], pairedItem, json]),
	).toEqual(
		row.refused.map((value, item) => [
			value,
			{ item },
			expect.objectContaining({
				statusCode: null,
				code: 'InvalidParameter',
				attempts: 0,
				retryable: false,
				requestId: null,
				message: refusalOf(row, item),
			}),
		]),
	);
	const texts = JSON.stringify(outputs[1]);
	expect(texts).not.toContain('redacted');
	expect(texts).not.toMatch(/[1-9]\d{9}/);
});

/** Every value of an enumeration of AWS's SDK, as an expression. */
const valuesOf = (enumeration: string) =>
	Object.values(Object(Object(sdk)[enumeration])).map((value) => `'${value}'`);

const acceptedBy = ({ accepted, enumeration }: Row) => [
	...accepted,
	...(enumeration === undefined ? [] : valuesOf(enumeration)),
];

test.each(titled)('%s sends right values of %s', async (...[, , row]) => {
	const values = acceptedBy(row);
	const { error, outputs } = await runEach(row, values);
	expect(error).toBeUndefined();
	expect(outputs[1]).toEqual([]);
	const verdicts = chime.received.map(({ verdict }) => verdict.isVerified);
	expect(new Set(verdicts)).toEqual(new Set([true]));
	if (!row.fixture.isShared) expect(verdicts).toHaveLength(values.length);
});

test.each([
	['CreateProxySession', { firstPhoneNumber: ' +12065550101 ' }, '"+12065550101"'],
	['CreateProxySession', { capabilities: 'voice, sms' }, '"Capabilities":["Voice","SMS"]'],
	['CreateProxySession', { additionalFields: { expiryMinutes: ' 45' } }, '"ExpiryMinutes":45'],
	['PutVoiceConnectorProxy', { phoneNumberPoolCountries: 'us, Ca' }, '["US","CA"]'],
	[
		'PutVoiceConnectorOrigination',
		route({ protocol: 'udp', port: '5060' }),
		'"Port":5060,"Protocol":"UDP"',
	],
	[
		'ListProxySessions',
		{ limit: '7', filters: { status: 'inprogress' } },
		'max-results=7&status=InProgress',
	],
	['SearchAvailablePhoneNumbers', { filters: { country: 'ca' } }, 'country=CA'],
])('%s sends %j as AWS takes it', async (awsName, parameters, sent) => {
	const fixture = fixtures.find((each) => each.awsName === awsName);
	if (!fixture) throw new Error(`No fixture ${awsName}`);
	respond = succeed(fixture);
	await runNode({
		items: [{}],
		credential: credentialFor(chime.url),
		parameters: { ...parametersOf(fixture), ...parameters },
	});
	const wire = chime.received.map(({ target, body }) => `${target} ${body.toString()}`);
	expect(wire).toEqual([expect.stringContaining(sent)]);
});

function route(change: object): INodeParameters {
	const whole = { host: 'a.example.com', priority: 1, weight: 1, ...change };
	return { keepOtherSettings: false, updateFields: { routes: { route: [whole] } } };
}

/** The values of expressions that are plain text. */
const textsIn = (expressions: string[]) =>
	expressions.flatMap((expression) => /^'([^'\\]+)'$/.exec(expression)?.[1] ?? []);

const withTexts = constraints
	.map((row) => ({ row, good: textsIn(acceptedBy(row))[0], bad: textsIn(row.refused).slice(0, 3) }))
	.filter(({ good, bad }) => good !== undefined && bad.length === 3);
/** One parameter of each operation. */
const someWithTexts = [...new Map(withTexts.map((each) => [each.row.fixture, each])).values()].map(
	(each) => [each.row.fixture.awsName, each.row.parameter, each] as const,
);

test.each(someWithTexts)(
	'%s: of ten rows of which three are bad by %s, the seven others go on',
	async (_awsName, _parameter, { row, good, bad }) => {
		respond = succeed(row.fixture);
		const items = Array.from({ length: 10 }, (_, at) => ({
			value: bad[[1, 4, 9].indexOf(at)] ?? good,
		}));
		const { outputs } = await run(row, '$json.value', items);
		expect(chime.received).toHaveLength(row.fixture.isShared ? 1 : 7);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 2, 3, 5, 6, 7, 8].map((item) => ({ item })),
		);
		expect(outputs[1].map(({ json, pairedItem }) => [pairedItem, json.message])).toEqual(
			[1, 4, 9].map((item) => [{ item }, expect.stringMatching(`\\[item ${item}\\]$`)]),
		);
	},
);
