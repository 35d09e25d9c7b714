import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { regions } from './regions';
import { sign } from './signing/sign';

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

/** Error codes of STS for a key that it does not accept, each with what the user can do. */
const messageByErrorCode = {
	InvalidClientTokenId:
		'AWS does not accept this key: check "Access Key ID". An ID that begins with ASIA belongs to a temporary key, which also needs "Session Token".',
	SignatureDoesNotMatch:
		'AWS does not accept this key: check that "Secret Access Key" belongs to "Access Key ID", and that the clock of the machine that n8n runs on is right.',
	ExpiredToken:
		'AWS does not accept this key, because its session token has expired: get a new temporary key, and enter its "Access Key ID", "Secret Access Key" and "Session Token".',
};

/**
 * A rule of the credential test: the test fails with the message where the response holds the value at
 * the key. n8n applies the first rule that matches.
 */
function rule(key: string, value: string | undefined, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}

export class AwsChimeSdkVoiceApi implements ICredentialType {
	name = 'awsChimeSdkVoiceApi';

	displayName = 'AWS Chime SDK Voice API';

	documentationUrl =
		'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html';

	icon: Icon = {
		light: 'file:../nodes/AwsChimeSdkVoice/awsChimeSdkVoice.svg',
		dark: 'file:../nodes/AwsChimeSdkVoice/awsChimeSdkVoice.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: regions,
			default: 'us-east-1',
			description: 'The AWS region of the voice connectors',
		},
		{
			displayName: 'Access Key ID',
			name: 'accessKeyId',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'Secret Access Key',
			name: 'secretAccessKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The token of a temporary key from AWS STS. Leave it empty for a long-term key.',
		},
		{
			displayName: 'Endpoint',
			name: 'endpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://voice-chime-fips.us-east-1.amazonaws.com',
			description:
				'Leave it empty for AWS. Otherwise enter the URL of a FIPS endpoint, a gateway or a stand-in on this machine. Plain http is accepted for loopback hosts only.',
		},
	];

	/**
	 * Signs a request with AWS Signature Version 4; see {@link sign}. It is a property and not a method,
	 * because n8n spreads the instance of a community credential, which loses methods, and the HTTP
	 * Request node offers only credentials that have `authenticate`.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await sign(requestOptions, credentials, new Date());

	/**
	 * Asks STS whom the key belongs to. AWS responds with 403 to every key that it does not accept, so the
	 * test ignores the status, and the rules look for the error code in the body.
	 *
	 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
	 */
	test: ICredentialTestRequest = {
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
				'AWS does not accept this key, or something other than AWS responded: check the key and, if it is set, "Endpoint".',
			),
		],
	};
}
