/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- loads the built package */
import { resolve } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialType, nodeTypeName, roleCredentialType } from './chimeWorkflow';
import { itemSource, type Engine } from './engine';

/** An engine with the node and the credential as they are built, loaded by n8n's own loader, for workflows of chimeWorkflow.ts. */
export async function builtEngine(data: ICredentialDataDecryptedObject): Promise<Engine> {
	const loader = new PackageDirectoryLoader(resolve(__dirname, '..', '..'));
	await loader.loadAll();
	const node = loader.getNode('awsChimeSdkVoice').type;
	if (!('execute' in node)) throw new Error('The node cannot be executed.');
	return {
		nodeTypes: { 'test.items': itemSource, [nodeTypeName]: node },
		credentialTypes: {
			[credentialType]: loader.getCredential(credentialType).type,
			[roleCredentialType]: loader.getCredential(roleCredentialType).type,
		},
		credentials: { [credentialType]: data, [roleCredentialType]: data },
	};
}
