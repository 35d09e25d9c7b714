/* eslint-disable no-console -- tells the developers where the pictures are, never part of the package */
import { sleep } from 'n8n-workflow';

import { testId, type Locator, type Page } from './browser';
import type { Stored } from './editor';
import type { N8n } from './n8n';

/** For what moves on the canvas after it has been told to. */
const settlingTime = 1_000;

export async function openWorkflow(page: Page, { url }: N8n, { id }: Stored): Promise<void> {
	await page.goto(`${url}/workflow/${id}`);
	await page.locator(testId('canvas-node')).first().waitFor();
	await page.locator(testId('zoom-to-fit')).click();
}

/** The name of a node, or of an action, in the list of nodes. */
export const foundNode = testId('node-creator-item-name');

/** Searches the list of nodes, which opens at the first search. */
export async function findNode(page: Page, words: string): Promise<void> {
	const search = page.locator(testId('node-creator-search-bar')).first();
	if (!(await search.isVisible())) await page.locator(testId('node-creator-plus-button')).click();
	await search.fill(words);
}

export async function execute(page: Page): Promise<void> {
	await page.locator(testId('execute-workflow-button')).click();
	await page.locator('.el-notification__closeBtn').click();
	await page.locator(testId('zoom-to-fit')).click();
}

export function nodeOnCanvas(page: Page, name: string): Locator {
	return page.locator(`${testId('canvas-node')}[data-node-name="${name}"]`);
}

/** Opens a node, and waits for one of its parameters. */
export async function openNode(page: Page, name: string, shown = 'operation'): Promise<void> {
	await nodeOnCanvas(page, name).dblclick();
	await page.locator(parameter(shown)).waitFor();
}

export async function closeNode(page: Page): Promise<void> {
	await page.locator(testId('ndv-close-button')).click();
	await settle();
}

/** Where a parameter has its value, in the opened node. */
export function parameter(name: string): string {
	return `${testId('ndv')} ${testId(`parameter-input-${name}`)}`;
}

/** The names in the list of options that is open. */
export const option = '.el-select-dropdown__item:visible .option-headline';

/** Opens the list of a parameter's options. */
export async function openOptions(page: Page, name: string): Promise<void> {
	await page.locator(parameter(name)).click();
}

/** Chooses one of the options of the list that is open, by its name. */
export async function chooseOption(page: Page, name: string): Promise<void> {
	await page.locator(`${option}:text-is("${name}")`).first().click();
	await settle();
}

/** Chooses one of a parameter's options, by the name that the list shows. */
export async function choose(page: Page, name: string, optionName: string): Promise<void> {
	await openOptions(page, name);
	await chooseOption(page, optionName);
}

/** Opens the list of the opened node's select that is here, and searches it. */
export async function search(page: Page, select: string, words: string): Promise<void> {
	await page.locator(`${testId('ndv')} ${select}`).click();
	await page
		.locator(`${testId('ndv')} ${select} input`)
		.first()
		.fill(words);
}

/** The labels of all parameters that the opened node shows, from top to bottom. */
export async function shownLabels(page: Page): Promise<string[]> {
	const labels = page.locator(`${testId('ndv')} label.n8n-input-label:visible`);
	return (await labels.allInnerTexts()).map((text) => text.split('\n')[0].trim());
}

/** The names of a node's outputs, its own name and what stands below that. */
export async function textsOf(page: Page, name: string): Promise<string[]> {
	const [text] = await nodeOnCanvas(page, name).allInnerTexts();
	return text.split('\n').filter((line) => line.trim() !== '');
}

export async function settle(): Promise<void> {
	await sleep(settlingTime);
}

/** What is under the pointer lights up, so it is moved away; not where a list is open, which would close. */
export async function take(page: Page, path: string, movesAway = true): Promise<void> {
	if (movesAway) await page.mouse.move(0, 0);
	await settle();
	await page.screenshot({ path, animations: 'disabled' });
	console.log(`Wrote ${path}`);
}
