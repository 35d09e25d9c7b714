import { resolve } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialType, nodeTypeName, roleCredentialType } from './chimeWorkflow';
import { itemSource, type Engine } from './engine';

/** An engine with the node and the credentials of the built package, or of an unpacked one, as n8n's own loader loads them. */
export async function builtEngine(
	data: ICredentialDataDecryptedObject,
	folder = resolve(__dirname, '..', '..', '..'),
): Promise<Engine> {
	const loader = new PackageDirectoryLoader(folder);
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
