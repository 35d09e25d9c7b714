import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type INode,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import { editorContext, itemSource } from '../engine/engine';
import { record } from '../record';

export interface TestResult {
	status: 'OK' | 'Error';
	message: string;
}

/**
 * Tests a credential as n8n's `CredentialsTester` does when it is saved: with n8n-core's RoutingNode,
 * over a node that has the credential's request as its only property, and then by the rules.
 */
export async function testCredential(
	credential: ICredentialType,
	data: ICredentialDataDecryptedObject,
): Promise<TestResult> {
	const { request, rules = [] } = credential.test ?? { request: {} };
	const property: INodeProperties = {
		displayName: 'Temp',
		name: 'temp',
		type: 'string',
		default: '',
		routing: { request },
	};
	try {
		const body = await answerTo(credential, property, data);
		for (const { type, properties } of rules) {
			if (type !== 'responseSuccessBody') continue;
			const { key, value, message } = properties;
			if (valueAt(body, key) === value) return { status: 'Error', message };
		}
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: messageOf(error) };
	}
}

async function answerTo(
	credential: ICredentialType,
	property: INodeProperties,
	data: ICredentialDataDecryptedObject,
): Promise<unknown> {
	const { name } = credential;
	const nodeType: INodeType = {
		description: {
			...itemSource.description,
			name: 'noOp',
			credentials: [{ name, required: true }],
			properties: [property],
		},
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [name]: { id: '', name: 'Test' } },
	};
	const engine = {
		nodeTypes: { noOp: nodeType },
		credentialTypes: { [name]: credential },
		credentials: { [name]: data },
	};
	const { workflow, additionalData } = editorContext(engine, node);
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id: '', name: 'Test', type: name, data };
	const [[{ json }]] = (await new RoutingNode(context, nodeType, decrypted).runNode()) ?? [[]];
	return json;
}

/** The value at a path with dots, as lodash's `get` finds it. */
function valueAt(value: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((at, name) => (Object(at) === at ? record(at)[name] : undefined), value);
}

/** What n8n shows: the status of an answer, the code of what went wrong, or its sentence. */
function messageOf(error: unknown): string {
	const { cause } = Object(error);
	if (cause?.response) return cause.response.statusText;
	return cause?.code ?? String(Object(error).message);
}
