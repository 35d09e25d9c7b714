import * as sdk from '@aws-sdk/client-chime-sdk-voice';
import fc from '../../../support/fastCheck';
import type { INodeProperties } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { createRedactor } from '../../../../nodes/AwsChimeSdkVoice/errors/redact';
import { resources } from '../../../../nodes/AwsChimeSdkVoice/resources';
import type { Parameters } from '../../../../nodes/AwsChimeSdkVoice/resources/record';
import { sentFieldsOf } from '../../../../nodes/AwsChimeSdkVoice/resources/properties';
import { fixtures } from '../../../operations';
import {
	exampleOf,
	places,
	placesOfRows,
	requestOf,
	sentFrom,
	valuesFor,
	type Place,
} from '../../../support/places';
import { evaluate } from '../../../support/engine/evaluate';
import { shapeOf } from '../../../support/shapes';

const node = new AwsChimeSdkVoice();
const operations = resources.flatMap((resource) => resource.operations);

test('the examples set every place, and AWS takes them', () => {
	expect(places.length).toBeGreaterThan(100);
	const refused = operations.filter(
		(operation) => typeof requestOf(operation, valuesFor(operation.awsName)) === 'string',
	);
	expect(refused).toEqual([]);
	expect(places.filter((place) => exampleOf(place) === undefined)).toEqual([]);
});

/** What places make of a value, by their titles. */
const fromEach = (some: Place[], valueOf: (place: Place) => unknown) =>
	some.map((place) => [place.title, sentFrom(place, valueOf(place))]);

const each = (some: Place[], expected: (place: Place) => unknown) =>
	some.map((place) => [place.title, expected(place)]);

const titles = (some: Place[]) => some.map(({ title }) => title);
const isRefused = (place: Place, value: unknown) => typeof sentFrom(place, value) === 'string';
const refusal = ({ label }: Place, problem: string) =>
	expect.stringContaining(`The parameter "${label}" ${problem}`);

test.each([undefined, null])('a value that is %p is refused in every place', (value) => {
	expect(fromEach(places, () => value)).toEqual(
		each(places, (place) => refusal(place, 'has no value')),
	);
});

/** The places whose text is the user's own; AWS takes an empty one, too. */
const isName = ({ property: { name } }: Place) => ['name', 'callingName'].includes(name);
const isValue = ({ property: { name } }: Place) => name === 'value';
const isIn = (collection: string) => (place: Place) => place.path[0] === collection;

test('an empty text is refused in every filter', () => {
	const filters = places.filter(isIn('filters'));
	expect(filters.length).toBeGreaterThan(10);
	expect(filters.filter((place) => !isRefused(place, ''))).toEqual([]);
});

test('an empty text is sent from no place but names and values', () => {
	const taken = places.filter((place) => !isRefused(place, ''));
	expect(taken.filter((place) => !isName(place) && !isValue(place))).toEqual([]);
});

/** Text, of which AWS takes one in a place; a list of one entry is taken where AWS takes several. */
const isText = ({ property: { type } }: Place) => type === 'string' || type === 'resourceLocator';
const takesSeveral = (place: Place) =>
	!isRefused(place, String(exampleOf(place)).split(',').slice(0, 1));
const texts = places.filter((place) => isText(place) && !takesSeveral(place));

const isPhoneNumber = (place: Place) =>
	shapeOf(place) === 'E164PhoneNumber' || ['phoneNumberId', 'triggerValue'].includes(place.path[0]);
const phoneNumbers = texts.filter(isPhoneNumber);

test('there are places of every kind', () => {
	expect(texts.length).toBeGreaterThan(50);
	expect(phoneNumbers.length).toBeGreaterThan(10);
});

