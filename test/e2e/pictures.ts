/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a command of the developers, never part of the package */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium, launch, signedIn, testId, type Browser, type Page } from './browser';
import * as canvas from './canvas';
import { create, type Stored } from './editor';
import { actions } from './panels';
import { entry, listOf } from './picker';
import { startPlayground, type Playground } from './playground';
import { expectTexts } from './shown';
import { chimeNode, node, trigger } from './workflows';

const shownExample = 'notify-participants.json';
const images = join(__dirname, '..', '..', 'docs', 'images');
const canvasSize = { width: 1100, height: 880 };
const nodeSize = { width: 1440, height: 820 };
/** Little more than what is chosen from. */
const actionsSize = { width: 1100, height: 780 };
const pickerSize = { width: 1100, height: 640 };

/** Takes the README's pictures: an example after a run, the node opened in it, and what one chooses from. */
async function takePictures(): Promise<void> {
	const program = chromium();
	const playground = await startPlayground();
	try {
		const { n8n } = playground;
		await mkdir(images, { recursive: true });
		const browser = await launch(n8n, program);
		const page = await signedIn(browser, n8n, 'light', canvasSize);
		await takeExample(page, playground);
		await page.setViewportSize(actionsSize);
		await takeActions(page, playground);
		await page.setViewportSize(pickerSize);
		await takePicker(page, playground);
		await takeDark(browser, playground);
		await browser.close();
	} finally {
		await playground.stop();
	}
}

async function takeExample(page: Page, { n8n, examples }: Playground): Promise<void> {
	const [workflow, name] = exampleIn(examples);
	await canvas.openWorkflow(page, n8n, workflow);
	await canvas.execute(page);
	await take(page, 'workflow.png');
	await page.setViewportSize(nodeSize);
	await canvas.openNode(page, name);
	await page.locator(`${testId('output-panel')} table`).waitFor();
	await take(page, 'node.png');
}

async function takeActions(page: Page, { n8n }: Playground): Promise<void> {
	const nodes = [trigger('Start')];
	const workflow = await create(n8n, { name: 'Add a node', nodes, connections: {} });
	await canvas.openWorkflow(page, n8n, workflow);
	await canvas.findNode(page, 'proxy session');
	await expectTexts(page, canvas.foundNode, ['AWS Chime SDK Voice']);
	await page.locator(canvas.foundNode).click();
	await expectTexts(page, canvas.foundNode, actions);
	await take(page, 'actions.png');
}

async function takePicker(page: Page, { n8n, credential }: Playground): Promise<void> {
	const name = 'Get proxy session';
	const nodes = [node(name, [chimeNode, 1], {}, credential)];
	const workflow = await create(n8n, { name: 'Choose a session', nodes, connections: {} });
	await canvas.openWorkflow(page, n8n, workflow);
	await canvas.openNode(page, name);
	const connectors = listOf(page, 'voiceConnectorId');
	await connectors.open();
	await connectors.choose('Rides Seattle');
	const sessions = listOf(page, 'proxySessionId');
	await sessions.open();
	await sessions.search('ride');
	await expectTexts(page, entry, [/4711/, /4712/, /4713/, /4714/]);
	await take(page, 'picker.png', false);
}

async function takeDark(browser: Browser, { n8n, examples }: Playground): Promise<void> {
	const page = await signedIn(browser, n8n, 'dark', canvasSize);
	await canvas.openWorkflow(page, n8n, exampleIn(examples)[0]);
	await canvas.execute(page);
	await take(page, 'workflow-dark.png');
}

/** The example that is shown, and the name of the node in it. */
function exampleIn(examples: Map<string, Stored>): [workflow: Stored, nodeName: string] {
	const workflow = examples.get(shownExample);
	const shown = workflow?.nodes.find(({ type }) => type === chimeNode);
	if (!workflow || !shown) throw new Error(`No ${shownExample} with the node`);
	return [workflow, shown.name];
}

async function take(page: Page, name: string, movesAway?: boolean): Promise<void> {
	await canvas.take(page, join(images, name), movesAway);
}

void takePictures();
