import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IRun,
} from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../../../credentials/AwsChimeSdkVoiceApi.credentials';
import { AwsChimeSdkVoiceAssumeRoleApi } from '../../../credentials/AwsChimeSdkVoiceAssumeRoleApi.credentials';
import { AwsChimeSdkVoice } from '../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import {
	chimeWorkflow,
	credentialType,
	nodeName,
	nodeTypeName,
	roleCredentialType,
	type ChimeWorkflow,
} from './chimeWorkflow';
import { itemSource, outputsOf, startWorkflow, type Engine } from './engine';
import { nodeIn, type SimulatedWorld } from './simulatedWorld';

export * from './chimeWorkflow';

export interface NodeRun extends ChimeWorkflow {
	credential?: ICredentialDataDecryptedObject;
	/** In the place of this machine's clock, sleep and chance. */
	world?: SimulatedWorld;
	/** Runs with the same id are nodes of one execution. */
	executionId?: string;
}

export interface NodeResult {
	run: IRun;
	/** Items per output. */
	outputs: INodeExecutionData[][];
	error:
		| (Error & { httpCode?: string | null; description?: string | null; context?: IDataObject })
		| undefined;
}

/** One instance serves all runs, as in n8n. */
const chimeNode = new AwsChimeSdkVoice();

/** The classes as they stand in the sources. */
export function sourceEngine(
	credential: ICredentialDataDecryptedObject | undefined,
	world?: SimulatedWorld,
): Engine {
	return {
		nodeTypes: {
			'test.items': itemSource,
			[nodeTypeName]: world ? nodeIn(world, chimeNode) : chimeNode,
		},
		credentialTypes: {
			[credentialType]: new AwsChimeSdkVoiceApi(),
			[roleCredentialType]: new AwsChimeSdkVoiceAssumeRoleApi(),
		},
		credentials: credential
			? { [credentialType]: credential, [roleCredentialType]: credential }
			: {},
	};
}

/** Runs the node over items in n8n's own engine. */
export async function runNode(nodeRun: NodeRun): Promise<NodeResult> {
	const run = await startWorkflow(
		{
			...sourceEngine(nodeRun.credential, nodeRun.world),
			executionId: nodeRun.executionId,
		},
		chimeWorkflow(nodeRun),
	);
	return { run, outputs: outputsOf(run, nodeName), error: run.data.resultData.error };
}
