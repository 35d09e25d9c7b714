import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { sign } from './sign';

/** Where Amazon Chime SDK Voice exists. */
const regions = [
	{ name: 'Asia Pacific (Seoul)', value: 'ap-northeast-2' },
	{ name: 'Asia Pacific (Singapore)', value: 'ap-southeast-1' },
	{ name: 'Asia Pacific (Sydney)', value: 'ap-southeast-2' },
	{ name: 'Asia Pacific (Tokyo)', value: 'ap-northeast-1' },
	{ name: 'Canada (Central)', value: 'ca-central-1' },
	{ name: 'Europe (Frankfurt)', value: 'eu-central-1' },
	{ name: 'Europe (Ireland)', value: 'eu-west-1' },
	{ name: 'Europe (London)', value: 'eu-west-2' },
	{ name: 'US East (N. Virginia)', value: 'us-east-1' },
	{ name: 'US West (Oregon)', value: 'us-west-2' },
];

/**
 * A custom endpoint stands in for STS too, unless it is one of AWS's own (FIPS), where STS has a
 * host to itself.
 */
const stsAddress = `={{
	$credentials.endpoint && !/\\.amazonaws\\.com\\/?$/i.test($credentials.endpoint.trim())
		? $credentials.endpoint.trim()
		: 'https://sts.' + $credentials.region.trim().toLowerCase() + '.amazonaws.com'
}}`;

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

	/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
	test: ICredentialTestRequest = {
		request: {
			baseURL: stsAddress,
			url: '/',
			qs: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
		},
	};
}
