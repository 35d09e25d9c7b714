import type { Key } from './chime/signature';
import { key as defaultKey } from './keys';

/** The role of the tests, which the example key may assume. */
export const role = {
	arn: 'arn:aws:iam::111122223333:role/service/n8n-chime',
	trusted: [defaultKey.accessKeyId],
	externalId: 'n8n-42',
};

/** The data of a credential that assumes the role of the tests, without a session. */
export const roleCredentialFor = (endpoint: string, key: Key = defaultKey) => ({
	...credentialFor(endpoint, key),
	roleArn: role.arn,
	externalId: role.externalId,
	roleSessionName: 'n8n',
	durationSeconds: 3_600,
	session: '',
});

/** The data of a credential for a server on loopback. */
export const credentialFor = (endpoint: string, key: Key = defaultKey) => ({
	...key,
	region: 'us-east-1',
	endpoint,
});
