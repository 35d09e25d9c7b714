import {
	decode,
	encode,
	remember,
	sizeProblemOf,
	stateIn,
	type Remembered,
} from '../../../../nodes/AwsChimeSdkVoice/trigger/state';
import fc from '../../../support/fastCheck';

const thing: fc.Arbitrary<Remembered> = fc
	.record({
		status: fc.constantFrom('Open', 'Closed', '', 'Assigned UpdateSucceeded leaving'),
		updated: fc.nat({ max: 4_000_000_000_000 }),
		isMissing: fc.boolean(),
	})
	.map(({ isMissing, ...others }) => ({ ...others, ...(isMissing && { isMissing }) }));
const id = fc.oneof(
	fc.uuid(),
	fc.uuid().map((text) => text.toUpperCase()),
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom('a:b', 'a\nb', '~a', '%2B12065550100'),
);

test('a snapshot comes back from its text as it was', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(id, thing)), (things) => {
			const snapshot = new Map(things);
			expect(decode(encode(snapshot))).toEqual(snapshot);
		}),
	);
});

test('a thing with a UUID takes about 34 characters', () => {
	const uuids = fc.sample(fc.uuid(), 1_000);
	const now = { status: 'Open', updated: Date.parse('2026-01-02T03:04:05.678Z') };
	const text = encode(new Map(uuids.map((each) => [each, now])));
	expect(text.length / 1_000).toBeLessThan(35);
});

test.each([
	['nothing', undefined],
	['a number', 7],
	['no JSON', 'x'],
	['statuses that are no list', '{}'],
	['a status that is not there', '["Open"]\n~a:1:0'],
	['no time', '["Open"]\n~a:0:'],
	['half an entry', '["Open"]\n~a'],
	['an ID that cannot be decoded', '["Open"]\n~%:0:0'],
])('%s is no snapshot', (_title, text) => {
	expect(decode(text)).toBeUndefined();
});

test('a state is written only where it is another one', () => {
	let writes = 0;
	const data = new Proxy(
		{},
		{
			set: (...given) => {
				writes += 1;
				return Reflect.set(...given);
			},
		},
	);
	const state = { origin: 'here', complete: ['A'], snapshots: { A: '[]' } };
	remember(data, state);
	expect(writes).toBe(3);
	remember(data, structuredClone(state));
	expect(writes).toBe(3);
	expect(stateIn(data, 'here')).toEqual(state);
	expect(stateIn(data, 'elsewhere')).toBeUndefined();
});

test.each([
	[30_000_000, undefined],
	[
		30_000_001,
		'The trigger would store 31 MB in the database of n8n, and may store 30 MB: choose fewer events or voice connectors.',
	],
])('%i characters of all snapshots: %s', (characters, problem) => {
	expect(sizeProblemOf(['x'.repeat(characters - 7), 'x'.repeat(7)])).toBe(problem);
});
