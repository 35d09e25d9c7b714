import { jsonParse, type INode } from 'n8n-workflow';

import type { formLogin } from './credential';
import { publish, type Stored } from './editor';
import type { N8n } from './n8n';
import { waitFor } from './wait';
import type { Workflow } from './workflows';

type Login = typeof formLogin;

/** The last page of a form. */
export interface Ending {
	title: string;
	message: string;
}

export function hasForm({ nodes }: Workflow): boolean {
	return nodes.some(isForm);
}

/** Publishes a workflow and returns the address of its form, once it requires a login. */
export async function publishForm(n8n: N8n, workflow: Stored): Promise<string> {
	const { path } = Object(workflow.nodes.find(isForm)?.parameters.options);
	const address = `${n8n.url}/form/${path}`;
	await publish(n8n, workflow);
	await waitFor('the form', async () => (await statusForStrangers(address, 'GET')) === 401);
	return address;
}

/** Of a published form, for whoever has not logged in. */
export async function statusForStrangers(url: string, method: 'GET' | 'POST'): Promise<number> {
	const body = method === 'POST' ? new FormData() : undefined;
	return (await fetch(url, { method, body })).status;
}

/**
 * Opens a published form in the way of a browser, fills in its fields in their order, sends it off,
 * and reads the page that follows.
 */
export async function submit(url: string, login: Login, values: string[]): Promise<Ending> {
	const token = await open(url, login);
	const body = new FormData();
	values.forEach((value, index) => body.set(`field-${index}`, value));
	const response = await textFrom(url, {
		method: 'POST',
		body,
		headers: { 'x-auth-token': token },
	});

	const { pathname, search } = new URL(
		jsonParse<{ formWaitingUrl: string }>(response).formWaitingUrl,
	);
	// n8n calls itself localhost, where nothing need listen.
	const page = new URL(pathname, url);
	page.search = search;
	await waitForPage(page);
	const ending = endingIn(await textFrom(page));
	// The last page says that it has been seen, and with that the run ends.
	await textFrom(page, { method: 'POST' });
	return ending;
}

/** Returns the token in the page, which proves that somebody logged in to open it. */
async function open(url: string, { user, password }: Login): Promise<string> {
	const page = await textFrom(url, {
		headers: { Authorization: `Basic ${btoa(`${user}:${password}`)}` },
	});
	return textIn(page, /const authToken = '([^']+)'/);
}

function isForm({ type }: INode): boolean {
	return type === 'n8n-nodes-base.formTrigger';
}

async function waitForPage(page: URL): Promise<void> {
	const status = new URL(page);
	status.pathname += '/n8n-execution-status';
	await waitFor('the last page of the form', async () => {
		const current = await textFrom(status);
		if (['error', 'crashed', 'canceled', 'success'].includes(current))
			throw new Error(`The run of the form ended without a page: ${current}`);
		return current === 'form-waiting';
	});
}

function endingIn(html: string): Ending {
	return {
		title: textIn(html, /<h1>([^<]*)<\/h1>/),
		message: textIn(html, /<p style="white-space: pre-line;">([^<]*)<\/p>/),
	};
}

async function textFrom(url: URL | string, request?: RequestInit): Promise<string> {
	const response = await fetch(url, request);
	const text = await response.text();
	if (response.ok) return text;
	throw new Error(`${request?.method ?? 'GET'} ${String(url)}: HTTP ${response.status} ${text}`);
}

function textIn(html: string, pattern: RegExp): string {
	const [, found] = pattern.exec(html) ?? [];
	if (found === undefined) throw new Error(`No ${String(pattern)} in ${html}`);
	return found;
}
