/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command of the developers, never part of the package */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { sleep } from 'n8n-workflow';

import { owner, type N8n } from './n8n';
import { startPlayground } from './playground';
import { chimeNode } from './workflows';

/** As much of playwright-core as is used here: it is installed beside n8n, outside the checkout. */
interface Playwright {
	chromium: { launch(options: { executablePath: string; args: string[] }): Promise<Browser> };
}

interface Browser {
	newPage(options: { viewport: Size }): Promise<Page>;
	close(): Promise<void>;
}

interface Page {
	goto(url: string): Promise<unknown>;
	waitForURL(pattern: RegExp): Promise<void>;
	locator(selector: string): Locator;
	mouse: { move(x: number, y: number): Promise<void> };
	setViewportSize(size: Size): Promise<void>;
	screenshot(options: { path: string; animations: 'disabled' }): Promise<unknown>;
}

interface Locator {
	click(): Promise<void>;
	dblclick(): Promise<void>;
	fill(text: string): Promise<void>;
	press(key: string): Promise<void>;
	waitFor(): Promise<void>;
}

interface Size {
	width: number;
	height: number;
}

const executablePath = '/usr/bin/chromium';
const args = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const shownExample = 'notify-participants.json';
const images = join(__dirname, '..', '..', 'docs', 'images');
/** For what moves on the canvas after it has been told to. */
const settlingTime = 1_000;

/** Takes the README's pictures: an example after a run in the editor, and the node opened in it. */
async function takePictures(): Promise<void> {
	if (!existsSync(executablePath)) {
		throw new Error(
			`The pictures need Chromium at ${executablePath}. On Debian: apt-get update && apt-get install -y chromium`,
		);
	}
	const { n8n, examples, stop } = await startPlayground();
	try {
		const workflow = examples.get(shownExample);
		const node = workflow?.nodes.find(({ type }) => type === chimeNode);
		if (!workflow || !node) throw new Error(`No ${shownExample} with the node`);
		await mkdir(images, { recursive: true });

		const { chromium } = await playwrightOf(n8n);
		const browser = await chromium.launch({ executablePath, args });
		const page = await browser.newPage({ viewport: { width: 1100, height: 880 } });
		await signIn(page, n8n.url);
		await runInEditor(page, `${n8n.url}/workflow/${workflow.id}`);
		await take(page, 'workflow.png');
		await page.setViewportSize({ width: 1440, height: 820 });
		await open(page, node.name);
		await take(page, 'node.png');
		await browser.close();
	} finally {
		await stop();
	}
}

async function playwrightOf({ installation }: N8n): Promise<Playwright> {
	return await import(join(installation.folder, 'node_modules', 'playwright-core', 'index.mjs'));
}

async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.locator('input[type=password]').press('Enter');
	await page.waitForURL(/\/(home|workflow|projects)/);
}

async function runInEditor(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.locator(testId('execute-workflow-button')).click();
	await page.locator('.el-notification__closeBtn').click();
	await page.locator(testId('zoom-to-fit')).click();
}

async function open(page: Page, nodeName: string): Promise<void> {
	await page.locator(`${testId('canvas-node')}[data-node-name="${nodeName}"]`).dblclick();
	await page.locator(`${testId('output-panel')} table`).waitFor();
}

async function take(page: Page, name: string): Promise<void> {
	const path = join(images, name);
	// Away from everything that lights up under the pointer.
	await page.mouse.move(0, 0);
	await sleep(settlingTime);
	await page.screenshot({ path, animations: 'disabled' });
	console.log(`Wrote ${path}`);
}

function testId(name: string): string {
	return `[data-test-id="${name}"]`;
}

void takePictures();