describe('phone numbers', () => {
	test.each([
		['2065550101', 'has no plus sign'],
		['+1 206 555 0101', 'holds blanks'],
		['arn:aws:chime:us-east-1:111122223333:phone-number/+12065550101', 'holds letters'],
		['\u202a+12065550101', 'holds an invisible character (U+202A)'],
	])('%j is refused in each place of one, and the reason is said there alone', (text, problem) => {
		const found = places.filter((place) =>
			String(sentFrom(place, text)).includes(`but ${problem}`),
		);
		const numbers = [
			...phoneNumbers,
			...places.filter((place) => shapeOf(place) === 'E164PhoneNumberList'),
		];
		expect(titles(found).sort()).toEqual(titles(numbers).sort());
	});

	test('white space around one is not sent', () => {
		expect(fromEach(phoneNumbers, () => ' +12065550101\n')).toEqual(
			fromEach(phoneNumbers, () => '+12065550101'),
		);
	});

	const lists = places.filter((place) => shapeOf(place) === 'E164PhoneNumberList');
	const two = ['+12065550100', '+14015550101'];
	test.each([
		['a list', two],
		['text with commas', ' +12065550100 , +14015550101,'],
		['text with semicolons', '+12065550100;+14015550101'],
		['text with line breaks', '+12065550100\r\n+14015550101\n'],
		['text with tabs', '+12065550100\t+14015550101'],
		['text with blanks', '+12065550100 +14015550101'],
		['a list in JSON', JSON.stringify(two)],
		['items of a search', two.map((E164PhoneNumber) => ({ E164PhoneNumber }))],
		[
			'items of a search in JSON',
			JSON.stringify(two.map((E164PhoneNumber) => ({ E164PhoneNumber }))),
		],
		[
			'records of phone numbers',
			two.map((E164PhoneNumber) => ({ E164PhoneNumber, Type: 'Local' })),
		],
	])('%s is taken as two', (_what, value) => {
		expect(lists).toHaveLength(3);
		expect(fromEach(lists, () => value)).toEqual(fromEach(lists, () => two));
		const [taken] = lists.map((place) => Object(sentFrom(place, value)).body.E164PhoneNumbers);
		expect(taken).toEqual(two);
	});

	test.each([
		['a text', '+12065550100'],
		['the item of a search', { E164PhoneNumber: '+12065550100' }],
	])('one alone is taken as %s', (_what, value) => {
		expect(fromEach(lists, () => value)).toEqual(fromEach(lists, () => ['+12065550100']));
	});

	test('of several, the refusal says which one is wrong', () => {
		expect(fromEach(lists, () => '+12065550100, 14015550101')).toEqual(
			each(lists, ({ label }) =>
				expect.stringMatching(
					`^The parameter "${label} \\(entry 2\\)" must .* but has no plus sign`,
				),
			),
		);
	});
});

/** The example of a place with a text behind its first character. */
const withInside = (text: string) => (place: Place) =>
	String(exampleOf(place)).replace(/(?<=^.)/, text);

describe('text', () => {
	const trimmed = texts.filter((place) => !isName(place) && !isValue(place));

	test('white space around it is not sent, but of names and values', () => {
		expect(fromEach(trimmed, (place) => `\t ${exampleOf(place)}\u00a0\r\n`)).toEqual(
			fromEach(trimmed, exampleOf),
		);
	});

	const argumentValues = texts.filter(
		(place) => isValue(place) && !place.path.includes('sipHeaders'),
	);
	test.each([
		['\u200b', 'an invisible character (U+200B)'],
		['\u2066', 'an invisible character (U+2066)'],
		['\u00ad', 'an invisible character (U+00AD)'],
		['\u0000', 'an invisible character (U+0000)'],
		['\r\n', 'a line break'],
	])('%j inside is refused by its name, but in values of arguments', (character, name) => {
		const taken = texts.filter((place) => !isRefused(place, withInside(character)(place)));
		expect(titles(taken)).toEqual(titles(argumentValues));
		const others = texts.filter((place) => !argumentValues.includes(place));
		expect(fromEach(others, withInside(character))).toEqual(
			each(others, () => expect.stringContaining(`holds ${name} at position 2: delete it`)),
		);
	});

	const isPostalCode = ({ property: { name } }: Place) => name === 'postalCode';
	const isNumberLost = (place: Place) => isPhoneNumber(place) || isPostalCode(place);

	test.each([410, 833, 12, 111122223333])('the number %p is the text of its digits', (number) => {
		const same = texts.filter((place) => !isNumberLost(place));
		expect(fromEach(same, () => number)).toEqual(fromEach(same, () => String(number)));
	});

	test.each([98109, 12065550100])('%p is no text where it has lost a zero or a plus', (number) => {
		const lost = texts.filter(isNumberLost);
		expect(lost.filter(isPostalCode)).toHaveLength(1);
		expect(fromEach(lost, () => number)).toEqual(
			each(lost, (place) => refusal(place, 'is a number, not text: ')),
		);
	});

	test.each([1.5, 2 ** 53, NaN, true, ['a'], {}])('%p is refused', (value) => {
		expect(texts.filter((place) => !isRefused(place, value))).toEqual([]);
	});
});

