import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { callerIdentityTest } from './credentialTest';
import { accessKeyFields, endpointField } from './fields';
import { sign } from './signing/sign';

export class AwsChimeSdkVoiceApi implements ICredentialType {
	name = 'awsChimeSdkVoiceApi';

	displayName = 'AWS Chime SDK Voice API';

	documentationUrl = 'https://example.com/n8n-nodes-aws-chime-sdk-voice#credential';

	icon: Icon = {
		light: 'file:../nodes/AwsChimeSdkVoice/awsChimeSdkVoice.svg',
		dark: 'file:../nodes/AwsChimeSdkVoice/awsChimeSdkVoice.dark.svg',
	};

	properties: INodeProperties[] = [...accessKeyFields, endpointField];

	/**
	 * Signs a request with AWS Signature Version 4; see {@link sign}. It is a property and not a method,
	 * because n8n spreads the instance of a community credential, which loses methods, and the HTTP
	 * Request node offers only credentials that have `authenticate`.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await sign(requestOptions, credentials, new Date());

	test = callerIdentityTest;
}
