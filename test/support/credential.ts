import type { Key } from '../chime/signature';
import { key as defaultKey } from '../keys';

/** The data of a credential for a server on loopback. */
export const credentialFor = (endpoint: string, key: Key = defaultKey) => ({
	...key,
	region: 'us-east-1',
	endpoint,
});
