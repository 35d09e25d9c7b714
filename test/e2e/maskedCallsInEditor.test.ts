import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, signedIn } from '../support/browser/browser';
import { EditorPage, panel, testId } from '../support/browser/editorPage';
import { closeAtTheEnd } from '../support/cleanup';
import { create, type Stored } from '../support/n8n/editor';
import { programOf } from '../support/n8n/debian';
import type { N8n } from '../support/n8n/n8n';
import { sharedN8n } from '../support/n8n/sharedN8n';
import { waitFor } from '../support/n8n/wait';
import { example } from '../support/n8n/workflows';

let n8n: N8n;
let editor: EditorPage<{ n8n: N8n }>;
let openSession: Stored;

beforeAll(async () => {
	const program = programOf('chromium', 'chromium');
	n8n = await sharedN8n();
	openSession = await create(n8n, await example('masked-calls/open-session.json', {}, n8n.url));
	const browser = await launch(program);
	closeAtTheEnd(async () => await browser.close());
	const folder = await mkdtemp(join(tmpdir(), 'masked-calls-'));
	editor = new EditorPage(await signedIn(browser, n8n, 'light'), { n8n }, folder);
	await editor.resize(1_280, 860);
});

// The panel of Execute Sub-workflow empties its own inputs when it is opened or a workflow is chosen: they come from a node before it.
it.each(['connect-two-parties.json', 'move-proxy-sessions.json'])(
	'%s stays as it is when the workflow that opens sessions is filled in',
	async (file) => {
		const stored = await create(n8n, await example(`masked-calls/${file}`, {}, n8n.url));
		await editor.open(stored);

		await editor.nodeOnCanvas('Settings').dblclick();
		const json = editor.at(`${panel} ${testId('parameter-input-jsonOutput')} .cm-content`);
		const filledIn = (await json.innerText()).replace('REPLACE', openSession.id);
		await json.fill(filledIn);
		await editor.closeNode();
		await editor.nodeOnCanvas('Open a session').dblclick();
		await editor.at(`${panel} ${testId('resource-locator-workflowId')}`).waitFor();
		// Until nothing moves any more: by then, the editor has looked at the chosen workflow.
		await editor.take(file.replace('.json', ''));
		await editor.closeNode();
		await editor.at('body').press('Control+s');

		let saved = stored;
		await waitFor('the workflow', async () => {
			saved = await n8n.rest<Stored>('GET', `/workflows/${stored.id}`);
			return JSON.stringify(nodeIn(saved, 'Settings')).includes(openSession.id);
		});
		expect(nodeIn(saved, 'Open a session')).toEqual(nodeIn(stored, 'Open a session'));
	},
);

function nodeIn({ nodes }: Stored, name: string): unknown {
	return nodes.find((node) => node.name === name)?.parameters;
}