describe('true and false', () => {
	const flags = places.filter((place) => shapeOf(place) === 'boolean');
	const given = [
		...[
			['true', true],
			['TRUE', true],
			[' True\n', true],
		],
		...[
			['false', false],
			['FALSE', false],
		],
	] as const;

	test('are those of the SDK', () => {
		const shown = places.filter(({ property }) => property.type === 'boolean');
		expect(titles(flags)).toEqual(titles(shown));
		expect(flags.length).toBeGreaterThan(5);
	});

	test.each(given)('the text %j is taken', (text, value) => {
		expect(fromEach(flags, () => text)).toEqual(fromEach(flags, () => value));
	});

	test.each(['yes', '1', '', 1, 0, []])('%j is refused', (value) => {
		expect(fromEach(flags, () => value)).toEqual(
			each(flags, (place) => refusal(place, 'must be true or false')),
		);
	});

	const own = operations.flatMap(({ awsName, fields, options = [] }) =>
		[...fields, ...options]
			.filter((field) => !('in' in field) && field.property.type === 'boolean')
			.map((field) => ({ title: `${awsName}: ${field.property.displayName}`, field })),
	);
	test.each(own)('$title is for the node alone, and is taken in the same forms', ({ field }) => {
		const validate = 'validate' in field ? field.validate : undefined;
		expect(given.map(([text]) => validate?.(text, 'a'))).toEqual(given.map(([, value]) => value));
		for (const value of [...['yes', '', 1, null], undefined])
			expect(() => validate?.(value, 'a')).toThrow(
				/^The parameter "a" (must be true or false|has no)/,
			);
	});
});

describe('an update without any field', () => {
	const nothingElse = new Set([
		...['UpdatePhoneNumber', 'UpdateSipMediaApplication'],
		...['PutVoiceConnectorOrigination', 'PutVoiceConnectorTermination'],
	]);
	const updates = operations.filter(({ fields }) =>
		fields.some(({ property }) => property.name === 'updateFields'),
	);

	test.each(['that is empty', 'that the node does not have'])(
		'is refused where there is nothing else to set: a collection %s',
		(what) => {
			const found = updates.map((operation) => {
				const values: Parameters = { ...valuesFor(operation.awsName), updateFields: {} };
				if (what !== 'that is empty') delete values.updateFields;
				const sent = requestOf(operation, values);
				return [operation.awsName, typeof sent === 'string' ? sent : 'sent'];
			});
			expect(found).toEqual(
				updates.map(({ awsName }) => [
					awsName,
					nothingElse.has(awsName)
						? expect.stringMatching(
								/^The parameter "Update Fields" has no field, so there is nothing to set/,
							)
						: 'sent',
				]),
			);
		},
	);
});

/** What the record of a place of rows says of them. */
function rowsOf({ property, operation, path }: Place) {
	const [{ name: group, values }] = Object(property.options);
	const field = sentFieldsOf(operation.fields).find((each) => each.property === property);
	const names = [...path, group];
	const rows: object[] = names.reduce(
		(holder, name) => Object(holder)[name],
		valuesFor(operation.awsName),
	);
	return { group, values, rows, awsNames: (field?.awsName ?? '').split('.') };
}

