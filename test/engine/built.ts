/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- loads the built package */
import { resolve } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';

import { credentialType, nodeTypeName } from './chimeWorkflow';
import { itemSource, type Engine } from './engine';

export { credentialType };

/** The node and the credential as they are built, loaded by n8n's own loader. */
export async function loadBuilt(): Promise<{ node: INodeType; credential: ICredentialType }> {
	const loader = new PackageDirectoryLoader(resolve(__dirname, '..', '..'));
	await loader.loadAll();
	const node = loader.getNode('awsChimeSdkVoice').type;
	if (!('execute' in node)) throw new Error('The node cannot be executed.');
	return { node, credential: loader.getCredential(credentialType).type };
}

/** An engine with both, for workflows of chimeWorkflow.ts. */
export async function builtEngine(data: ICredentialDataDecryptedObject): Promise<Engine> {
	const { node, credential } = await loadBuilt();
	return {
		nodeTypes: { 'test.items': itemSource, [nodeTypeName]: node },
		credentialTypes: { [credentialType]: credential },
		credentials: { [credentialType]: data },
	};
}
