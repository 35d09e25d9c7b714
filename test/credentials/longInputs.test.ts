import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { key } from '../support/keys';
import { isLarge, scaledTest } from '../support/scale';
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
		(text) => ({ request: { url: host, qs: { a: [...text.slice(0, bytes / 20)] } } }),
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

/** As long as a URL may be, which is looked into further than a longer one. */
const lengths = isLarge ? [bytes, 199_000] : [bytes];

scaledTest.each(lengths.flatMap((length) => places.map((place) => [length, ...place] as const)))(
	'%i characters do not hold signing up: %s',
	async (length, _where, put) => {
		const requests = texts.map(([, text]) => put(text.slice(0, length)));
		const scans = await timeInScans(async () => {
			for (const { data, request } of requests) {
				const credential = { ...key, region: 'us-east-1', ...data };
				await api.authenticate(credential, { url: host, ...request }).catch(() => {});
			}
		});
		expect(scans / texts.length).toBeLessThan(longestInScans);
	},
);
