import type { INodeParameters, INodeType } from 'n8n-workflow';

import { outputsOf, startWorkflow, type Engine, type WorkflowDefinition } from '../engine/engine';
import { key } from '../keys';
import { bareNode } from './bareNode';
import { credentialType, loadBuilt } from './built';
import { sessionIds, voiceConnectorId, type Load, type Subject } from './task';

const common = { typeVersion: 1, position: [0, 0] as [number, number] };
const locator = (field: string) => ({ __rl: true, mode: 'id', value: `={{ $json.${field} }}` });
const ids = {
	voiceConnectorId: locator('voiceConnectorId'),
	proxySessionId: locator('proxySessionId'),
};

/** The node as it is built, in n8n's engine. */
export const theNode: Subject = async (endpoint, load) => {
	const { node, credential } = await loadBuilt();
	const engine = {
		nodeTypes: { items: itemsFor(load), subject: node },
		credentialTypes: { [credentialType]: credential },
		credentials: { [credentialType]: { ...key, region: 'us-east-1', endpoint } },
	};
	const options = { maxConcurrency: load.concurrency };
	return async () => await runIn(engine, workflow({ ...ids, options }));
};

/** What n8n's engine itself costs: see {@link bareNode}. */
export const theFloor: Subject = async (endpoint, load) => {
	const engine = {
		nodeTypes: { items: itemsFor(load), subject: bareNode(endpoint, load.concurrency) },
		credentialTypes: {},
		credentials: {},
	};
	return async () => await runIn(engine, workflow(ids));
};

async function runIn(engine: Engine, definition: WorkflowDefinition): Promise<unknown[]> {
	const run = await startWorkflow(engine, definition);
	if (run.data.resultData.error) throw run.data.resultData.error;
	return outputsOf(run, 'Subject')[0];
}

/** Emits items that are there before the run begins. */
function itemsFor({ sessions }: Load): INodeType {
	const items = sessionIds(sessions).map((proxySessionId, item) => ({
		json: { voiceConnectorId, proxySessionId },
		pairedItem: { item },
	}));
	return {
		description: {
			displayName: 'Items',
			name: 'items',
			group: ['trigger'],
			version: 1,
			description: 'Emits the sessions to ask for',
			defaults: { name: 'Items' },
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => [items],
	};
}

function workflow(parameters: INodeParameters): WorkflowDefinition {
	return {
		nodes: [
			{ ...common, id: 'items', name: 'Items', type: 'items', parameters: {} },
			{
				...common,
				id: 'subject',
				name: 'Subject',
				type: 'subject',
				credentials: { [credentialType]: { id: '1', name: 'Chime' } },
				parameters,
			},
		],
		connections: { Items: { main: [[{ node: 'Subject', type: 'main', index: 0 }]] } },
	};
}
