import fc from 'fast-check';

import { fixtures } from '../../../operations';
import { places, requestOf, sentFrom, valuesFor } from '../../../support/places';

test('the examples set every place, and AWS takes them', () => {
	expect(places.length).toBeGreaterThan(100);
	const operations = [...new Set(places.map(({ operation }) => operation))];
	const refused = operations.filter(
		(operation) => typeof requestOf(operation, valuesFor(operation.awsName)) === 'string',
	);
	expect(refused).toEqual([]);
});

/** What a place makes of a value, by the title of the place. */
const fromEach = (some: typeof places, value: unknown) =>
	some.map((place) => [place.title, sentFrom(place, value)]);

test.each([undefined, null])('a value that is %p is refused in every place', (value) => {
	expect(fromEach(places, value)).toEqual(
		places.map(({ title, label }) => [
			title,
			expect.stringContaining(`The parameter "${label}" has no value`),
		]),
	);
});

const withPattern = fixtures.flatMap(({ awsName, constraints }) =>
	constraints.flatMap(({ label, pattern, read = (text: string) => text }) => {
		const place = places.find((each) => each.title === `${awsName}: ${label}`);
		return pattern ? [{ title: `${awsName}: ${label}`, place: place!, pattern, read }] : [];
	}),
);

test.each(withPattern)(
	'$title takes what the pattern of the API takes, and nothing else',
	({ place, pattern, read }) => {
		const right = fc.stringMatching(pattern);
		const nearly = fc
			.tuple(right, fc.nat(20), fc.constantFrom('', '0', 'A', 'é', ' ', '\n', '+', '٣'))
			.map(([text, at, extra]) => text.slice(0, at) + extra + text.slice(at + 1));
		fc.assert(
			fc.property(fc.oneof(right, nearly, fc.string()), (text) => {
				const isRefused = typeof sentFrom(place, text) === 'string';
				expect(isRefused).toBe(!pattern.test(read(text)));
			}),
			{ numRuns: 200 },
		);
	},
);
