import { isThrottling, isTransient } from '../../../../nodes/AwsChimeSdkVoice/transport/awsError';
import { readResponse } from '../../../../nodes/AwsChimeSdkVoice/transport/response';
import { networkErrorOf } from '../../../../nodes/AwsChimeSdkVoice/transport/networkError';

async function* streamOf(...chunks: Array<string | Buffer>) {
	for (const chunk of chunks) yield Buffer.from(chunk);
}

const read = async (body: unknown, statusCode = 200) =>
	await readResponse({ statusCode, headers: {}, body });

describe('the body of a response', () => {
	test.each<[string, unknown, object]>([
		['JSON', () => streamOf('{"a":', '1}'), { body: { a: 1 } }],
		[
			'JSON in pieces of a character',
			() =>
				streamOf(
					...[0, 1, 2, 3, 4, 5].map((at) =>
						Buffer.from('{"é":1}').subarray(at, at === 5 ? 9 : at + 1),
					),
				),
			{ body: { é: 1 } },
		],
		['JSON with a byte order mark', () => streamOf('\ufeff{}'), { body: {} }],
		['text, where n8n has read it', () => '{"a":1}', { body: { a: 1 } }],
		['null', () => streamOf('null'), { body: null }],
		['nothing', () => streamOf(), { body: '', bodyProblem: 'an empty body' }],
		['no body at all', () => undefined, { body: '', bodyProblem: 'an empty body' }],
		['white space', () => streamOf(' \r\n'), { body: '', bodyProblem: 'an empty body' }],
		['a page', () => streamOf('<!DOCTYPE html>'), { body: undefined, bodyProblem: 'an HTML page' }],
		[
			'a page in capitals',
			() => streamOf('\n<HTML>'),
			{ body: undefined, bodyProblem: 'an HTML page' },
		],
		[
			'text',
			() => streamOf('Service Unavailable'),
			{ body: undefined, bodyProblem: 'a body that is not JSON' },
		],
		[
			'half of an object',
			() => streamOf('{"a":'),
			{ body: undefined, bodyProblem: 'truncated JSON', isTruncated: true },
		],
		['50 levels', () => streamOf('['.repeat(50) + ']'.repeat(50)), { body: [[expect.any(Array)]] }],
		[
			'51 levels',
			() => streamOf('['.repeat(51) + ']'.repeat(51)),
			{ body: undefined, bodyProblem: 'more than 50 levels' },
		],
		['a million levels', () => streamOf('['.repeat(1e6) + ']'.repeat(1e6)), { body: undefined }],
	])('%s', async (_what, body, expected) => {
		expect(await read(typeof body === 'function' ? body() : body)).toMatchObject(expected);
	});

	test('is not read beyond 1 MB, and its stream is stopped', async () => {
		let sent = 0;
		let isStopped = false;
		async function* endless() {
			try {
				for (;;) {
					sent += 1_000_000;
					yield Buffer.alloc(1_000_000, ' ');
				}
			} finally {
				isStopped = true;
			}
		}
		expect(await read(endless())).toMatchObject({ body: undefined, bodyProblem: 'more than 1 MB' });
		expect([sent, isStopped]).toEqual([2_000_000, true]);
	});

	test.each([
		['50 levels', `${'['.repeat(50)}${']'.repeat(50)}`, undefined],
		['51 levels', `${'['.repeat(51)}${']'.repeat(51)}`, 'more than 50 levels'],
		['51 levels that never end', '{"a":'.repeat(51), 'more than 50 levels'],
		['brackets and quotes in a text', JSON.stringify({ a: '[{"\\'.repeat(100) }), undefined],
		['50,001 values', JSON.stringify(Array(50_001).fill(0)), undefined],
		['50,002 values', JSON.stringify(Array(50_002).fill(0)), 'more than 50,000 values'],
		['commas in a text', JSON.stringify({ a: ','.repeat(60_000) }), undefined],
	])('with %s', async (_what, body, bodyProblem) => {
		const response = await readResponse({ statusCode: 200, headers: {}, body });
		expect(response.bodyProblem).toBe(bodyProblem);
		expect(response.body).toEqual(bodyProblem === undefined ? JSON.parse(body) : undefined);
	});

	test('of a page may have 16 MB and 800,000 values', async () => {
		const page = async (body: string) =>
			(await readResponse({ statusCode: 200, headers: {}, body }, true)).bodyProblem;
		expect(await page(`"${' '.repeat(15_999_998)}"`)).toBeUndefined();
		expect(await page(`"${' '.repeat(15_999_999)}"`)).toBe('more than 16 MB');
		expect(await page(JSON.stringify(Array(800_001).fill(0)))).toBeUndefined();
		expect(await page(JSON.stringify(Array(800_002).fill(0)))).toBe('more than 800,000 values');
		expect(await page('['.repeat(51))).toBe('more than 50 levels');
	});

	test('is not looked at where it comes as a text of more than 1 MB', async () => {
		const response = await readResponse({
			statusCode: 200,
			headers: {},
			body: ' '.repeat(1_000_001),
		});
		expect(response).toMatchObject({ body: undefined, bodyProblem: 'more than 1 MB' });
	});

	test('that breaks off is no response', async () => {
		async function* broken() {
			yield Buffer.from('{"a":1}');
			throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		}
		await expect(read(broken())).rejects.toThrow('aborted');
	});
});

