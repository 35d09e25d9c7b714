import { testId, type Page } from './browser';
import { settle } from './canvas';

/** One entry of the list that is open. */
export const entry = `${testId('rlc-item')}:visible`;
/** What is said in the place of a list that could not be had. */
export const listError = `${testId('rlc-error-message')}:visible`;

/** The list from which a parameter of the opened node is chosen. */
export interface List {
	open(): Promise<void>;
	close(): Promise<void>;
	search(words: string): Promise<void>;
	/** What the parameter shows as its value. */
	chosen(): Promise<string>;
	/** Chooses the first entry that holds these words. */
	choose(words: string): Promise<void>;
}

const rlcInput = testId('rlc-input');

export function listOf(page: Page, parameterName: string): List {
	const locator = testId(`resource-locator-${parameterName}`);
	const input = page.locator(`${locator} input:is(${rlcInput}, ${rlcInput} *)`);
	return {
		open: async () => await input.click(),
		chosen: async () => await input.inputValue(),
		close: async () => {
			await page.keyboard.press('Escape');
			await settle();
		},
		search: async (words) =>
			await page
				.locator(`${testId('rlc-search')}:visible`)
				.first()
				.fill(words),
		choose: async (words) => {
			await page.locator(`${entry}:has-text("${words}")`).first().click();
			await settle();
		},
	};
}
