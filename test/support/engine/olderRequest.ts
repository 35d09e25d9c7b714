import type { IDataObject, INodeType } from 'n8n-workflow';

import { roleCredentialType } from '../workflow';
import { itemSource } from './engine';

/**
 * Sends a GET request to the `url` of every item, all at once, with the helper and the options of n8n's
 * HTTP Request node. An item says what came of it.
 */
export const olderRequest: INodeType = {
	description: {
		...itemSource.description,
		displayName: 'Older Request',
		name: 'olderRequest',
		group: ['transform'],
		inputs: ['main'],
		properties: [],
		credentials: [{ name: roleCredentialType, required: true }],
	},
	async execute() {
		const { requestWithAuthentication } = this.helpers;
		const results = this.getInputData().map(async ({ json }): Promise<IDataObject> => {
			const options = { uri: String(json.url), method: 'GET' as const, json: false };
			const request = requestWithAuthentication.call(this, roleCredentialType, options);
			return await request.then(
				() => ({ result: 'success' }),
				(error) => ({ result: String(error.message) }),
			);
		});
		return [(await Promise.all(results)).map((json, item) => ({ json, pairedItem: { item } }))];
	},
};
