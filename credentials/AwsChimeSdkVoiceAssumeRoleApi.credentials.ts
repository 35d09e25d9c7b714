import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { callerIdentityTest } from './credentialTest';
import { accessKeyFields, endpointField } from './fields';
import { roleFields } from './role/fields';
import { renewSession, signAsRole } from './role/roleSigner';

export class AwsChimeSdkVoiceAssumeRoleApi implements ICredentialType {
	name = 'awsChimeSdkVoiceAssumeRoleApi';

	displayName = 'AWS Chime SDK Voice (Assume Role) API';

	documentationUrl = 'https://example.com/n8n-nodes-aws-chime-sdk-voice#assume-a-role';

	icon: Icon = {
		light: 'file:../nodes/AwsChimeSdkVoice/awsChimeSdkVoice.svg',
		dark: 'file:../nodes/AwsChimeSdkVoice/awsChimeSdkVoice.dark.svg',
	};

	properties: INodeProperties[] = [...accessKeyFields, ...roleFields, endpointField];

	/**
	 * Gets a session of the role; see {@link renewSession}. n8n calls it where the field of the session is
	 * empty, after a refused request, and in every credential test, and stores the result in the credential.
	 * Like `authenticate`, it is a property, because n8n spreads the instance.
	 */
	preAuthentication = async function (
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await renewSession(this.helpers, credentials);
	};

	/** Signs a request with the session of the role; see {@link signAsRole}. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signAsRole(requestOptions, credentials, new Date());

	/** Calls GetCallerIdentity with a new session: n8n calls `preAuthentication` before. */
	test = callerIdentityTest;
}
