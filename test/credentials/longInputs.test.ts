import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { key } from '../support/keys';
import { bytes, timeInScans, longestInScans, texts } from '../support/scanTime';

const api = new AwsChimeSdkVoiceApi();
const host = 'https://voice-chime.us-east-1.amazonaws.com';
/** Places for a text in the credential and in a request. */
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
	['the base URL', (text) => ({ request: { baseURL: `${host}${text}`, url: text } })],
	['the URL of the older dialect', (text) => ({ request: { uri: `${host}/${text}` } })],
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

/** The time that signing takes, in scans (see scanTime.ts), on average over all texts of a length. */
async function averageOf([, put]: (typeof places)[number], length: number): Promise<number> {
	const requests = texts.map(([, text]) => put(text.slice(0, length)));
	const scans = await timeInScans(async () => {
		for (const { data, request } of requests) {
			const credential = { ...key, region: 'us-east-1', ...data };
			await api.authenticate(credential, { url: host, ...request }).catch(() => {});
		}
	});
	return scans / texts.length;
}

describe.each([
	['10 MB of text', bytes],
	['a text as long as a URL may be', 199_000],
])('%s does not block the process', (_what, length) => {
	test.each(places)('in %s', async (...place) => {
		expect(await averageOf(place, length)).toBeLessThan(longestInScans);
	});
});
