import type {
	IConnections,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRunData,
	NodeConnectionType,
} from 'n8n-workflow';

import { byId } from './locator';

export const chimeNode = 'n8n-nodes-aws-chime-sdk-voice.awsChimeSdkVoice';
export const triggerNode = `${chimeNode}Trigger`;
export const credentialType = 'awsChimeSdkVoiceApi';
export const roleCredentialType = 'awsChimeSdkVoiceAssumeRoleApi';

export interface WorkflowDefinition {
	nodes: INode[];
	connections: IConnections;
}

/** A stored credential, as a node refers to it. */
export interface Credential {
	id: string;
	name: string;
}

export function node(
	name: string,
	[nodeType, typeVersion]: [type: string, version: number],
	parameters: INodeParameters = {},
	credential?: Credential,
): INode {
	const type = parameters.authentication === 'assumeRole' ? roleCredentialType : credentialType;
	const credentials = credential && { [type]: credential };
	return { id: name, name, type: nodeType, typeVersion, position: [0, 0], parameters, credentials };
}

/** Node names by node and output: `{ Start: [['One', 'Two']], One: [[], ['Three']] }`. */
export function connect(
	targets: Record<string, string[][]>,
	type: NodeConnectionType = 'main',
): IConnections {
	const connected = (names: string[]) => names.map((name) => ({ node: name, type, index: 0 }));
	return Object.fromEntries(
		Object.entries(targets).map(([name, outputs]) => [name, { [type]: outputs.map(connected) }]),
	);
}

/** The ids of a session, each from the field of the input item that has the parameter's name. */
export const idsFromItem = {
	voiceConnectorId: byId('={{ $json.voiceConnectorId }}'),
	proxySessionId: byId('={{ $json.proxySessionId }}'),
};

interface WithData {
	data: { resultData: { runData: IRunData } };
}

/** The items of a node's first run, per output; none where the node did not run. */
export function outputsOf(run: WithData, nodeName: string): INodeExecutionData[][] {
	const [task] = run.data.resultData.runData[nodeName] ?? [];
	return (task?.data?.main ?? []).map((items) => items ?? []);
}
