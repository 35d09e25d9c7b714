import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { sign } from './signing/sign';

/** Where Amazon Chime SDK Voice exists. */
const regions = [
	{ name: 'Asia Pacific (Seoul) - ap-northeast-2', value: 'ap-northeast-2' },
	{ name: 'Asia Pacific (Singapore) - ap-southeast-1', value: 'ap-southeast-1' },
	{ name: 'Asia Pacific (Sydney) - ap-southeast-2', value: 'ap-southeast-2' },
	{ name: 'Asia Pacific (Tokyo) - ap-northeast-1', value: 'ap-northeast-1' },
	{ name: 'Canada (Central) - ca-central-1', value: 'ca-central-1' },
	{ name: 'Europe (Frankfurt) - eu-central-1', value: 'eu-central-1' },
	{ name: 'Europe (Ireland) - eu-west-1', value: 'eu-west-1' },
	{ name: 'Europe (London) - eu-west-2', value: 'eu-west-2' },
	{ name: 'US East (N. Virginia) - us-east-1', value: 'us-east-1' },
	{ name: 'US West (Oregon) - us-west-2', value: 'us-west-2' },
];

/**
 * The URL of the credential test: STS, or the custom endpoint instead of it. With an endpoint of AWS
 * (FIPS), STS is asked, which has a host of its own there. The texts are cut short, because n8n parses
 * the URL before `authenticate` can refuse it.
 */
const stsAddress = `={{
	/^(https:\\/\\/[^\\/?#@]+\\.amazonaws\\.com\\/?)?$/i.test(($credentials.endpoint ?? '').trim())
		? 'https://sts.' + ($credentials.region ?? '').trim().slice(0, 100).toLowerCase() + '.amazonaws.com'
		: $credentials.endpoint.trim().slice(0, 2000)
}}`;

/** STS's names for a refused key, and what to do about each. */
const refusals = {
	InvalidClientTokenId:
		'AWS does not accept this key: check the Access Key ID. An ID that begins with ASIA belongs to a temporary key, which needs its Session Token as well.',
	SignatureDoesNotMatch:
		'AWS does not accept this key: check that the Secret Access Key belongs to the Access Key ID, and that the clock of the machine is right.',
	ExpiredToken:
		'AWS does not accept this key: its Session Token has expired. Enter the ID, the secret and the token of a new temporary key.',
};

/** A rule of the test: n8n compares the value at a key of the response, and the first match is an error. */
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
			description:
				'Only for temporary credentials from AWS STS; they expire, and the token with them',
		},
		{
			displayName: 'Endpoint',
			name: 'endpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://voice-chime-fips.us-east-1.amazonaws.com',
			description:
				'Leave empty for AWS. Set it for a FIPS endpoint, a gateway or a local stand-in. Plain http is accepted for loopback hosts only.',
		},
	];

	/**
	 * Signs a request with AWS Signature Version 4; see {@link sign}. An own property of the instance,
	 * because n8n spreads the instance of a community credential, which loses what its class has, and
	 * the HTTP Request node offers no credential without `authenticate`.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await sign(requestOptions, credentials, new Date());

	/**
	 * Asks STS who the key belongs to. AWS answers 403 to every refusal, so the status is no error here:
	 * the rules find the reason in the body.
	 *
	 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: stsAddress,
			url: '/',
			qs: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
			headers: { Accept: 'application/json' },
			ignoreHttpStatusErrors: true,
		},
		rules: [
			...Object.entries(refusals).map(([code, message]) => rule('Error.Code', code, message)),
			rule(
				'GetCallerIdentityResponse',
				undefined,
				'AWS does not accept this key, or something other than AWS responded: check the key and, if it is set, the Endpoint.',
			),
		],
	};
}
