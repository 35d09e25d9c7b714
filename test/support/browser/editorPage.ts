import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { expect } from './browser';
import { create, type Stored } from '../n8n/editor';
import type { Playground } from '../n8n/playground';
import type { Workflow } from '../n8n/workflows';

/** Milliseconds between two looks at what may still move. */
const pause = 250;
/** A node with an output per HTTP code has this many. */
const fewestOutputNames = 9;

export const testId = (name: string) => `[data-test-id="${name}"]`;
/** The panel of the opened node. */
export const panel = testId('ndv');
/** The name of a node, or of an action, in the list of nodes. */
export const foundNode = testId('node-creator-item-name');
const listed = '.el-select-dropdown__item:visible';
/** The names in the list of options that is open. */
export const option = `${listed} .option-headline`;
/** An entry in the list of a resource locator that is open. */
export const entry = `${testId('rlc-item')}:visible`;
/** Where a parameter has its value, in the opened node. */
export const parameter = (name: string) => `${panel} ${testId(`parameter-input-${name}`)}`;

const listError = `${testId('rlc-error-message')}:visible`;
const listInput = testId('rlc-input');

/** n8n's editor in a browser. */
export class EditorPage<Place extends Pick<Playground, 'n8n'> = Playground> {
	constructor(
		private readonly page: Page,
		readonly playground: Place,
		/** Where the pictures go. */
		private readonly folder: string,
	) {}

	at(selector: string): Locator {
		return this.page.locator(selector);
	}

	async click(selector: string): Promise<void> {
		await this.at(selector).click();
	}

	async fill(selector: string, text: string): Promise<void> {
		await this.at(selector).fill(text);
	}

	async goto(path: string): Promise<void> {
		await this.page.goto(`${this.playground.n8n.url}${path}`);
	}

	/** Closes the list that is open. */
	async closeList(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.expectNoList();
	}

	/** Waits until no list is open: the entries of one that is closing can still be clicked. */
	private async expectNoList(): Promise<void> {
		await expect(this.at(`${listed}, ${entry}`)).toHaveCount(0);
	}

	async resize(width: number, height: number): Promise<void> {
		await this.page.setViewportSize({ width, height });
	}

	/**
	 * Takes a picture once nothing moves any more. What is under the pointer lights up, so it is moved away;
	 * not where a list is open, which would close.
	 */
	async take(name: string, movesAway = true): Promise<void> {
		if (movesAway) await this.page.mouse.move(0, 0);
		const path = join(this.folder, `${name}.png`);
		let picture: Buffer = Buffer.alloc(0);
		const isStill = async () => {
			const before = picture;
			picture = await this.page.screenshot({ animations: 'disabled' });
			return picture.equals(before);
		};
		await expect.poll(isStill, { intervals: [pause] }).toBe(true);
		await writeFile(path, picture);
		console.log(`Wrote ${path}`);
	}

	/** Opens a workflow, which n8n stores first where it does not have it. */
	async open(workflow: Workflow | Stored): Promise<void> {
		const { n8n } = this.playground;
		const { id } = 'versionId' in workflow ? workflow : await create(n8n, workflow);
		await this.goto(`/workflow/${id}`);
		await this.at(testId('canvas-node')).first().waitFor();
		await this.click(testId('zoom-to-fit'));
	}

	async execute(): Promise<void> {
		await this.click(testId('execute-workflow-button'));
		await this.click('.el-notification__closeBtn');
		await this.click(testId('zoom-to-fit'));
	}

	/** Searches the list of nodes, which opens at the first search. */
	async findNode(words: string): Promise<void> {
		const search = this.at(testId('node-creator-search-bar')).first();
		if (!(await search.isVisible())) await this.click(testId('node-creator-plus-button'));
		await search.fill(words);
	}

	nodeOnCanvas(name: string): Locator {
		return this.at(`${testId('canvas-node')}[data-node-name="${name}"]`);
	}

	/** Opens a node, and waits for one of its parameters. */
	async openNode(name: string, shown = 'operation'): Promise<void> {
		await this.nodeOnCanvas(name).dblclick();
		await this.at(parameter(shown)).waitFor();
	}

