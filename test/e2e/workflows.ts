/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the examples for the tests, never part of the package */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
	jsonParse,
	type IConnections,
	type INode,
	type INodeParameters,
	type IWorkflowSettings,
} from 'n8n-workflow';

import { byId } from '../support/locator';

export interface Workflow {
	id?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

/** A stored credential, as a node refers to it. */
export interface Credential {
	id: string;
	name: string;
}

export const chimeNode = 'n8n-nodes-aws-chime-sdk-voice.awsChimeSdkVoice';
export const credentialType = 'awsChimeSdkVoiceApi';

const examples = join(__dirname, '..', '..', 'examples');

export function node(
	name: string,
	[type, typeVersion]: [type: string, version: number],
	parameters: INodeParameters,
	credential?: Credential,
): INode {
	const credentials = credential && { [credentialType]: credential };
	return { id: name, name, type, typeVersion, position: [0, 0], parameters, credentials };
}

/** Node names by node and output: `{ Start: [['One', 'Two']], One: [[], ['Three']] }`. */
export function connect(targets: Record<string, string[][]>): IConnections {
	const main = (outputs: string[][]) => ({
		main: outputs.map((names) =>
			names.map((name) => ({ node: name, type: 'main' as const, index: 0 })),
		),
	});
	return Object.fromEntries(
		Object.entries(targets).map(([name, outputs]) => [name, main(outputs)]),
	);
}

export function trigger(name: string): INode {
	return node(name, ['n8n-nodes-base.manualTrigger', 1], {});
}

/** Starts its workflow when one fails that names it as its error workflow. */
export function errorTrigger(name: string): INode {
	return node(name, ['n8n-nodes-base.errorTrigger', 1], {});
}

/** Starts its workflow every second, once that is published. */
export function everySecond(name: string): INode {
	const rule = { interval: [{ field: 'seconds', secondsInterval: 1 }] };
	return node(name, ['n8n-nodes-base.scheduleTrigger', 1.2], { rule });
}

/** Starts its workflow when another one calls it. */
export function calledTrigger(name: string): INode {
	return node(name, ['n8n-nodes-base.executeWorkflowTrigger', 1.1], { inputSource: 'passthrough' });
}

/** Calls another workflow once for each item, and does not wait for it. */
export function callForEach(name: string, workflowId: string): INode {
	const called = byId(workflowId);
	const options = { waitForSubWorkflow: false };
	return node(name, ['n8n-nodes-base.executeWorkflow', 1.1], {
		source: 'database',
		workflowId: called,
		mode: 'each',
		options,
	});
}

/** One item per entry, with the entry as its field `id`. */
export function itemsOf(ids: string[]): INode[] {
	const jsonOutput = JSON.stringify({ id: ids });
	return [
		node('List', ['n8n-nodes-base.set', 3.4], { mode: 'raw', jsonOutput, options: {} }),
		node('Items', ['n8n-nodes-base.splitOut', 1], { fieldToSplitOut: 'id', options: {} }),
	];
}

/** Gets the proxy session whose id is the item's `id`. */
export function getProxySession(
	name: string,
	voiceConnectorId: string,
	credential: Credential,
): INode {
	return node(
		name,
		[chimeNode, 1],
		{
			resource: 'proxySession',
			operation: 'get',
			voiceConnectorId: byId(voiceConnectorId),
			proxySessionId: byId('={{ $json.id }}'),
			output: 'participants',
			errors: 'outputs',
			options: {},
		},
		credential,
	);
}

/** Posts the result of an expression as JSON. */
export function notify(name: string, url: string, expression: string): INode {
	const jsonBody = `={{ JSON.stringify(${expression}) }}`;
	return httpRequest(name, { method: 'POST', url, ...jsonBodyOf(jsonBody) });
}

/** n8n's own HTTP Request node; with a credential, the requests are signed by it. */
export function httpRequest(
	name: string,
	parameters: INodeParameters,
	credential?: Credential,
): INode {
	const authentication = credential && {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credentialType,
	};
	const all = { ...parameters, ...authentication, options: {} };
	return node(name, ['n8n-nodes-base.httpRequest', 4.2], all, credential);
}

export function jsonBodyOf(jsonBody: string): INodeParameters {
	return { sendBody: true, specifyBody: 'json', jsonBody };
}

export function queryOf(query: Record<string, string>): INodeParameters {
	const parameters = Object.entries(query).map(([name, value]) => ({ name, value }));
	return { sendQuery: true, queryParameters: { parameters } };
}

export const exampleFiles = readdirSync(examples).filter((file) => file.endsWith('.json'));

/** An example with what its user has to put in: credentials by type, the host of the web hooks, and n8n's own. */
export async function example(
	file: string,
	stored: Record<string, Credential>,
	webHooks: string,
	n8n = webHooks,
): Promise<Workflow> {
	const workflow = jsonParse<Workflow>(await readFile(join(examples, file), 'utf8'));
	const nodes = workflow.nodes.map(({ credentials = {}, parameters, ...rest }) => ({
		...rest,
		credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, stored[type]])),
		parameters: { ...parameters, ...atHost(webHooks, n8n, parameters) },
	}));
	return { ...workflow, nodes };
}

function atHost(webHooks: string, n8n: string, { url }: INodeParameters): INodeParameters {
	if (typeof url !== 'string' || !URL.canParse(url)) return {};
	const { hostname, pathname, search } = new URL(url);
	if (!hostname.endsWith('.example.com')) return {};
	return { url: `${hostname === 'n8n.example.com' ? n8n : webHooks}${pathname}${search}` };
}