describe('the lack of a response', () => {
	const socketError = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {
		code: 'ECONNREFUSED',
	});
	const coded = (code: string) => Object.assign(new Error('m'), { code });

	test.each<[string, unknown, string, string]>([
		[
			'has the code of the innermost error',
			new Error('a', { cause: new Error('b', { cause: socketError }) }),
			'ECONNREFUSED',
			'connect ECONNREFUSED 127.0.0.1:9',
		],
		['broken off, as axios says', coded('ERR_BAD_RESPONSE'), 'ECONNRESET', 'm'],
		['broken off, as streams say', coded('ERR_STREAM_PREMATURE_CLOSE'), 'ECONNRESET', 'm'],
		['broken off, as zlib says', coded('Z_BUF_ERROR'), 'ECONNRESET', 'm'],
		['an error without a code', new Error('too far'), 'Error', 'too far'],
		[
			'a fault of the code',
			new Error('a', { cause: new RangeError('too far') }),
			'InternalError',
			'RangeError: too far',
		],
		['a fault that the network names', coded('ERR_INVALID_URL'), 'ERR_INVALID_URL', 'm'],
		['an error without a message', coded('EPIPE'), 'EPIPE', 'm'],
		['an error that only looks like one', { code: 'EPIPE' }, 'EPIPE', 'EPIPE'],
		['a text', 'gone', 'Error', 'gone'],
	])('%s', (_what, error, code, message) => {
		expect(networkErrorOf(error)).toMatchObject({ statusCode: null, code, message });
	});

	const connecting = (code: string) => Object.assign(coded(code), { syscall: 'connect' });
	test.each<[string, unknown, boolean]>([
		['nobody listens', connecting('ECONNREFUSED'), true],
		['no way to the host', connecting('EHOSTUNREACH'), true],
		['no way to the network', connecting('ENETUNREACH'), true],
		['no connection in time', connecting('ETIMEDOUT'), true],
		['no way to the host, in the middle', coded('EHOSTUNREACH'), false],
		['no address', coded('ENOTFOUND'), true],
		['another host by its certificate', coded('ERR_TLS_CERT_ALTNAME_INVALID'), true],
		['a reset', coded('ECONNRESET'), false],
		['a timeout', coded('ETIMEDOUT'), false],
		['a credential that refuses to sign', coded('ConfigurationError'), true],
		['a fault of the code that signs', new Error('a', { cause: new TypeError('b') }), true],
		['all addresses of a host', new AggregateError([connecting('ETIMEDOUT')], 'all'), true],
	])('certainly unsent or not: %s', (_what, error, failedBeforeSending) => {
		expect(networkErrorOf(error).failedBeforeSending).toBe(failedBeforeSending);
		// Once a response has begun, the request must have left.
		expect(networkErrorOf(error, true).failedBeforeSending).toBe(false);
	});
});

describe('throttling', () => {
	const body = (name: string) => ({ __type: name });

	test.each([
		[429, {}, true],
		[400, body('ThrottlingException'), true],
		[503, body('SlowDown'), true],
		[400, body('Throttled'), true],
		[503, body('RequestThrottledException'), true],
		[400, body('TooManyRequestsException'), true],
		[400, body('BadRequestException'), false],
		[503, body('ServiceUnavailableException'), false],
		[500, body('ThrottlingException'), false],
		[404, body('ThrottlingException'), false],
	])('%i with %j: %s', (statusCode, content, expected) => {
		expect(isThrottling({ statusCode, headers: {}, body: content })).toBe(expected);
	});

	test('half of a success is worth another try, half of an error is its status', () => {
		const half = { headers: {}, body: undefined, isTruncated: true };
		expect(isTransient({ ...half, statusCode: 200 })).toBe(true);
		expect(isTransient({ ...half, statusCode: 404 })).toBe(false);
	});
});
