import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
	jsonParse,
	type INode,
	type INodeParameters,
	type IPinData,
	type IWorkflowSettings,
} from 'n8n-workflow';

import { sampleSession } from '../chime/server';
import { ids } from '../../operations/values';
import { byId } from '../locator';
import {
	chimeNode,
	credentialType,
	node,
	roleCredentialType,
	type Credential,
	type WorkflowDefinition,
} from '../workflow';

export {
	chimeNode,
	connect,
	credentialType,
	node,
	roleCredentialType,
	triggerNode,
	type Credential,
} from '../workflow';

export interface Workflow extends WorkflowDefinition {
	id?: string;
	name: string;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

const examples = join(__dirname, '..', '..', '..', 'examples');

export function trigger(name: string): INode {
	return node(name, ['n8n-nodes-base.manualTrigger', 1]);
}

/** Starts its workflow every second, once that is published. */
export function everySecond(name: string): INode {
	const rule = { interval: [{ field: 'seconds', secondsInterval: 1 }] };
	return node(name, ['n8n-nodes-base.scheduleTrigger', 1.2], { rule });
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

/** A node of this package, or an HTTP Request node with its credential, that assumes a role instead. */
export function asRole(original: INode, credential: Credential): INode {
	const { nodeCredentialType } = original.parameters;
	const chosen = nodeCredentialType
		? { nodeCredentialType: roleCredentialType }
		: { authentication: 'assumeRole' };
	return {
		...original,
		parameters: { ...original.parameters, ...chosen },
		credentials: { [roleCredentialType]: credential },
	};
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

export const exampleFiles = readdirSync(examples).filter((file) => file.endsWith('.json'));

/** What is chosen where an example leaves a locator empty. */
const choices: Record<string, string> = {
	voiceConnectorId: sampleSession.VoiceConnectorId,
	proxySessionId: sampleSession.ProxySessionId,
	sipMediaApplicationId: ids.sipMediaApplicationId,
};

/** An example with what its user has to put in: credentials by type, choices, the host of the web hooks, and n8n's own. */
export async function example(
	file: string,
	stored: Record<string, Credential>,
	webHooks: string,
	n8n = webHooks,
): Promise<Workflow> {
	const workflow = jsonParse<Workflow>(await readFile(join(examples, file), 'utf8'));
	const nodes = workflow.nodes.map(({ credentials = {}, parameters, ...others }) => ({
		...others,
		credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, stored[type]])),
		parameters: { ...parameters, ...chosen(parameters), ...atHost(webHooks, n8n, parameters) },
	}));
	return { ...workflow, nodes };
}

function chosen(parameters: INodeParameters): INodeParameters {
	const empty = Object.keys(choices).filter((name) => Object(parameters[name]).value === '');
	return Object.fromEntries(empty.map((name) => [name, byId(choices[name])]));
}

function atHost(webHooks: string, n8n: string, { url }: INodeParameters): INodeParameters {
	if (typeof url !== 'string' || !URL.canParse(url)) return {};
	const { hostname, pathname, search } = new URL(url);
	if (!hostname.endsWith('.example.com')) return {};
	return { url: `${hostname === 'n8n.example.com' ? n8n : webHooks}${pathname}${search}` };
}
