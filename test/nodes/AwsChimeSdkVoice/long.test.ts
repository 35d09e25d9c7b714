import { readAnswer } from '../../../nodes/AwsChimeSdkVoice/transport/response';
import { baseAddress } from '../../../nodes/AwsChimeSdkVoice/transport/endpoint';
import { failureOf, refusal } from '../../../nodes/AwsChimeSdkVoice/errors/failure';
import { create } from '../../../nodes/AwsChimeSdkVoice/resources/proxySession/create';
import { get } from '../../../nodes/AwsChimeSdkVoice/resources/proxySession/get';
import { getMany } from '../../../nodes/AwsChimeSdkVoice/resources/proxySession/getMany';
import { redactor } from '../../../nodes/AwsChimeSdkVoice/errors/redact';
import { serverWish } from '../../../nodes/AwsChimeSdkVoice/transport/retryPolicy';
import { set } from '../../../nodes/AwsChimeSdkVoice/resources/voiceConnectorProxy/set';
import { temporaryKey } from '../../keys';
import { bytes, looksOf, mostLooks, texts } from '../../looks';

const { secretAccessKey, sessionToken } = temporaryKey;
const redact = redactor([secretAccessKey, sessionToken]);
const ids = { voiceConnectorId: 'a', proxySessionId: 'b' };
const session = {
	...ids,
	firstPhoneNumber: '+12',
	secondPhoneNumber: '+12',
	capabilities: 'Voice',
};
const subject = { operation: get, parameters: ids, redact };
const request = { method: 'GET' as const, path: '/' };
const refused = { statusCode: 403, attempts: 1, headers: {} };

/** What is done with a text that somebody else has written. */
const uses: Array<[string, (text: string) => unknown]> = [
	['an ID', (proxySessionId) => get.request({ ...ids, proxySessionId })],
	['a phone number', (firstPhoneNumber) => create.request({ ...session, firstPhoneNumber })],
	['capabilities', (capabilities) => create.request({ ...session, capabilities })],
	[
		'a list of capabilities',
		(text) => create.request({ ...session, capabilities: [...text.slice(0, 100_000)] }),
	],
	['a name', (name) => create.request({ ...session, additionalFields: { name } })],
	[
		'countries',
		(phoneNumberPoolCountries) =>
			set.request({ ...ids, defaultSessionExpiryMinutes: 1, phoneNumberPoolCountries }),
	],
	['a status', (status) => getMany.request({ ...ids, filters: { status } }, { size: 1 })],
	['an endpoint', (endpoint) => baseAddress({ endpoint })],
	['a region', (region) => baseAddress({ region })],
	['an answer', async (body) => await readAnswer({ statusCode: 200, headers: {}, body })],
	[
		'an answer just within the limit',
		async (text) =>
			await readAnswer({ statusCode: 200, headers: {}, body: text.slice(0, 900_000) }),
	],
	[
		'a message',
		(Message) => failureOf({ request, answer: { ...refused, body: { Message } } }, subject),
	],
	['a code', (code) => failureOf({ request, answer: { ...refused, body: { code } } }, subject)],
	[
		'a request ID',
		(id) =>
			failureOf(
				{ request, answer: { ...refused, body: {}, headers: { 'x-amzn-requestid': id } } },
				subject,
			),
	],
	[
		'an ID in a failure',
		(voiceConnectorId) => refusal(new Error('a'), { ...subject, parameters: { voiceConnectorId } }),
	],
	['a message of n8n', (text) => refusal(new Error(text), subject)],
	[
		'a wait',
		(text) =>
			serverWish({ statusCode: 503, body: {}, headers: { 'retry-after': text, date: text } }),
	],
];

test.each(uses)('10 MB of anything hold nothing up: %s', async (_what, use) => {
	const looks = await looksOf(async () => {
		for (const [, text] of texts) {
			try {
				await use(text);
			} catch {
				// Refused, which is one way to end soon.
			}
		}
	});
	expect(texts.every(([, text]) => text.length >= bytes)).toBe(true);
	expect(looks / texts.length).toBeLessThan(mostLooks);
});
