import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import codex from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node.json';
import { name as packageName } from '../../package.json';
import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { closeAtTheEnd } from '../support/cleanup';
import { launch, signedIn } from '../support/browser/browser';
import { programOf } from '../support/n8n/debian';
import { EditorPage, foundNode, panel, testId } from '../support/browser/editorPage';
import { startN8n, type N8n } from '../support/n8n/n8n';
import { startSink, type Sink } from '../support/n8n/sink';
import { waitFor } from '../support/n8n/wait';

const ours = 'AWS Chime SDK Voice';
const action = 'Get proxy session';
const dialog = testId('credential-edit-dialog');
const outputPanel = testId('output-panel');
/** What people look for. n8n shows a trigger and its node as one entry, with the words of the node. */
const wanted = [
	...['call', 'phone call', 'phone number', 'number order', 'buy number', 'VoIP', 'SMS'],
	...['SIP trunk', 'trunk', 'monitoring', 'telephony', 'masked number', 'proxy session'],
];
const executeStep = `${panel} ${testId('node-execute-button')} >> nth=0`;
const session = testId('resource-locator-proxySessionId');

let chime: Chime;
let sink: Sink;
let n8n: N8n;
let editor: EditorPage<{ n8n: N8n }>;
const seconds: Array<[step: string, seconds: string]> = [];
let failed = '';

/** A step in the one page of the browser: each begins where the one before has ended. */
function step(title: string, act: () => Promise<void>): void {
	it(title, async () => {
		const start = performance.now();
		if (failed) throw new Error(`The step before has failed: ${failed}`);
		failed = title;
		// A picture says more than the message of a click that found nothing.
		await act().catch(
			async (error) => await editor.take('failed').then(() => Promise.reject(error)),
		);
		failed = '';
		seconds.push([title, ((performance.now() - start) / 1_000).toFixed(1)]);
	});
}

beforeAll(async () => {
	const program = programOf('chromium', 'chromium');
	chime = await startChime({ keys: [key] });
	chime.addConnector({ ...sampleSession, Name: 'Rides Seattle' });
	chime.add({ ...sampleSession, Name: 'Ride 4711' });
	sink = await startSink();
	n8n = await startN8n();
	const browser = await launch(program);
	closeAtTheEnd(async () => await browser.close());
	const folder = await mkdtemp(join(tmpdir(), 'newcomer-'));
	editor = new EditorPage(await signedIn(browser, n8n, 'light'), { n8n }, folder);
	await editor.resize(1_280, 860);
});

afterAll(() => console.table(Object.fromEntries(seconds)));

