import { jsonParse } from 'n8n-workflow';

import { closeAtTheEnd } from '../cleanup';
import { installPackage } from './communityPackage';
import { unpublishAll } from './editor';
import { connectTo, isReady, startN8n, type N8n, type Place } from './n8n';
import { waitFor } from './wait';

/** Where the suites find it. By its name, n8n itself does not get it. */
const variable = 'N8N_OF_THE_SUITES';

interface SharedPlace extends Place {
	/** What n8n said of the package when it was installed. */
	installed: object;
}

/** Starts an n8n with the package, for all suites that share one. */
export async function startSharedN8n(): Promise<void> {
	const n8n = await startN8n();
	const shared: SharedPlace = { ...n8n, installed: await installPackage(n8n) };
	process.env[variable] = JSON.stringify(shared);
}

/** The n8n that a suite shares with others. What the suite leaves published is not when it is over. */
export async function sharedN8n(): Promise<N8n & SharedPlace> {
	const place = process.env[variable];
	if (!place) throw new Error('The suite is not in the list of test/e2e/jest.config.js.');
	const shared = jsonParse<SharedPlace>(place);
	// Of the connections that fetch has kept, n8n may have closed some: a request on such a one fails.
	await waitFor('n8n', async () => await isReady(`${shared.url}/healthz/readiness`));
	const n8n = await connectTo(shared);
	closeAtTheEnd(async () => await unpublishAll(n8n));
	return { ...shared, ...n8n };
}
