import { readResponse } from '../../../nodes/AwsChimeSdkVoice/transport/response';
import { baseAddress } from '../../../nodes/AwsChimeSdkVoice/transport/endpoint';
import { invalidInput, requestFailure } from '../../../nodes/AwsChimeSdkVoice/errors/failure';
import { create } from '../../../nodes/AwsChimeSdkVoice/resources/proxySession/create';
import { get } from '../../../nodes/AwsChimeSdkVoice/resources/proxySession/get';
import { getMany } from '../../../nodes/AwsChimeSdkVoice/resources/proxySession/getMany';
import { createRedactor } from '../../../nodes/AwsChimeSdkVoice/errors/redact';
import { retryAfter } from '../../../nodes/AwsChimeSdkVoice/transport/retryPolicy';
import { buildRequest } from '../../../nodes/AwsChimeSdkVoice/transport/request';
import { set } from '../../../nodes/AwsChimeSdkVoice/resources/voiceConnectorProxy/set';
import { temporaryKey } from '../../support/keys';
import { scaledTest } from '../../support/scale';
import { bytes, timeInScans, longestInScans, texts } from '../../support/scanTime';

const { secretAccessKey, sessionToken } = temporaryKey;
const redact = createRedactor([secretAccessKey, sessionToken]);
const ids = { voiceConnectorId: 'a', proxySessionId: 'b' };
const session = {
	...ids,
	firstPhoneNumber: '+12',
	secondPhoneNumber: '+12',
	capabilities: 'Voice',
};
const context = { operation: get, parameters: ids, redact, region: 'us-east-1' };
const request = {
	awsName: get.awsName,
	method: 'GET' as const,
	path: '/',
	idempotent: true,
	sensitiveValues: [],
};
const refused = { statusCode: 403, attempts: 1, headers: {} };

/** What is done with a text that somebody else has written. */
const uses: Array<[string, (text: string) => unknown]> = [
	['an ID', (proxySessionId) => buildRequest(get, { ...ids, proxySessionId })],
	['a phone number', (firstPhoneNumber) => buildRequest(create, { ...session, firstPhoneNumber })],
	['capabilities', (capabilities) => buildRequest(create, { ...session, capabilities })],
	[
		'a list of capabilities',
		(text) => buildRequest(create, { ...session, capabilities: [...text.slice(0, 100_000)] }),
	],
	['a name', (name) => buildRequest(create, { ...session, additionalFields: { name } })],
	[
		'countries',
		(phoneNumberPoolCountries) =>
			buildRequest(set, { ...ids, defaultSessionExpiryMinutes: 1, phoneNumberPoolCountries }),
	],
	[
		'a status',
		(status) => buildRequest(getMany, { ...ids, filters: { status } }, { page: { size: 1 } }),
	],
	['an endpoint', (endpoint) => baseAddress({ endpoint })],
	['a region', (region) => baseAddress({ region })],
	['a response', async (body) => await readResponse({ statusCode: 200, headers: {}, body })],
	[
		'a response just within the limit',
		async (text) =>
			await readResponse({ statusCode: 200, headers: {}, body: text.slice(0, 900_000) }),
	],
	[
		'a message',
		(Message) => requestFailure({ request, result: { ...refused, body: { Message } } }, context),
	],
	[
		'a code',
		(code) => requestFailure({ request, result: { ...refused, body: { code } } }, context),
	],
	[
		'a request ID',
		(id) =>
			requestFailure(
				{ request, result: { ...refused, body: {}, headers: { 'x-amzn-requestid': id } } },
				context,
			),
	],
	[
		'an ID in a failure',
		(voiceConnectorId) =>
			invalidInput(new Error('a'), { ...context, parameters: { voiceConnectorId } }),
	],
	['a message of n8n', (text) => invalidInput(new Error(text), context)],
	[
		'a wait',
		(text) =>
			retryAfter({ statusCode: 503, body: {}, headers: { 'retry-after': text, date: text } }),
	],
];

scaledTest.each(uses)(`${bytes / 1_000} kB of anything hold nothing up: %s`, async (_what, use) => {
	const scans = await timeInScans(async () => {
		for (const [, text] of texts) {
			try {
				await use(text);
			} catch {
				// Refused, which is one way to end soon.
			}
		}
	});
	expect(texts.every(([, text]) => text.length >= bytes)).toBe(true);
	expect(scans / texts.length).toBeLessThan(longestInScans);
});