/** What the body of the request has in the place of rows, for a value. */
const inBody = (place: Place, value: unknown) =>
	rowsOf(place).awsNames.reduce<unknown>(
		(holder, name) => Object(holder)[name],
		Object(sentFrom(place, value)).body,
	);

const isMap = (place: Place) => rowsOf(place).values.length === 2;

describe.each(placesOfRows)('$title', (place) => {
	const { group, rows, values } = rowsOf(place);
	const [row] = rows;
	const example = inBody(place, exampleOf(place));

	test('takes the rows without their collection, and as AWS has them', () => {
		expect(example).toBeDefined();
		expect([rows, example].map((value) => inBody(place, value))).toEqual([example, example]);
	});

	test.each([
		...['a text', 5, true, [1], [null], ['a'], { [group]: 'a' }, { [group]: [row], x: [] }],
		...[{ [group]: [{ ...row, other: '1' }] }, [{ ...row, other: '1' }], { a: { b: 'c' } }],
		...[{ a: 1.5 }, Array(30).fill(row)],
	])('refuses the shape %j', (value) => {
		const label = place.label.replace(/[()]/g, '\\$&');
		expect(sentFrom(place, value)).toEqual(
			expect.stringMatching(`^The parameter "${label}[^"]*" (must|has no value|has no field)`),
		);
	});

	test('gives a row its defaults, as n8n does', () => {
		const given = Object.fromEntries(Object.entries(row).slice(0, 1));
		const defaults = values.map((each: INodeProperties) => [each.name, each.default]);
		const whole = { ...Object.fromEntries(defaults), ...given };
		expect(isRefused(place, [given])).toBe(false);
		expect(sentFrom(place, [given])).toEqual(sentFrom(place, [whole]));
	});

	test('says which of several rows is wrong', () => {
		expect(sentFrom(place, [row, 1])).toContain(`"${place.label} (entry 2)" must`);
	});
});

describe.each(placesOfRows.filter(isMap))('$title', (place) => {
	test('takes a record of AWS, also with a whole number, and with none', () => {
		expect(inBody(place, { 'x-a': '1', 'x-b': 2 })).toEqual({ 'x-a': '1', 'x-b': '2' });
		expect(inBody(place, {})).toEqual({});
		expect(inBody(place, { pair: [] })).toEqual({});
	});

	test('takes 20 rows, and no more', () => {
		const rows = (count: number) =>
			Array.from({ length: count }, (_, index) => ({ name: `x-a${index}`, value: '1' }));
		expect(isRefused(place, { pair: rows(20) })).toBe(false);
		expect(isRefused(place, { pair: rows(21) })).toBe(true);
	});

	test('refuses two rows of one name', () => {
		const same = [1, 2].map((value) => ({ name: 'x-a', value: String(value) }));
		expect(sentFrom(place, { pair: same })).toEqual(refusal(place, 'must hold each name once'));
		const other = [...same.slice(1), { name: 'X-a', value: '3' }];
		// AWS takes both as the same header.
		expect(isRefused(place, { pair: other })).toBe(place.path.includes('sipHeaders'));
	});
});

test('of lists, only the routes of a voice connector can be emptied, and only by an empty list', () => {
	const lists = placesOfRows.filter((place) => !isMap(place));
	expect(lists.length).toBeGreaterThan(2);
	expect(lists.filter((place) => !isRefused(place, {}))).toEqual([]);
	const emptied = lists.filter((place) => !isRefused(place, []));
	expect(emptied.map((place) => inBody(place, []))).toEqual([[]]);
	expect(titles(emptied)).toEqual(['PutVoiceConnectorOrigination: Update Fields → Routes']);
});

