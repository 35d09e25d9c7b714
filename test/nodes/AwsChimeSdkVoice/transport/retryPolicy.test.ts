import {
	RetryPolicy,
	isRetryable,
	retryAfter,
	throttlingDelay,
	transientDelay,
} from '../../../../nodes/AwsChimeSdkVoice/transport/retryPolicy';

const response = (statusCode: number, headers: Record<string, unknown> = {}) => ({
	statusCode,
	headers,
	body: undefined,
});
const networkError = (code: string, failedBeforeSending = false) => ({
	statusCode: null,
	code,
	message: code,
	failedBeforeSending,
});
const request = (idempotent: boolean) => ({ idempotent });

describe('what may be sent again', () => {
	test.each([
		...[429, 500, 502, 503, 504, 408].map((statusCode) => [response(statusCode), true] as const),
		...[200, 302, 400, 401, 403, 404, 409, 410, 501].map(
			(statusCode) => [response(statusCode), false] as const,
		),
		...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'].map(
			(code) => [networkError(code), true] as const,
		),
		...['CERT_HAS_EXPIRED', 'HPE_INVALID_CONSTANT', 'SsrfBlockedIpError'].map(
			(code) => [networkError(code), false] as const,
		),
		[{ ...response(400), body: { __type: 'ThrottlingException' } }, true] as const,
	])('an idempotent request after %j: %s', (last, expected) => {
		expect(isRetryable(request(true), last)).toBe(expected);
	});

	test.each([
		...[500, 502, 503, 504].map((statusCode) => [response(statusCode), false] as const),
		...['ECONNRESET', 'ETIMEDOUT', 'EPIPE'].map((code) => [networkError(code), false] as const),
		[response(429), true] as const,
		[networkError('ECONNREFUSED', true), true] as const,
	])(
		'a request that is not idempotent, and may have had its effect, after %j: %s',
		(last, expected) => {
			expect(isRetryable(request(false), last)).toBe(expected);
		},
	);
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
		expect(transientDelay(response(500), repeats, 0)).toBe(0);
		expect(transientDelay(response(500), repeats, 0.5)).toBe(most / 2);
		expect(transientDelay(response(500), repeats, 1)).toBe(most);
	});

	test('is no shorter than the server wishes', () => {
		expect(transientDelay(response(503, { 'retry-after': '2' }), 0, 1)).toBe(2_000);
		expect(transientDelay(response(503, { 'retry-after': '2' }), 9, 1)).toBe(20_000);
	});

	test('is longer for throttling', () => {
		expect(throttlingDelay(0, 1)).toBe(250);
		expect(throttlingDelay(99, 1)).toBe(20_000);
	});
});

describe('the delay of a server', () => {
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
	])('%j: %i ms', (headers, delay) => {
		expect(retryAfter(response(429, headers))).toBe(delay);
	});

	test('without a response, there is none', () => {
		expect(retryAfter(networkError('ECONNRESET'))).toBe(0);
	});
});

describe('the retry policy of a request', () => {
	let now = 0;
	const world = { now: () => now, random: () => 1 };
	const retryPolicy = (maxRetries: number) => {
		const policy = new RetryPolicy(request(true), { maxRetries }, world);
		return policy.delayBeforeNext.bind(policy);
	};

	beforeEach(() => {
		now = 0;
	});

	test('repeats as often as it may', () => {
		const delayBeforeNext = retryPolicy(2);
		const delays = [1, 2, 3].map(() => delayBeforeNext(response(500), false));
		expect(delays).toEqual([50, 100, undefined]);
	});

	test('ends at once with what is no fault, and with no retries at all', () => {
		expect(retryPolicy(2)(response(200), false)).toBeUndefined();
		expect(retryPolicy(2)(response(404), false)).toBeUndefined();
		expect(retryPolicy(0)(response(500), false)).toBeUndefined();
		expect(retryPolicy(0)(response(429), false)).toBeUndefined();
	});

	test('goes again at once when it has learnt the time, and once only', () => {
		const delayBeforeNext = retryPolicy(0);
		expect(delayBeforeNext(response(403), true)).toBe(0);
		expect(delayBeforeNext(response(403), true)).toBeUndefined();
	});

	test('does not count throttling as a retry', () => {
		const delayBeforeNext = retryPolicy(1);
		const delays = [1, 2, 3, 4].map(() => delayBeforeNext(response(429), false));
		expect(delays).toEqual([250, 500, 1_000, 2_000]);
		expect(delayBeforeNext(response(500), false)).toBe(50);
		expect(delayBeforeNext(response(500), false)).toBeUndefined();
	});

	test('gives up alone after a minute and eight times', () => {
		const delayBeforeNext = retryPolicy(2);
		Array.from({ length: 8 }, () => expect(delayBeforeNext(response(429), false)).toBeDefined());
		now = 59_999;
		expect(delayBeforeNext(response(429), false)).toBeDefined();
		now = 60_000;
		expect(delayBeforeNext(response(429), false)).toBeUndefined();
	});

	test('gives up after five minutes, however seldom its turn came', () => {
		const delayBeforeNext = retryPolicy(2);
		expect(delayBeforeNext(response(429), false)).toBeDefined();
		now = 299_999;
		expect(delayBeforeNext(response(429), false)).toBeDefined();
		now = 300_000;
		expect(delayBeforeNext(response(429), false)).toBeUndefined();
	});
});
