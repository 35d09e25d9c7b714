import type { ICredentialTestRequest } from 'n8n-workflow';

import { messageByErrorCode } from './keyErrors';

/**
 * The URL of the credential test: AWS STS in the region, or the custom endpoint instead. A FIPS
 * endpoint of AWS does not serve STS, so with such an endpoint the test goes to STS too. The expression
 * shortens the region and the endpoint, because n8n parses the URL before `authenticate` can reject it.
 */
const testUrl = `={{
	/^(https:\\/\\/[^\\/?#@]+\\.amazonaws\\.com\\/?)?$/i.test(($credentials.endpoint ?? '').trim())
		? 'https://sts.' + ($credentials.region ?? '').trim().slice(0, 100).toLowerCase() + '.amazonaws.com'
		: $credentials.endpoint.trim().slice(0, 2000)
}}`;

/**
 * A rule of the credential test: the test fails with the message where the response holds the value at
 * the key. n8n applies the first rule that matches.
 */
function rule(key: string, value: string | undefined, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}

/**
 * The credential test: GetCallerIdentity of STS. AWS responds with 403 to every key that it does not
 * accept, so the test ignores the status, and the rules look for the error code in the body.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const callerIdentityTest: ICredentialTestRequest = {
	request: {
		baseURL: testUrl,
		url: '/',
		qs: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
		headers: { Accept: 'application/json' },
		ignoreHttpStatusErrors: true,
	},
	rules: [
		...Object.entries(messageByErrorCode).map(([code, message]) =>
			rule('Error.Code', code, message),
		),
		rule(
			'GetCallerIdentityResponse',
			undefined,
			'AWS does not accept this key, or a server other than AWS responded: check the key and, if it is set, "Endpoint".',
		),
	],
};
