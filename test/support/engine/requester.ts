import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../../credentials/AwsChimeSdkVoiceApi.credentials';
import { itemSource, startWorkflow } from './engine';
import { node } from '../workflow';

/** The helper of either dialect. */
export type Helper = 'httpRequestWithAuthentication' | 'requestWithAuthentication';

const accessKeyApi = new AwsChimeSdkVoiceApi();

/** Makes one request in n8n's engine, with a helper that signs it. Returns what the helper throws. */
export async function errorOfRequest(
	helper: Helper,
	options: object,
	data: ICredentialDataDecryptedObject,
): Promise<unknown> {
	const [error] = await errorsOfRequests(helper, [options], data);
	return error;
}

/** Makes requests in n8n's engine, all at once. Returns what the helper throws for each. */
export async function errorsOfRequests(
	helper: Helper,
	requests: object[],
	data: ICredentialDataDecryptedObject,
	api: ICredentialType = accessKeyApi,
): Promise<unknown[]> {
	const errors: unknown[] = requests.map(() => undefined);
	const requester: INodeType = {
		description: {
			...itemSource.description,
			credentials: [{ name: api.name, required: true }],
		},
		async execute() {
			const { httpRequestWithAuthentication, requestWithAuthentication } = this.helpers;
			const sent = requests.map(async (options, index) => {
				const request =
					helper === 'requestWithAuthentication'
						? requestWithAuthentication.call(this, api.name, { ...options })
						: httpRequestWithAuthentication.call(this, api.name, { url: '', ...options });
				await request.catch((reason) => (errors[index] = reason));
			});
			await Promise.all(sent);
			return [[]];
		},
	};
	const credentials = { [api.name]: { id: '1', name: 'Chime' } };
	const only = { ...node('Requester', ['requester', 1]), credentials };
	const engine = {
		nodeTypes: { requester },
		credentialTypes: { [api.name]: api },
		credentials: { [api.name]: data },
	};
	const { data: ended } = await startWorkflow(engine, { nodes: [only], connections: {} });
	const { error } = ended.resultData;
	return error ? requests.map(() => error) : errors;
}
