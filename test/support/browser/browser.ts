import { createRequire } from 'node:module';
import { join } from 'node:path';

import { owner, type N8n } from '../n8n/n8n';

/** As much of playwright-core as is used here: it is installed beside n8n, outside the checkout. */
interface Playwright {
	chromium: { launch(options: { executablePath: string; args: string[] }): Promise<Browser> };
}

export interface Browser {
	/** With storage of its own. */
	newPage(): Promise<Page>;
	close(): Promise<void>;
}

export interface Page {
	/** Runs before the scripts of each document. */
	addInitScript(script: { content: string }): Promise<unknown>;
	/** The value of an expression in the page, as JSON gives it back. */
	evaluate(expression: string): Promise<unknown>;
	goto(url: string): Promise<unknown>;
	keyboard: { press(key: string): Promise<void> };
	waitForURL(pattern: RegExp): Promise<void>;
	locator(selector: string): Locator;
	mouse: { move(x: number, y: number): Promise<void> };
	setViewportSize(size: { width: number; height: number }): Promise<void>;
	screenshot(options: { path: string; animations: 'disabled' }): Promise<unknown>;
}

export interface Locator {
	/** Once each, in the document's order; what is there now. */
	allInnerTexts(): Promise<string[]>;
	click(): Promise<void>;
	dblclick(): Promise<void>;
	fill(text: string): Promise<void>;
	first(): Locator;
	inputValue(): Promise<string>;
	/** Now, without waiting. */
	isVisible(): Promise<boolean>;
	press(key: string): Promise<void>;
	waitFor(): Promise<void>;
}

export type Theme = 'light' | 'dark';

const args = [
	...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
	...['--disable-background-networking', '--disable-component-update'],
];

export async function launch({ installation }: N8n, executablePath: string): Promise<Browser> {
	const require = createRequire(join(installation.folder, 'package.json'));
	const { chromium: starter }: Playwright = require('playwright-core');
	return await starter.launch({ executablePath, args });
}

/** A page of n8n's editor, signed in. */
export async function signedIn(browser: Browser, { url }: N8n, theme: Theme): Promise<Page> {
	const page = await browser.newPage();
	await page.addInitScript({ content: `localStorage.setItem('N8N_THEME', '${theme}')` });
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.locator('input[type=password]').press('Enter');
	await page.waitForURL(/\/(home|workflow|projects)/);
	return page;
}