describe('a new user', () => {
	step('installs the package', async () => {
		await editor.goto('/settings/community-nodes');
		await editor.click('button:has-text("Install a community node")');
		await editor.fill(`input${testId('package-name-input')}`, packageName);
		await editor.click(`${testId('user-agreement-checkbox')} >> nth=0`);
		await editor.click(testId('install-community-package-button'));
		await editor.expectTexts(testId('community-package-card'), [
			new RegExp(`${packageName}[^]*2 nodes:`),
		]);
	});

	step('begins with a schedule', async () => {
		await editor.goto('/workflow/new');
		await addNode(testId('canvas-add-button'), 'schedule', 'Schedule Trigger');
		await editor.click(`${testId('fixed-collection-rule')} ${testId('parameter-input-field')}`);
		await editor.chooseOption('Seconds');
		await editor.fill(`${testId('parameter-input-secondsInterval')} input`, '2');
		await editor.closeNode();
	});

	step('finds the node by the words of the trade', async () => {
		for (const words of new Set([...wanted, ...codex.alias])) {
			// The list of the words before may still be there.
			await editor.findNode('no such node');
			await editor.at(`${foundNode}:text-is("${ours}")`).waitFor({ state: 'detached' });
			await editor.findNode(words);
			await editor.at(`${foundNode}:text-is("${ours}") >> nth=0`).waitFor();
		}
	});

	step('finds the node by "masked"', async () => {
		await editor.findNode('masked');
		await editor.expectTexts(foundNode, [ours]);
	});

	step('adds it by what it does', async () => {
		await editor.click(`${foundNode}:text-is("${ours}")`);
		await editor.click(`${foundNode}:text-is("${action}")`);
		await editor.at(panel).waitFor();
	});

	step('learns what is wrong with the credential', async () => {
		await editor.click(`text=Connect to ${ours}`);
		await fillCredential('accessKeyId', key.accessKeyId);
		await fillCredential('secretAccessKey', 'mistyped');
		await fillCredential('endpoint', chime.url);
		await editor.click(testId('credential-save-button'));
		await editor.click(`${dialog} >> text=More details`);
		const advice = `${dialog} >> text=/check that "Secret Access Key" belongs to "Access Key ID"/`;
		await editor.at(`${advice} >> nth=0`).waitFor();
	});

	step('saves the right one', async () => {
		await fillCredential('secretAccessKey', key.secretAccessKey);
		await editor.click(testId('credential-save-button'));
		await editor.at(`${testId('node-credentials-select')} input`).waitFor();
	});

	step('chooses voice connector and session from the lists', async () => {
		for (const [parameter, words] of [
			['voiceConnectorId', 'Rides Seattle'],
			['proxySessionId', 'Ride 4711'],
		]) {
			await editor.list(parameter).open();
			await editor.list(parameter).choose(words);
		}
	});

	step('sees a row for each participant', async () => {
		await editor.click(executeStep);
		await editor.expectTexts(`${outputPanel} table tbody tr td:first-child`, [
			'+12065550100',
			'+14015550101',
		]);
	});

	step('sees why there is nothing for another session', async () => {
		await editor.click(`${session} ${testId('rlc-mode-selector')}`);
		await editor.chooseOption('By ID');
		const input = testId('rlc-input');
		await editor.fill(`${session} input:is(${input}, ${input} *)`, 'status-404');
		await editor.click(executeStep);
		await editor.expectTexts(`${outputPanel} ${testId('node-hint')}`, [
			/^1 of 1 input item failed: 1 at 404 Missing\. The first: NotFoundException: .* \[item 0\]$/,
		]);
		await editor.closeNode();
	});

	step('connects a notification to that output', async () => {
		const handle = `${testId('canvas-node-output-handle')}:has-text("404 Missing")`;
		const plus = `${handle} ${testId('canvas-handle-plus')}`;
		await addNode(plus, 'http request', 'HTTP Request');
		await editor.click('text=Import cURL');
		const body = JSON.stringify({ text: '={{ $json.message }}' });
		await editor.fill(
			testId('import-curl-modal-input'),
			`curl ${sink.url}/chat --header 'Content-Type: application/json' --data '${body}'`,
		);
		await editor.click(testId('import-curl-modal-button'));
		await editor.closeNode();
		expect(sink.received).toEqual([]);
	});

	step('publishes the workflow, and is notified on schedule', async () => {
		await editor.click(testId('workflow-open-publish-modal-button'));
		await editor.click(testId('workflow-publish-button'));
		await waitFor('two notifications', () => sink.received.length >= 2);
		const text = 'One or more of the resources in the request does not exist in the system.';
		expect(sink.received[0]).toEqual({ path: '/chat', body: { text } });
	});
});

/** Adds a node that the list of nodes finds by these words, which opens it. The list opens by a click. */
async function addNode(plus: string, words: string, name: string): Promise<void> {
	await editor.click(plus);
	await editor.at(`${testId('node-creator-search-bar')} >> nth=0`).waitFor();
	await editor.findNode(words);
	await editor.click(`${foundNode}:text-is("${name}")`);
	await editor.at(panel).waitFor();
}

async function fillCredential(field: string, value: string): Promise<void> {
	await editor.fill(`${dialog} ${testId(`parameter-input-${field}`)} input`, value);
}
