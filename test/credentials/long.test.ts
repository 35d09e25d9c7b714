import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { key } from '../keys';

const api = new AwsChimeSdkVoiceApi();
const host = 'https://voice-chime.us-east-1.amazonaws.com';
const bytes = 10_000_000;
const texts = ['/', '../', '%2e', '1', ':', '[', '\\', '&a=', ' ', '@', '-a', 'é'].map(
	(part): [string, string] => [part, part.repeat(Math.ceil(bytes / part.length))],
);

/** Where a text may stand: in the credential, or in a request. */
const places: Array<[string, (text: string) => { data?: object; request?: object }]> = [
	['Region', (region) => ({ data: { region } })],
	['Access Key ID', (accessKeyId) => ({ data: { accessKeyId } })],
	['Secret Access Key', (secretAccessKey) => ({ data: { secretAccessKey } })],
	['Session Token', (sessionToken) => ({ data: { sessionToken } })],
	['Endpoint', (endpoint) => ({ data: { endpoint } })],
	['the host of Endpoint', (text) => ({ data: { endpoint: `https://${text}/a` } })],
	['the path of Endpoint', (text) => ({ data: { endpoint: `https://gateway/${text}a` } })],
	['the URL', (url) => ({ request: { url } })],
	['the host', (text) => ({ request: { url: `https://${text}/a` } })],
	['the path', (text) => ({ request: { url: `${host}/${text}a` } })],
	['the query', (text) => ({ request: { url: `${host}?${text}` } })],
	['the base address', (text) => ({ request: { baseURL: `${host}${text}`, url: text } })],
	['the address of the older dialect', (text) => ({ request: { uri: `${host}/${text}` } })],
	['the name of a query parameter', (text) => ({ request: { url: host, qs: { [text]: 1 } } })],
	['the value of a query parameter', (text) => ({ request: { url: host, qs: { text } } })],
	[
		'many query parameters',
		(text) => ({ request: { url: host, qs: { a: [...text.slice(0, 500_000)] } } }),
	],
	['the method', (method) => ({ request: { url: host, method } })],
	['the date', (text) => ({ request: { url: host, headers: { 'x-amz-date': text } } })],
	['a header of AWS', (text) => ({ request: { url: host, headers: { 'x-amz-a': text } } })],
	[
		'the name of a header',
		(text) => ({ request: { url: host, headers: { [`x-amz-${text}`]: 'a' } } }),
	],
	['the content type', (text) => ({ request: { url: host, headers: { 'content-type': text } } })],
];

/** In milliseconds that the event loop is held up: signing waits for nothing. */
async function timeOf(action: () => unknown): Promise<number> {
	const start = performance.now();
	await action();
	return performance.now() - start;
}

/** Looks at each of 10 million characters once. */
function lookAtAll(): number {
	const [[, text]] = texts;
	let sum = 0;
	for (let index = 0; index < bytes; index += 1) sum += text.charCodeAt(index);
	return sum;
}

/**
 * To look at 10 MB takes 10 to 30 ms; to trim them, or to change their case, takes about as long. What
 * grows with the square of the characters takes hours, and with that of the first 65,536 some seconds.
 */
const mostLooks = 10;

/** How many looks it takes to sign them all; on a busy machine the best of a few measurements. */
async function looksOf(sign: () => Promise<unknown>): Promise<number> {
	const ratios: number[] = [];
	do {
		const [signing, look] = [await timeOf(sign), await timeOf(lookAtAll)];
		ratios.push(signing / look);
	} while (Math.min(...ratios) > mostLooks * texts.length && ratios.length < 5);
	return Math.min(...ratios);
}

/** How many looks it takes to sign, on average over texts of a length. */
async function averageOf([, put]: (typeof places)[number], length: number): Promise<number> {
	const requests = texts.map(([, text]) => put(text.slice(0, length)));
	const looks = await looksOf(async () => {
		for (const { data, request } of requests) {
			const credential = { ...key, region: 'us-east-1', ...data };
			await api.authenticate(credential, { url: host, ...request }).catch(() => {});
		}
	});
	return looks / texts.length;
}

describe.each([
	['10 MB', bytes],
	['as much as a URL may hold', 65_000],
])('%s of anything hold nothing up', (_what, length) => {
	test.each(places)('in %s', async (...place) => {
		expect(await averageOf(place, length)).toBeLessThan(mostLooks);
	});
});
