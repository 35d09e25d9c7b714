import { randomBytes } from 'node:crypto';

import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import pLimit from 'p-limit';

import { fingerprintOf, toStored } from '../../credentials/role/storedSession';
import { chimeWorkflow, nodeName, nodeTypeName } from '../support/engine/chimeWorkflow';
import { itemSource, outputsOf, startWorkflow, type Engine } from '../support/engine/engine';
import { roleCredentialFor } from '../support/credential';
import { builtEngine } from '../support/engine/builtEngine';
import { sessionIds, voiceConnectorId, type Load, type Client } from './task';

/** As long as those of AWS are. */
const temporaryKey = {
	accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
	secretAccessKey: randomBytes(30).toString('base64'),
	sessionToken: `IQoJb3JpZ2luX2VjE${randomBytes(450).toString('base64')}`,
};

/** The node as it is built, in n8n's engine. */
export const theNode: Client = async (endpoint, load, variant) => {
	const data = roleCredentialFor(endpoint);
	const own = { accessKey: temporaryKey, expiresAt: Date.now() + 3_600_000 };
	const session = toStored(own, fingerprintOf(data)).text;
	const engine = await builtEngine({ ...data, session, ...(variant === 'token' && temporaryKey) });
	const authentication = variant === 'role' ? 'assumeRole' : 'accessKey';
	return prepare(engine, load, { authentication }, { fetchFromLists: variant === 'lists' });
};

/** What n8n's engine itself costs. */
export const theFloor: Client = async (endpoint, load) => {
	const nodeTypes = { [nodeTypeName]: bareNode(endpoint, load) };
	return prepare({ nodeTypes, credentialTypes: {}, credentials: {} }, load);
};

function prepare(
	engine: Engine,
	{ sessions, concurrency }: Load,
	parameters: INodeParameters = {},
	own: INodeParameters = {},
) {
	const items = sessionIds(sessions).map((proxySessionId, item) => ({
		json: { voiceConnectorId, proxySessionId },
		pairedItem: { item },
	}));
	// The items are there before the run begins.
	engine.nodeTypes['test.items'] = { ...itemSource, execute: async () => [items] };
	const options = { maxConcurrency: concurrency, ...own };
	const workflow = chimeWorkflow({ items: [], parameters: { ...parameters, options } });
	return async () => {
		const run = await startWorkflow(engine, workflow);
		if (run.data.resultData.error) throw run.data.resultData.error;
		return outputsOf(run, nodeName)[0];
	};
}

/**
 * A node that does only what every node has to do: for every item it reads the same two parameters,
 * makes one plain request with n8n's helper, and emits items of the same shape. It has no credential
 * and no signature, judges no response, repeats nothing.
 */
function bareNode(endpoint: string, { concurrency }: Load): INodeType {
	const locator = (name: string) => ({
		displayName: name,
		name,
		type: 'resourceLocator' as const,
		default: { mode: 'id', value: '' },
		modes: [{ displayName: 'By ID', name: 'id', type: 'string' as const }],
	});
	const properties = ['voiceConnectorId', 'proxySessionId'].map(locator);
	return {
		description: { ...itemSource.description, group: ['transform'], inputs: ['main'], properties },
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
