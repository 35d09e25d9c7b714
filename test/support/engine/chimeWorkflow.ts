import type { IDataObject, INode, INodeParameters, OnError } from 'n8n-workflow';

import { sampleSession } from '../chime/server';
import {
	chimeNode as nodeTypeName,
	connect,
	credentialType,
	idsFromItem,
	node,
	roleCredentialType,
	type WorkflowDefinition,
} from '../workflow';

export { credentialType, nodeTypeName, roleCredentialType };
export const nodeName = 'Chime';

/** One input item; by default the node takes both ids from it. */
export type InputItem = IDataObject;

/** An input item for one session of the sample's voice connector. */
export const itemFor = (proxySessionId: string) => ({
	voiceConnectorId: sampleSession.VoiceConnectorId,
	proxySessionId,
});

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
	const all = { ...idsFromItem, ...parameters };
	const chime = node(nodeName, [nodeTypeName, 1], all, { id: '1', name: 'Chime' });
	return {
		nodes: [
			node('Items', ['test.items', 1], { items: JSON.stringify(items) }),
			{ ...chime, ...(onError && { onError }), ...settings },
		],
		connections: connect({ Items: [[nodeName]] }),
	};
}
