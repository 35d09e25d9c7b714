import type { IDataObject, INode, INodeParameters, OnError } from 'n8n-workflow';

import { byId } from '../support/locator';
import type { WorkflowDefinition } from './engine';

export const nodeName = 'Chime';
export const nodeTypeName = 'n8n-nodes-aws-chime-sdk-voice.awsChimeSdkVoice';
export const credentialType = 'awsChimeSdkVoiceApi';

/** One input item; by default the node takes both ids from it. */
export type InputItem = IDataObject;

export interface ChimeWorkflow {
	items: InputItem[];
	parameters?: INodeParameters;
	onError?: OnError;
	/** Node settings of the workflow, such as `retryOnFail`. */
	settings?: Partial<INode>;
}

/** A workflow of two nodes: the items, and Get Proxy Session over them. */
export function chimeWorkflow({
	items,
	parameters,
	onError,
	settings,
}: ChimeWorkflow): WorkflowDefinition {
	const common = { typeVersion: 1, position: [0, 0] as [number, number] };
	return {
		nodes: [
			{
				...common,
				id: 'items',
				name: 'Items',
				type: 'test.items',
				parameters: { items: JSON.stringify(items) },
			},
			{
				...common,
				id: 'chime',
				name: nodeName,
				type: nodeTypeName,
				credentials: { [credentialType]: { id: '1', name: 'Chime' } },
				parameters: {
					voiceConnectorId: byId('={{ $json.voiceConnectorId }}'),
					proxySessionId: byId('={{ $json.proxySessionId }}'),
					...parameters,
				},
				...(onError === undefined ? {} : { onError }),
				...settings,
			},
		],
		connections: { Items: { main: [[{ node: nodeName, type: 'main', index: 0 }]] } },
	};
}
