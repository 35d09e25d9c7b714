import { parse } from 'flatted';
import {
	jsonParse,
	type ICredentialType,
	type INodeExecutionData,
	type INodeTypeDescription,
	type IRunExecutionData,
} from 'n8n-workflow';

import { outputsOf } from '../workflow';
import { waitFor } from './wait';
import type { Workflow } from './workflows';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** The descriptions of all types that workflows may use. */
interface Types {
	nodes: INodeTypeDescription[];
	credentials: ICredentialType[];
}

/** n8n's internal API, by the requests of its editor. */
export interface Editor {
	/** Returns the `data` of the response. */
	rest<Data>(method: Method, path: string, body?: object): Promise<Data>;
	/** The types as the editor loads them, in the file that it loads. */
	types<Kind extends keyof Types>(kind: Kind): Promise<Types[Kind]>;
}

/** The owner account of an n8n. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

/** Creates the owner account, which n8n requires first, and stays signed in with it. */
export async function signUp(url: string, owner: Owner): Promise<Editor> {
	return await enter(url, '/owner/setup', owner);
}

/** Signs in with the owner account that an n8n already has. */
export async function signIn(url: string, { email, password }: Owner): Promise<Editor> {
	return await enter(url, '/login', { emailOrLdapLoginId: email, password });
}

async function enter(url: string, path: string, account: object): Promise<Editor> {
	// n8n ties a session to the browser it was opened in.
	const headers = { 'Content-Type': 'application/json', 'browser-id': 'e2e', cookie: '' };
	const send = async (method: Method, path: string, body?: object) => {
		const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
		if (response.ok) return response;
		throw new Error(`${method} ${path}: HTTP ${response.status} ${await response.text()}`);
	};

	const signedUp = await send('POST', `/rest${path}`, account);
	const cookies = signedUp.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
	headers.cookie = cookies.join('; ');
	return {
		rest: async <Data>(method: Method, path: string, body?: object) => {
			const response = await send(method, `/rest${path}`, body);
			return jsonParse<{ data: Data }>(await response.text()).data;
		},
		types: async <Kind extends keyof Types>(kind: Kind) => {
			const response = await send('GET', `/types/${kind}.json`);
			return jsonParse<Types[Kind]>(await response.text());
		},
	};
}

/** A workflow that n8n has taken in. */
export interface Stored extends Workflow {
	id: string;
	versionId: string;
}

/** How a run of a workflow stands: `running`, `success`, `error` … */
export interface Execution {
	id: string;
	status: string;
	/** What started it: `trigger`, `webhook`, `manual`, `integrated` (another workflow) … */
	mode: string;
	startedAt: string;
	stoppedAt: string;
	/** The run that this one is a retry of. */
	retryOf?: string | null;
}

/** Stops the triggers of all workflows. */
export async function unpublishAll(editor: Editor): Promise<void> {
	const filter = encodeURIComponent(JSON.stringify({ active: true }));
	for (const workflow of await editor.rest<Stored[]>('GET', `/workflows?filter=${filter}`))
		await unpublish(editor, workflow);
}

export async function create({ rest }: Editor, workflow: Workflow): Promise<Stored> {
	return await rest<Stored>('POST', '/workflows', workflow);
}

/** Stores other nodes and connections of a workflow. */
export async function update(
	{ rest }: Editor,
	{ id, nodes, connections }: Stored,
): Promise<Stored> {
	return await rest<Stored>('PATCH', `/workflows/${id}`, { nodes, connections });
}

/** From here on, its trigger starts it. A polling trigger has polled once by then. */
export async function publish(editor: Editor, { id, versionId }: Stored): Promise<void> {
	await editor.rest('POST', `/workflows/${id}/activate`, { versionId });
	await untilCarriedOut(editor, id);
}

export async function unpublish(editor: Editor, { id }: Stored): Promise<void> {
	await editor.rest('POST', `/workflows/${id}/deactivate`);
	await untilCarriedOut(editor, id);
}

/** n8n responds before it has started or stopped the triggers of a workflow. */
async function untilCarriedOut({ rest }: Editor, id: string): Promise<void> {
	type Publication = { status: string; triggers: Array<{ errorMessage: string | null }> };
	await waitFor('the publication', async () => {
		const path = `/workflows/${id}/publication-status`;
		const { status, triggers } = await rest<Publication>('GET', path);
		const messages = triggers.map(({ errorMessage }) => errorMessage);
		if (status === 'failed' || status === 'partial') throw new Error(messages.join(', '));
		return status !== 'in_progress';
	});
}

/** Starts a workflow at its trigger, as the editor's button does, and returns how that ended. */
export async function runOnce(editor: Editor, workflow: Stored): Promise<string> {
	const start = workflow.nodes.find(({ type }) => type.endsWith('Trigger'));
	await editor.rest('POST', `/workflows/${workflow.id}/run`, {
		triggerToStartFrom: { name: start?.name },
	});
	const [{ status }] = await endedRuns(editor, workflow);
	return status;
}

/** Stores a workflow, runs it once, and returns what n8n has stored about that. */
export async function execute(editor: Editor, workflow: Workflow) {
	const stored = await create(editor, workflow);
	const status = await runOnce(editor, stored);
	const [run] = await endedRuns(editor, stored);
	return { status, data: { resultData: await resultOf(editor, run) } };
}

/** All runs of a workflow, the newest first, once the last one has ended. */
export async function endedRuns({ rest }: Editor, { id }: Stored): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	let runs: Execution[] = [];
	await waitFor('the end of the runs', async () => {
		const before = runs.length;
		const path = `/executions?filter=${filter}&limit=100`;
		runs = (await rest<{ results: Execution[] }>('GET', path)).results;
		// n8n looks for the running ones and for the others at two moments: one that ends between is in neither.
		if (runs.length === 0 || runs.length !== before) return false;
		return runs.every(({ status }) => !['new', 'running', 'waiting'].includes(status));
	});
	return runs;
}

/** What n8n has stored about a run. */
export async function resultOf(
	{ rest }: Editor,
	{ id }: Pick<Execution, 'id'>,
): Promise<IRunExecutionData['resultData']> {
	const { data } = await rest<{ data: string }>('GET', `/executions/${id}`);
	// n8n writes it as a list whose entries point at each other.
	const { resultData }: IRunExecutionData = parse(data);
	return resultData;
}

/** The items of a node in a run that n8n has stored, per output. */
export async function storedOutputs(
	editor: Editor,
	run: Pick<Execution, 'id'>,
	nodeName: string,
): Promise<INodeExecutionData[][]> {
	return outputsOf({ data: { resultData: await resultOf(editor, run) } }, nodeName);
}