describe('SIP headers', () => {
	const [name, value] = places.filter(({ path }) => path.includes('sipHeaders'));

	test.each(['x-a\r\nEvil: 1', 'x-a\nb', 'x-', 'x-é', 'x-a b', 'x-a:', 'User-to-User\n1', 'From'])(
		'the name %j is refused',
		(text) => expect(sentFrom(name, text)).toEqual(refusal(name, '')),
	);

	test.each(['x-a', 'X-Ride_1.2', 'user-to-user', 'Diversion'])('the name %j is taken', (text) =>
		expect(isRefused(name, text)).toBe(false),
	);

	test('a name and a value have up to 2,048 characters, and a value has no line break', () => {
		expect(isRefused(name, `x-${'a'.repeat(2_046)}`)).toBe(false);
		expect(isRefused(value, 'a'.repeat(2_048))).toBe(false);
		expect(sentFrom(name, `x-${'a'.repeat(2_047)}`)).toEqual(refusal(name, 'must be'));
		expect(sentFrom(value, 'a'.repeat(2_049))).toEqual(
			refusal(value, 'must be at most 2,048 characters'),
		);
		expect(sentFrom(value, 'a'.repeat(100_000))).toEqual(refusal(value, 'must be at most'));
		expect(sentFrom(value, 'a\r\nX-Evil: 1')).toEqual(refusal(value, 'holds a line break'));
	});
});

test('no message reads as if digits were forbidden', () => {
	const messages = texts.map((place) => sentFrom(place, 'é!'.repeat(200)));
	const ofLetters = messages.filter((message) => /letters/.test(String(message)));
	expect(ofLetters.length).toBeGreaterThan(5);
	expect(ofLetters.filter((message) => /\d letters/.test(String(message)))).toEqual([]);
});

/** The constraints of the fixtures whose parameter is sent. */
const constraints = fixtures.flatMap(({ awsName, constraints: own }) =>
	own.flatMap((constraint) => {
		const title = `${awsName}: ${constraint.label}`;
		const place = places.find((found) => found.title === title);
		return place ? [{ ...constraint, title, place }] : [];
	}),
);

/** The values of expressions. There is no item, so its fields have none. */
function valuesOf(expressions: string[]): unknown[] {
	const list = expressions.join(', ').replaceAll('$json.nothing', 'undefined');
	const values: unknown = evaluate(node, `={{ [${list}] }}`);
	if (Array.isArray(values)) return values;
	throw new Error(`${list} is no list`);
}

/** All values of an enumeration of AWS's SDK. */
const allOf = (enumeration = '') => Object.values(Object(Object(sdk)[enumeration]));

test('enumerations are those of the SDK, with values', () => {
	const names = constraints.flatMap(({ enumeration = [] }) => enumeration);
	expect(names.length).toBeGreaterThan(5);
	expect(names.filter((name) => allOf(name).length === 0)).toEqual([]);
});

test.each(constraints)('$title', ({ place, refused, accepted, enumeration }) => {
	const messages = valuesOf(refused).map((value) => sentFrom(place, value));
	const label = place.label.replace(/[()]/g, '\\$&');
	const start = `^The parameter "${label}( \\(entry \\d+\\))?" (must|has no value|is a number|holds)`;
	expect(messages).toEqual(refused.map(() => expect.stringMatching(new RegExp(start, 's'))));
	const shown = messages.map((message) => createRedactor([])(String(message)));
	expect(shown).toEqual(messages);
	const wrongly = [...valuesOf(accepted), ...allOf(enumeration)].filter((value) =>
		isRefused(place, value),
	);
	expect(wrongly).toEqual([]);
});

const withPattern = constraints.flatMap(({ pattern, ...constraint }) =>
	pattern ? [{ ...constraint, pattern }] : [],
);

test.each(withPattern)(
	'$title takes what the pattern of the API takes, and nothing else',
	({ place, pattern, read = (text: string) => text }) => {
		const right = fc.stringMatching(pattern);
		const nearly = fc
			.tuple(right, fc.nat(20), fc.constantFrom('', '0', 'A', 'é', ' ', '\n', '+', '٣'))
			.map(([text, at, extra]) => text.slice(0, at) + extra + text.slice(at + 1));
		fc.assert(
			fc.property(fc.oneof(right, nearly, fc.string()), (text) => {
				expect(isRefused(place, text)).toBe(!pattern.test(read(text)));
			}),
			{ numRuns: 200 },
		);
	},
);
