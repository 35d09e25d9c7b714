import 'reflect-metadata';

import { createRequire } from 'node:module';

import {
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LoadOptionsContext,
	PollContext,
	PollTriggerExecutor,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { closeAtTheEnd } from '../cleanup';
import type { WorkflowDefinition } from '../workflow';

export { outputsOf, type WorkflowDefinition } from '../workflow';

/** Everything that a workflow needs to run in n8n's engine, without the rest of n8n. */
export interface Engine {
	nodeTypes: Record<string, INodeType>;
	credentialTypes: Record<string, ICredentialType>;
	/** The data of the one credential of each type; absent: the credential does not exist. */
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** Of the execution; n8n gives every execution one. */
	executionId?: string;
	/** Told when a credential is stored anew. */
	onStored?: (type: string) => void;
}

/** Emits the items that its parameter holds, in the place of a trigger. */
export const itemSource: INodeType = {
	description: {
		displayName: 'Items',
		name: 'items',
		group: ['trigger'],
		version: 1,
		description: 'Emits the given items',
		defaults: { name: 'Items' },
		inputs: [],
		outputs: ['main'],
		properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
	},
	async execute() {
		const items = this.getNodeParameter('items', 0);
		const jsons: unknown = typeof items === 'string' ? JSON.parse(items) : items;
		if (!Array.isArray(jsons)) throw new Error('items must be a list');
		return [jsons.map((json, item) => ({ json, pairedItem: { item } }))];
	},
};

class Credentials extends ICredentialsHelper {
	constructor(private readonly engine: Engine) {
		super();
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override async authenticate(
		data: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.engine.credentialTypes[type];
		if (typeof authenticate !== 'function') throw new Error(`${type} has no authenticate`);
		// The type of n8n's own dialect, for both: n8n makes the same claim at this point.
		return await authenticate(data, options as IHttpRequestOptions);
	}

	/** As n8n's `CredentialsHelper` does. */
	override async preAuthentication(
		helpers: IHttpRequestHelper,
		data: ICredentialDataDecryptedObject,
		type: string,
		{ parameters, type: nodeType }: INode,
		isExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication, properties } = this.engine.credentialTypes[type];
		const expirable = properties.find(({ typeOptions }) => typeOptions?.expirable)?.name;
		if (expirable === undefined || !preAuthentication) return undefined;
		const isTest = parameters.temp === '' && nodeType === 'noOp';
		if (data[expirable] !== '' && !isExpired && !isTest) return undefined;
		const { httpRequest } = helpers.helpers;
		const output = await preAuthentication.call({ helpers: { httpRequest } }, data);
		if (output[expirable] === undefined) return undefined;
		this.engine.credentials[type] = { ...this.engine.credentials[type], ...own(output) };
		this.engine.onStored?.(type);
		return Object.assign(data, output);
	}

	override async runPreAuthentication(): Promise<undefined> {}

	override async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.engine.credentials[type];
		if (!data) throw new Error(`Credential of type "${type}" does not exist.`);
		// n8n decrypts anew for every call: nobody shares the object.
		return structuredClone(data);
	}

	override getCredentials = absent('getCredentials');

	override updateCredentials = absent('updateCredentials');

	override updateCredentialsOauthTokenData = absent('updateCredentialsOauthTokenData');

	override getCredentialsProperties() {
		return [];
	}
}

/** A copy for the database, which shares no object with the run. */
function own(output: IDataObject): ICredentialDataDecryptedObject {
	return JSON.parse(JSON.stringify(output));
}

function typesOf({ nodeTypes }: Engine): INodeTypes {
	const byName = (name: string) => {
		if (!nodeTypes[name]) throw new Error(`There is no node type "${name}".`);
		return nodeTypes[name];
	};
	return { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) };
}

/** For members that no test needs: to reach one is a finding, and it says which one. */
function absent(name: string) {
	return () => {
		throw new Error(`The engine of the tests has no "${name}".`);
	};
}

function additionalDataOf(engine: Engine, workflowData: IWorkflowBase) {
	const address = 'http://localhost:5678';
	return {
		credentialsHelper: new Credentials(engine),
		hooks: new ExecutionLifecycleHooks('manual', 'test', workflowData),
		externalSecretsProxy: new ExternalSecretsProxy(),
		currentNodeExecutionIndex: 0,
		executionId: engine.executionId,
		variables: {},
		restApiUrl: address,
		instanceBaseUrl: address,
		formBaseUrl: address,
		formWaitingBaseUrl: address,
		formTestBaseUrl: address,
		webhookBaseUrl: address,
		webhookWaitingBaseUrl: address,
		webhookTestBaseUrl: address,
		mcpBaseUrl: address,
		mcpTestBaseUrl: address,
		executeWorkflow: absent('executeWorkflow'),
		getRunExecutionData: absent('getRunExecutionData'),
		getRuntimeCredential: absent('getRuntimeCredential'),
		logAiEvent: absent('logAiEvent'),
		startRunnerTask: absent('startRunnerTask'),
	};
}

