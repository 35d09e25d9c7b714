import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type INode,
	type INodeType,
} from 'n8n-workflow';

import { editorContext, itemSource } from './engine';
import { record } from '../record';
import { node } from '../workflow';

export interface TestResult {
	status: 'OK' | 'Error';
	message: string;
}

/**
 * Tests a credential as n8n's `CredentialsTester` does when a user saves it: with n8n-core's
 * `RoutingNode`, on a node whose only property is the credential's request, and then by the rules.
 */
export async function testCredential(
	credential: ICredentialType,
	data: ICredentialDataDecryptedObject,
): Promise<TestResult> {
	try {
		const body = await responseOf(credential, data);
		for (const { type, properties } of credential.test?.rules ?? []) {
			if (type !== 'responseSuccessBody') continue;
			const { key, value, message } = properties;
			if (valueAt(body, key) === value) return { status: 'Error', message };
		}
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: messageOf(error) };
	}
}

/** The body of the response to the credential's request. */
async function responseOf(
	credential: ICredentialType,
	data: ICredentialDataDecryptedObject,
): Promise<unknown> {
	const { name } = credential;
	const nodeType = nodeTypeFor(credential);
	const credentials = { [name]: { id: '', name: 'Test' } };
	const temporary = { ...node('Temp-Node', ['noOp', 1]), credentials };
	const engine = {
		nodeTypes: { noOp: nodeType },
		credentialTypes: { [name]: credential },
		credentials: { [name]: data },
	};
	const context = contextOf(temporary, editorContext(engine, temporary));
	const decrypted = { id: '', name: 'Test', type: name, data };
	const [[{ json }]] = (await new RoutingNode(context, nodeType, decrypted).runNode()) ?? [[]];
	return json;
}

function nodeTypeFor({ name, test }: ICredentialType): INodeType {
	const property = {
		displayName: 'Temp',
		name: 'temp',
		type: 'string' as const,
		default: '',
		routing: { request: test?.request },
	};
	return {
		description: {
			...itemSource.description,
			name: 'noOp',
			credentials: [{ name, required: true }],
			properties: [property],
		},
	};
}

function contextOf(
	temporary: INode,
	{ workflow, additionalData }: ReturnType<typeof editorContext>,
): ExecuteContext {
	return new ExecuteContext(
		workflow,
		temporary,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node: temporary, data: {}, source: null },
		[],
	);
}

/** The value at a path with dots, as lodash's `get` finds it. */
function valueAt(value: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((at, name) => (Object(at) === at ? record(at)[name] : undefined), value);
}

/** What n8n shows: the status text of a response, the code of an error, or its message. */
function messageOf(error: unknown): string {
	const { cause } = Object(error);
	if (cause?.response) return cause.response.statusText;
	return cause?.code ?? String(Object(error).message);
}
