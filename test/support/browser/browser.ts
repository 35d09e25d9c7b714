import {
	chromium,
	expect as expectFromPlaywright,
	type Browser,
	type Page,
} from '@playwright/test';

import type { N8n } from '../n8n/n8n';

export type Theme = 'light' | 'dark';

/** Milliseconds for anything in a page; a busy machine is no failure. */
const timeout = 300_000;

const args = [
	...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
	...['--disable-background-networking', '--disable-component-update'],
];

/** Playwright's own, which looks again until what is expected is there. */
export const expect = expectFromPlaywright.configure({ timeout });

export async function launch(executablePath: string): Promise<Browser> {
	return await chromium.launch({ executablePath, args });
}

/** A page of n8n's editor, signed in. */
export async function signedIn(
	browser: Browser,
	{ url, owner }: Pick<N8n, 'url' | 'owner'>,
	theme: Theme,
): Promise<Page> {
	const page = await browser.newPage();
	page.setDefaultTimeout(timeout);
	await page.addInitScript({ content: `localStorage.setItem('N8N_THEME', '${theme}')` });
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.locator('input[type=password]').press('Enter');
	await page.waitForURL(/\/(home|workflow|projects)/);
	return page;
}
