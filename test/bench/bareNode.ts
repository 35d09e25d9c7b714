import type { IDataObject, INodeProperties, INodeType } from 'n8n-workflow';
import pLimit from 'p-limit';

/**
 * A node that does only what no node can do without: for every item it reads the same two
 * parameters, makes one plain request with n8n's helper, and emits items of the same shape. It has
 * no credential and no signature, judges no answer, repeats nothing.
 */
export function bareNode(endpoint: string, concurrency: number): INodeType {
	return {
		description: {
			displayName: 'Bare',
			name: 'bare',
			group: ['transform'],
			version: 1,
			description: 'Makes plain requests',
			defaults: { name: 'Bare' },
			inputs: ['main'],
			outputs: ['main'],
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

function locator(name: string): INodeProperties {
	return {
		displayName: name,
		name,
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
	};
}