	async closeNode(): Promise<void> {
		await this.click(testId('ndv-close-button'));
		await expect(this.at(panel)).toHaveCount(0);
	}

	/** Chooses one of the options of the list that is open, by its name. */
	async chooseOption(name: string): Promise<void> {
		await this.at(`${listed} >> text="${name}"`).first().click();
		await this.expectNoList();
	}

	/** Chooses one of a parameter's options, by the name that the list shows. */
	async choose(name: string, optionName: string): Promise<void> {
		await this.click(parameter(name));
		await this.chooseOption(optionName);
	}

	/** Opens the list of the opened node's select that is here, and searches it. */
	async search(select: string, words: string): Promise<void> {
		await this.click(`${panel} ${select}`);
		await this.at(`${panel} ${select} input`).first().fill(words);
	}

	/** The list from which a parameter of the opened node is chosen. */
	list(parameterName: string) {
		const locator = testId(`resource-locator-${parameterName}`);
		const input = this.at(`${locator} input:is(${listInput}, ${listInput} *)`);
		return {
			open: async () => await input.click(),
			/** Waits until the parameter shows this as its value. */
			expectChosen: async (value: string) => await expect(input).toHaveValue(value),
			search: async (words: string) =>
				await this.at(`${testId('rlc-search')}:visible`)
					.first()
					.fill(words),
			/** Chooses the first entry that holds these words. */
			choose: async (words: string) => {
				await this.at(`${entry}:has-text("${words}")`).first().click();
				await this.expectNoList();
			},
		};
	}

	/** Waits for the message in the place of a list that could not be had. */
	async expectListError(words: string): Promise<void> {
		await expect(this.at(listError).filter({ hasText: words })).not.toHaveCount(0);
	}

	/** Waits for exactly these labels of parameters in the opened node, from top to bottom. */
	async expectLabels(expected: string[]): Promise<void> {
		await expect.poll(async () => await this.labels()).toEqual(expected);
	}

	/** Those of the opened node's parameters, from top to bottom. */
	async labels(): Promise<string[]> {
		const labels = this.at(`${panel} label.n8n-input-label:visible`);
		return (await labels.allInnerTexts()).map((text) => text.trim().split('\n')[0]);
	}

	/** Waits for the name of a node's first output, and for the text below the node's own name. */
	async expectOnCanvas(name: string, firstOutput: string, subtitle: string): Promise<void> {
		const ends = async () => {
			const [text = ''] = await this.nodeOnCanvas(name).allInnerTexts();
			const lines = text.split('\n').map((line) => line.trim());
			const full = lines.filter((line) => line !== '');
			return [full.at(0), full.at(-1)];
		};
		await expect.poll(ends).toEqual([firstOutput, subtitle]);
	}

	/** Waits until the canvas shows names of outputs, none of them cut off. The zoom does not change that. */
	async expectWholeOutputNames(): Promise<void> {
		const find = `[...document.querySelectorAll('${testId('canvas-node-output-handle')} *')]
			.filter((each) => getComputedStyle(each).textOverflow === 'ellipsis')`;
		const names = `${find}.map(({ textContent, scrollWidth, clientWidth }) =>
			textContent.trim() + (scrollWidth > clientWidth ? ' (cut off)' : ''))`;
		let seen = new Set<string>();
		const look = async () => (seen = new Set(await this.page.evaluate<string[]>(names))).size;
		await expect.poll(look).toBeGreaterThanOrEqual(fewestOutputNames);
		expect([...seen].filter((name) => name.endsWith('(cut off)'))).toEqual([]);
	}

	/** Waits for exactly these texts. */
	async expectTexts(selector: string, expected: Array<string | RegExp>): Promise<void> {
		const texts = async () => (await this.at(selector).allInnerTexts()).map((text) => text.trim());
		const wanted = expected.map((text) =>
			typeof text === 'string' ? text : expect.stringMatching(text),
		);
		await expect.poll(texts).toEqual(wanted);
	}
}
