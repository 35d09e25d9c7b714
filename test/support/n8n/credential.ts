import type { Chime } from '../chime/server';
import { credentialFor, roleCredentialFor } from '../credential';
import type { Editor } from './editor';
import { drawSecret } from './settings';
import { credentialType, roleCredentialType, type Credential } from './workflows';

/** Stores a credential with which the node sends requests to the loopback Chime. */
export async function storeCredential(
	editor: Editor,
	{ url }: Pick<Chime, 'url'>,
): Promise<Credential> {
	const data = { sessionToken: '', ...credentialFor(url) };
	return await store(editor, 'AWS Chime SDK Voice account', credentialType, data);
}

/** Stores a credential with which the node assumes the role of the loopback STS. */
export async function storeRoleCredential(
	editor: Editor,
	{ url }: Pick<Chime, 'url'>,
): Promise<Credential> {
	const data = { sessionToken: '', ...roleCredentialFor(url) };
	return await store(editor, 'AWS Chime SDK Voice role', roleCredentialType, data);
}

/** Stores what the examples open their own webhooks with. */
export async function storeHeaderAuth(editor: Editor): Promise<Credential> {
	const data = { name: 'X-Check-Key', value: drawSecret() };
	return await store(editor, 'Header Auth of the checks', 'httpHeaderAuth', data);
}

/** The login of the form of an example. */
export const formLogin = { user: 'olive', password: drawSecret() };

export async function storeBasicAuth(editor: Editor): Promise<Credential> {
	return await store(editor, 'Basic Auth of the form', 'httpBasicAuth', formLogin);
}

async function store(
	{ rest }: Editor,
	name: string,
	type: string,
	data: object,
): Promise<Credential> {
	const { id } = await rest<Credential>('POST', '/credentials', { name, type, data });
	return { id, name };
}
