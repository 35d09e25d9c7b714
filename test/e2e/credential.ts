import type { Chime } from '../chime/server';
import { key } from '../keys';
import type { Editor } from './editor';
import { credentialType, type Credential } from './workflows';

/** Stores a credential with which the node asks the loopback Chime. */
export async function storeCredential({ rest }: Editor, chime: Chime): Promise<Credential> {
	const { id, name } = await rest<Credential>('POST', '/credentials', {
		name: 'AWS Chime SDK Voice account',
		type: credentialType,
		data: { region: 'us-east-1', endpoint: chime.url, sessionToken: '', ...key },
	});
	return { id, name };
}
