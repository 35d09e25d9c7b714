import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';

import type { WorkflowDefinition } from '../engine/engine';

/** What a test has the process of an engine do. */
export type Task =
	| { kind: 'describe' }
	| { kind: 'run'; definition: WorkflowDefinition; credential: ICredentialDataDecryptedObject }
	/** Cancels a running workflow, by the number of its message. */
	| { kind: 'cancel'; run: number }
	| { kind: 'search'; method: string; node: INode; credential: ICredentialDataDecryptedObject };

/** What the process of an engine has loaded. */
export interface Description {
	node: string;
	core: string;
	workflow: string;
	/** The folders of all n8n-workflow that were loaded: one, and the node has it from there as well. */
	workflowFolders: string[];
	nodeTypes: string[];
	credentialTypes: string[];
}

export interface Item {
	json: IDataObject;
	/** The input item that it is paired with. */
	input: number | undefined;
}

/** What came of a workflow. */
export interface Outcome {
	status: string;
	error?: { name: string; message: string; httpCode?: string | null; itemIndex?: unknown };
	/** Items per output, by the name of the node. */
	outputs: Record<string, Item[][]>;
}

export interface Message {
	number: number;
	task: Task;
}

/** One answer for each message. */
export type Reply = { number: number } & ({ result: unknown } | { failure: string });
