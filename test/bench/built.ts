/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- loads the built package */
import { resolve } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType } from 'n8n-workflow';

export const credentialType = 'awsChimeSdkVoiceApi';

/** The node and the credential as they are built, loaded by n8n's own loader. */
export async function loadBuilt(): Promise<{ node: INodeType; credential: ICredentialType }> {
	const loader = new PackageDirectoryLoader(resolve(__dirname, '..', '..'));
	await loader.loadAll();
	const node = loader.getNode('awsChimeSdkVoice').type;
	if (!('execute' in node)) throw new Error('The node cannot be executed.');
	return { node, credential: loader.getCredential(credentialType).type };
}