function workflowOf(
	engine: Engine,
	{ nodes, connections }: WorkflowDefinition,
	staticData?: IDataObject,
): Workflow {
	return new Workflow({
		id: 'test',
		nodes,
		connections,
		active: false,
		nodeTypes: typesOf(engine),
		staticData,
		settings: { executionOrder: 'v1' },
	});
}

function workflowDataOf({ nodes, connections }: WorkflowDefinition): IWorkflowBase {
	return {
		id: 'test',
		name: 'test',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes,
		connections,
	};
}

/** What n8n hands to a list that the editor asks for, with the node's parameters as they stand there. */
export function editorContext(engine: Engine, node: INode): LoadOptionsContext {
	const definition = { nodes: [node], connections: {} };
	const additionalData = {
		...additionalDataOf(engine, workflowDataOf(definition)),
		// The editor also sends what has its default.
		currentNodeParameters: { authentication: 'accessKey', ...node.parameters },
	};
	return new LoadOptionsContext(workflowOf(engine, definition), node, additionalData, '');
}

/** Starts a whole workflow in n8n-core's WorkflowExecute; the promise can be cancelled. */
export function startWorkflow(engine: Engine, definition: WorkflowDefinition) {
	const workflow = workflowOf(engine, definition);
	const additionalData = additionalDataOf(engine, workflowDataOf(definition));
	const start = definition.nodes.find(({ name }) => workflow.getParentNodes(name).length === 0);
	if (!start) throw new Error('The workflow has no node to start from.');
	const execute = new WorkflowExecute(additionalData, 'manual', createRunExecutionData({}));
	const run = execute.run({ workflow, startNode: start });
	// To cancel does nothing to a run that has ended.
	const end = closeAtTheEnd(async () => run.cancel());
	void run.then(end, end);
	return run;
}

type PollContextGiven = ConstructorParameters<typeof PollContext>;

function pollContext(
	engine: Engine,
	node: INode,
	staticData: IDataObject,
	mode: WorkflowExecuteMode,
	given: PollContextGiven extends [unknown, unknown, unknown, unknown, unknown, ...infer Rest]
		? Rest
		: never,
) {
	const definition = { nodes: [node], connections: {} };
	const workflow = workflowOf(engine, definition, staticData);
	const additionalData = additionalDataOf(engine, workflowDataOf(definition));
	const context = new PollContext(workflow, node, additionalData, mode, 'activate', ...given);
	return { workflow, context };
}

/** One poll of a trigger, in engines of every version: what it returns, and what n8n has to remember. */
export async function pollOnce(engine: Engine, node: INode, staticData: IDataObject) {
	const { workflow, context } = pollContext(engine, node, staticData, 'trigger', []);
	const { poll } = engine.nodeTypes[node.type];
	if (!poll) throw new Error(`${node.type} does not poll.`);
	const outputs = await poll.call(context);
	const items = outputs?.[0].map(({ json }) => json) ?? null;
	return { items, staticData: workflow.staticData };
}

/** The services of n8n-core, which has its own copy of the package. */
interface Services {
	Container: { get<T>(service: abstract new (...given: never[]) => T): T };
}
const { Container }: Services = createRequire(require.resolve('n8n-core'))('@n8n/di');

/** What happens to what a polling trigger returns and throws, and how long it may take. */
export interface Polling {
	mode?: WorkflowExecuteMode;
	emit(items: INodeExecutionData[]): void;
	emitError(error: Error): void;
	/** Milliseconds. */
	budget?: number;
}

/** A published workflow that begins with a polling trigger, whose ticks the caller starts. */
export function pollingWorkflow(
	engine: Engine,
	node: INode,
	staticData: IDataObject,
	{ mode = 'trigger', emit, emitError, budget }: Polling,
) {
	const { workflow, context } = pollContext(engine, node, staticData, mode, [
		([items]) => emit(items),
		emitError,
		...([undefined, undefined, undefined] as const),
		budget === undefined ? undefined : () => budget,
	]);
	const executor = Container.get(PollTriggerExecutor);
	return { workflow, tick: executor.create(workflow, node, context, () => true) };
}
