import {
	createCourse,
	mayRepeat,
	serverWish,
	throttlingWait,
	transientWait,
} from '../../../../nodes/AwsChimeSdkVoice/transport/retryPolicy';

const answer = (statusCode: number, headers: Record<string, unknown> = {}) => ({
	statusCode,
	headers,
	body: undefined,
});
const noAnswer = (code: string, isUnsent = false) => ({
	statusCode: null,
	code,
	message: code,
	isUnsent,
});
const request = (method: 'GET' | 'POST' | 'PUT' | 'DELETE') => ({ method, path: '/' });

describe('what may be sent again', () => {
	const readable = ['GET', 'PUT', 'DELETE'] as const;

	test.each([
		...[429, 500, 502, 503, 504, 408].map((statusCode) => [answer(statusCode), true] as const),
		...[200, 302, 400, 401, 403, 404, 409, 410, 501].map(
			(statusCode) => [answer(statusCode), false] as const,
		),
		...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'].map(
			(code) => [noAnswer(code), true] as const,
		),
		...['CERT_HAS_EXPIRED', 'HPE_INVALID_CONSTANT', 'SsrfBlockedIpError'].map(
			(code) => [noAnswer(code), false] as const,
		),
		[{ ...answer(400), body: { __type: 'ThrottlingException' } }, true] as const,
	])('GET, PUT and DELETE after %j: %s', (last, expected) => {
		readable.forEach((method) => expect(mayRepeat(request(method), last)).toBe(expected));
	});

	test.each([
		...[500, 502, 503, 504].map((statusCode) => [answer(statusCode), false] as const),
		...['ECONNRESET', 'ETIMEDOUT', 'EPIPE'].map((code) => [noAnswer(code), false] as const),
		[answer(429), true] as const,
		[noAnswer('ECONNREFUSED', true), true] as const,
	])('POST, which may have had its effect, after %j: %s', (last, expected) => {
		expect(mayRepeat(request('POST'), last)).toBe(expected);
	});
});

describe('the wait before another attempt', () => {
	test.each([
		[0, 50],
		[1, 100],
		[2, 200],
		[8, 12_800],
		[9, 20_000],
		[50, 20_000],
	])('after %i repeats is anything up to %i ms', (repeats, most) => {
		expect(transientWait(answer(500), repeats, 0)).toBe(0);
		expect(transientWait(answer(500), repeats, 0.5)).toBe(most / 2);
		expect(transientWait(answer(500), repeats, 1)).toBe(most);
	});

	test('is no shorter than the server wishes', () => {
		expect(transientWait(answer(503, { 'retry-after': '2' }), 0, 1)).toBe(2_000);
		expect(transientWait(answer(503, { 'retry-after': '2' }), 9, 1)).toBe(20_000);
	});

	test('is longer for throttling', () => {
		expect(throttlingWait(0, 1)).toBe(250);
		expect(throttlingWait(99, 1)).toBe(20_000);
	});
});

describe('the wish of a server', () => {
	const date = 'Mon, 23 Nov 2026 00:00:00 GMT';

	test.each([
		[{}, 0],
		[{ 'retry-after': '3' }, 3_000],
		[{ 'retry-after': '1.5' }, 1_500],
		[{ 'retry-after': '0' }, 0],
		[{ 'retry-after': '3600' }, 20_000],
		[{ 'retry-after': '-5' }, 0],
		[{ 'retry-after': 'soon' }, 0],
		[{ 'retry-after': 'Infinity' }, 0],
		[{ 'retry-after': ['4', '5'] }, 4_000],
		[{ 'retry-after': 'Mon, 23 Nov 2026 00:00:07 GMT', date }, 7_000],
		[{ 'retry-after': 'Mon, 23 Nov 2026 01:00:00 GMT', date }, 20_000],
		[{ 'retry-after': 'Mon, 23 Nov 2020 00:00:00 GMT', date }, 0],
		[{ 'retry-after': 'Mon, 23 Nov 2020 00:00:00 GMT' }, 0],
		[{ 'x-amz-retry-after': '700' }, 700],
		[{ 'x-amz-retry-after': '700', 'retry-after': '3' }, 700],
		[{ 'x-amz-retry-after': '99999999' }, 20_000],
		[{ 'x-amz-retry-after': 'x' }, 0],
	])('%j: %i ms', (headers, wish) => {
		expect(serverWish(answer(429, headers))).toBe(wish);
	});

	test('without an answer, there is none', () => {
		expect(serverWish(noAnswer('ECONNRESET'))).toBe(0);
	});
});

describe('the course of a request', () => {
	let now = 0;
	const world = { now: () => now, random: () => 1 };
	const course = (maxRetries: number, method: 'GET' | 'POST' = 'GET') =>
		createCourse(request(method), { maxRetries }, world);

	beforeEach(() => {
		now = 0;
	});

	test('repeats as often as it may', () => {
		const { waitAfter } = course(2);
		const waits = [1, 2, 3].map(() => waitAfter(answer(500), false));
		expect(waits).toEqual([50, 100, undefined]);
	});

	test('ends at once with what is no fault, and with no retries at all', () => {
		expect(course(2).waitAfter(answer(200), false)).toBeUndefined();
		expect(course(2).waitAfter(answer(404), false)).toBeUndefined();
		expect(course(0).waitAfter(answer(500), false)).toBeUndefined();
		expect(course(0).waitAfter(answer(429), false)).toBeUndefined();
	});

	test('goes again at once when it has learnt the time, and once only', () => {
		const { waitAfter } = course(0);
		expect(waitAfter(answer(403), true)).toBe(0);
		expect(waitAfter(answer(403), true)).toBeUndefined();
	});

	test('does not count throttling as a retry', () => {
		const { waitAfter } = course(1);
		const waits = [1, 2, 3, 4].map(() => waitAfter(answer(429), false));
		expect(waits).toEqual([250, 500, 1_000, 2_000]);
		expect(waitAfter(answer(500), false)).toBe(50);
		expect(waitAfter(answer(500), false)).toBeUndefined();
	});

	test('gives up alone after a minute and eight times', () => {
		const { waitAfter } = course(2);
		Array.from({ length: 8 }, () => expect(waitAfter(answer(429), false)).toBeDefined());
		now = 59_999;
		expect(waitAfter(answer(429), false)).toBeDefined();
		now = 60_000;
		expect(waitAfter(answer(429), false)).toBeUndefined();
	});

	test('gives up after five minutes, however seldom its turn came', () => {
		const { waitAfter } = course(2);
		expect(waitAfter(answer(429), false)).toBeDefined();
		now = 299_999;
		expect(waitAfter(answer(429), false)).toBeDefined();
		now = 300_000;
		expect(waitAfter(answer(429), false)).toBeUndefined();
	});
});
