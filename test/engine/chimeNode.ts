import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	OnError,
} from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import {
	itemSource,
	outputsOf,
	startWorkflow,
	type Engine,
	type WorkflowDefinition,
} from './engine';
import { nodeIn, type SimulatedWorld } from './simulatedWorld';

export const nodeName = 'Chime';
export const nodeTypeName = 'n8n-nodes-aws-chime-sdk-voice.awsChimeSdkVoice';
export const credentialType = 'awsChimeSdkVoiceApi';

/** One input item; by default the node takes both ids from it. */
export type InputItem = IDataObject;

export interface NodeRun {
	items: InputItem[];
	credential?: ICredentialDataDecryptedObject;
	parameters?: INodeParameters;
	onError?: OnError;
	/** Node settings of the workflow, such as `retryOnFail`. */
	settings?: Partial<INode>;
	/** In the place of this machine's clock, sleep and chance. */
	world?: SimulatedWorld;
}

export interface NodeResult {
	run: IRun;
	/** Items per output. */
	outputs: INodeExecutionData[][];
	error:
		| (Error & { httpCode?: string | null; description?: string | null; context?: IDataObject })
		| undefined;
}

/** The classes as they stand in the sources. */
export function sourceEngine(
	credential: ICredentialDataDecryptedObject | undefined,
	world?: SimulatedWorld,
): Engine {
	const node = world ? nodeIn(world) : new AwsChimeSdkVoice();
	return {
		nodeTypes: { 'test.items': itemSource, [nodeTypeName]: node },
		credentialTypes: { [credentialType]: new AwsChimeSdkVoiceApi() },
		credentials: credential ? { [credentialType]: credential } : {},
	};
}

/** A workflow of two nodes: the items, and Get Proxy Session over them. */
export function chimeWorkflow({
	items,
	parameters,
	onError,
	settings,
}: NodeRun): WorkflowDefinition {
	const common = { typeVersion: 1, position: [0, 0] as [number, number] };
	const locator = (field: string) => ({ __rl: true, mode: 'id', value: `={{ $json.${field} }}` });
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
					voiceConnectorId: locator('voiceConnectorId'),
					proxySessionId: locator('proxySessionId'),
					...parameters,
				},
				...(onError === undefined ? {} : { onError }),
				...settings,
			},
		],
		connections: { Items: { main: [[{ node: nodeName, type: 'main', index: 0 }]] } },
	};
}

/** Runs the node over items in n8n's own engine. */
export async function runNode(nodeRun: NodeRun): Promise<NodeResult> {
	const run = await startWorkflow(
		sourceEngine(nodeRun.credential, nodeRun.world),
		chimeWorkflow(nodeRun),
	);
	return { run, outputs: outputsOf(run, nodeName), error: run.data.resultData.error };
}
