import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import pLimit from 'p-limit';

import { sessionIds, voiceConnectorId } from '../chime/fastServer';
import { builtEngine } from '../engine/built';
import { chimeWorkflow, nodeName, nodeTypeName } from '../engine/chimeWorkflow';
import { itemSource, outputsOf, startWorkflow, type Engine } from '../engine/engine';
import { credentialFor } from '../support/credential';
import type { Load } from './plan';

/** Prepares a load; the function that is returned runs it and resolves with the items. */
export type Subject = (endpoint: string, load: Load) => Promise<() => Promise<unknown[]>>;

/** The node as it is built, in n8n's engine. */
export const theNode: Subject = async (endpoint, load) =>
	running(await builtEngine(credentialFor(endpoint)), load, {
		options: { maxConcurrency: load.concurrency },
	});

/** What n8n's engine itself costs. */
export const theFloor: Subject = async (endpoint, load) => {
	const nodeTypes = { 'test.items': itemSource, [nodeTypeName]: bareNode(endpoint, load) };
	return running({ nodeTypes, credentialTypes: {}, credentials: {} }, load, {});
};

function running(engine: Engine, { sessions }: Load, parameters: INodeParameters) {
	const items = sessionIds(sessions).map((proxySessionId) => ({
		voiceConnectorId,
		proxySessionId,
	}));
	const json = items.map((item, index) => ({ json: item, pairedItem: { item: index } }));
	// The items are there before the run begins.
	engine.nodeTypes['test.items'] = { ...itemSource, execute: async () => [json] };
	const workflow = chimeWorkflow({ items: [], parameters });
	return async () => {
		const run = await startWorkflow(engine, workflow);
		if (run.data.resultData.error) throw run.data.resultData.error;
		return outputsOf(run, nodeName)[0];
	};
}

/**
 * A node that does only what every node must do: for every item it reads the same two parameters, makes
 * one plain request with n8n's helper, and emits items of the same shape. It has no credential and no
 * signature, and repeats nothing.
 */
function bareNode(endpoint: string, { concurrency }: Load): INodeType {
	const locator = (name: string) => ({
		displayName: name,
		name,
		type: 'resourceLocator' as const,
		default: { mode: 'id', value: '' },
		modes: [{ displayName: 'By ID', name: 'id', type: 'string' as const }],
	});
	return {
		description: {
			...itemSource.description,
			name: 'bare',
			group: ['transform'],
			inputs: ['main'],
			properties: ['voiceConnectorId', 'proxySessionId'].map(locator),
		},
		async execute() {
			const { httpRequest } = this.helpers;
			const read = (name: string, item: number) =>
				String(this.getNodeParameter(name, item, '', { extractValue: true }));
			const items = await pLimit(concurrency).map(this.getInputData().keys(), async (item) => {
				const connector = read('voiceConnectorId', item);
				const url = `${endpoint}/voice-connectors/${connector}/proxy-sessions/${read('proxySessionId', item)}`;
				const { ProxySession } = await httpRequest({ url, json: true });
				const { Participants, ...session } = ProxySession;
				return Participants.map(({ PhoneNumber, ProxyPhoneNumber }: IDataObject) => ({
					json: { PhoneNumber, ProxyPhoneNumber, ...session },
					pairedItem: { item },
				}));
			});
			return [items.flat()];
		},
	};
}
