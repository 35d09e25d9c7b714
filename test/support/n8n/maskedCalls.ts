import { jsonParse, type INodeParameters } from 'n8n-workflow';

import type { Editor } from './editor';
import type { N8n } from './n8n';
import { drawSecret } from './settings';
import { example, type Credential, type Workflow } from './workflows';

/** What opens the webhooks of the masked calls. */
export const header = { name: 'X-Masked-Calls-Key', value: drawSecret() };

export interface WebhookResponse {
	status: number;
	body: {
		phoneNumber?: string;
		sessionId?: string;
		expiresAt?: string;
		connectTo?: string;
		message?: string;
	};
}

export async function storeHeader({ rest }: Editor): Promise<Credential> {
	return await rest<Credential>('POST', '/credentials', {
		name: 'Header Auth of the masked calls',
		type: 'httpHeaderAuth',
		data: header,
	});
}

/** Sends a request to one of the webhooks. */
export async function post(
	{ url }: Pick<N8n, 'url'>,
	path: string,
	body: object,
	value = header.value,
): Promise<WebhookResponse> {
	const response = await fetch(`${url}/webhook/masked-calls/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', [header.name]: value },
		body: JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, body: text.startsWith('{') ? jsonParse(text) : {} };
}

/** The parameters of the node that creates such a table, with a name of one's own. */
export async function maskedTable(tableName: string): Promise<INodeParameters> {
	const { nodes } = await example('masked-calls/set-up-pool.json', {}, '');
	const kind = tableName.startsWith('masked_numbers') ? 'numbersTable' : 'sessionsTable';
	return { ...nodes.find(({ id }) => id === kind)?.parameters, tableName };
}

/** Fills in the IDs in the node Settings of a workflow, and the table of sessions where it is to be chosen. */
export function filledInWith(ids: Record<string, string>): (workflow: Workflow) => Workflow {
	return (workflow) => {
		const text = Object.entries(ids).reduce(
			(json, [name, id]) =>
				json.replace(`\\"${name}\\": \\"REPLACE\\"`, `\\"${name}\\": \\"${id}\\"`),
			JSON.stringify(workflow),
		);
		const chosen = `"dataTableId":{"__rl":true,"mode":"id","value":"${ids.sessionsTable}"}`;
		return jsonParse(
			text.replaceAll('"dataTableId":{"__rl":true,"mode":"list","value":""}', chosen),
		);
	};
}
