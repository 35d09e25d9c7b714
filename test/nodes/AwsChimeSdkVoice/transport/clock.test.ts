import { amzDate, createClock } from '../../../../nodes/AwsChimeSdkVoice/transport/clock';

const machineTime = Date.parse('2026-11-23T00:00:00Z');
const minutes = (count: number) => count * 60_000;
const refused = (aheadInMinutes: number, part: object = {}, headers: object = {}) => ({
	statusCode: 403,
	headers: { date: new Date(machineTime + minutes(aheadInMinutes)).toUTCString(), ...headers },
	body: { __type: 'InvalidSignatureException' },
	...part,
});

test.each([
	['ten minutes ahead', refused(10), 10],
	['hours behind', refused(-300), -300],
	['four minutes', refused(4), 4],
	['HTTP 400', refused(10, { statusCode: 400 }), 10],
	['HTTP 401', refused(10, { statusCode: 401 }), 10],
	[
		'by the name in the header',
		refused(10, { body: {} }, { 'x-amzn-errortype': 'RequestTimeTooSkewed:http://x' }),
		10,
	],
	[
		'by SignatureDoesNotMatch, of STS',
		refused(10, { body: { Code: 'SignatureDoesNotMatch' } }),
		10,
	],
])('learns from a refusal: %s', (_what, response, ahead) => {
	const clock = createClock(() => machineTime);
	const signedAt = clock.now();
	expect(signedAt.getTime()).toBe(machineTime);
	expect(clock.correctBy(response, signedAt)).toBe(true);
	expect(clock.now().getTime()).toBe(machineTime + minutes(ahead));
});

test.each([
	['less than four minutes, so the reason is another', refused(3)],
	[
		'a plain 404 with a strange date',
		refused(600, { statusCode: 404, body: { Code: 'NotFound' } }),
	],
	['a success', refused(600, { statusCode: 200, body: {} })],
	...[201, 404, 429, 500, 504].map((statusCode): [string, ReturnType<typeof refused>] => [
		`HTTP ${statusCode} with the name of a refusal`,
		refused(600, { statusCode }),
	]),
	['a missing permission', refused(600, { body: { __type: 'AccessDeniedException' } })],
	['an expired token', refused(600, { body: { __type: 'ExpiredTokenException' } })],
	['a response from a cache', refused(600, {}, { age: '36000' })],
	['no date', refused(600, {}, { date: undefined })],
	['a date that is none', refused(600, {}, { date: 'yesterday' })],
	['no response', { statusCode: null, code: 'ECONNRESET', message: '' } as const],
])('learns nothing from %s', (_what, response) => {
	const clock = createClock(() => machineTime);
	expect(clock.correctBy(response, clock.now())).toBe(false);
	expect(clock.now().getTime()).toBe(machineTime);
});

test('every request that was signed by the wrong time learns, also when another one has before', () => {
	const clock = createClock(() => machineTime);
	const signedAt = clock.now();
	expect([clock.correctBy(refused(10), signedAt), clock.correctBy(refused(10), signedAt)]).toEqual([
		true,
		true,
	]);
	expect(clock.correctBy(refused(10), clock.now())).toBe(false);
});

test('writes a date as AWS reads it', () => {
	expect(amzDate(new Date('2026-11-23T01:02:03.456Z'))).toBe('20261123T010203Z');
});
