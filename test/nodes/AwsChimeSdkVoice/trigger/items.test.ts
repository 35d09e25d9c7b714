import { timeOf } from '../../../../nodes/AwsChimeSdkVoice/trigger/items';

const now = Date.parse('2026-06-01T00:00:00Z');

test.each([
	['ISO 8601', '2026-05-28T20:26:40Z', 1_780_000_000_000],
	['seconds', 1_780_000_000, 1_780_000_000_000],
	['neither', 'soon', 0],
	['milliseconds, which are far in the future as seconds', 1_780_000_000_000, 0],
])('a time of AWS is read from %s', (_form, timestamp, time) => {
	expect(timeOf(timestamp, now)).toBe(time);
});
