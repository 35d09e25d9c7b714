import type { Page } from './browser';
import { waitFor } from './wait';

/** Milliseconds for the editor to show what it should; a busy machine is no failure. */
const patience = 20_000;

/** Waits for exactly these texts. */
export async function expectTexts(
	page: Page,
	selector: string,
	expected: Array<string | RegExp>,
): Promise<void> {
	await expectSoon(async () => await page.locator(selector).allInnerTexts(), expected);
}

/** Waits until the editor shows exactly this. */
export async function expectSoon(
	look: () => Promise<string[]>,
	expected: Array<string | RegExp>,
): Promise<void> {
	let seen: string[] = [];
	const isExpected = async () => {
		seen = (await look()).map((text) => text.trim());
		return (
			seen.length === expected.length && seen.every((text, index) => fits(text, expected[index]))
		);
	};
	await waitFor(expected.join(', '), isExpected, patience).catch((error: unknown) => {
		throw new Error(`${String(error)}, but the editor shows ${seen.join(', ')}`);
	});
}

function fits(text: string, expected: string | RegExp): boolean {
	return typeof expected === 'string' ? text === expected : expected.test(text);
}
