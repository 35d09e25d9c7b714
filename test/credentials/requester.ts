import type { ICredentialDataDecryptedObject, INode, INodeType } from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { itemSource, startWorkflow } from '../engine/engine';

/** The helper of either dialect. */
export type Helper = 'httpRequestWithAuthentication' | 'requestWithAuthentication';

const api = new AwsChimeSdkVoiceApi();
const credentialType = api.name;

const node: INode = {
	id: '1',
	name: 'Requester',
	type: 'requester',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	credentials: { [credentialType]: { id: '1', name: 'Chime' } },
};

/** Makes one request in n8n's engine, with a helper that signs it. Returns what the helper throws. */
export async function errorOfRequest(
	helper: Helper,
	options: object,
	data: ICredentialDataDecryptedObject,
): Promise<unknown> {
	let error: unknown;
	const requester: INodeType = {
		description: {
			...itemSource.description,
			credentials: [{ name: credentialType, required: true }],
		},
		async execute() {
			const { httpRequestWithAuthentication, requestWithAuthentication } = this.helpers;
			const request =
				helper === 'requestWithAuthentication'
					? requestWithAuthentication.call(this, credentialType, { ...options })
					: httpRequestWithAuthentication.call(this, credentialType, { url: '', ...options });
			await request.catch((reason) => (error = reason));
			return [[]];
		},
	};
	const engine = {
		nodeTypes: { [node.type]: requester },
		credentialTypes: { [credentialType]: api },
		credentials: { [credentialType]: data },
	};
	const run = await startWorkflow(engine, { nodes: [node], connections: {} });
	return run.data.resultData.error ?? error;
}
