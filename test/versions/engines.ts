/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- installs n8n's engines for the tests, never part of the package */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, installOnce, type CachedInstallation } from '../cachedInstallation';
import { dependencies } from './package.json';

/** Versions of n8n, oldest first, and the name under which package.json has the n8n-core of each. */
export const engines = [
	{ n8n: '1.97', name: 'n8n-core-1.97' },
	{ n8n: '1.123', name: 'n8n-core-1.123' },
	{ n8n: '2.3', name: 'n8n-core-2.3' },
	{ n8n: '2.20', name: 'n8n-core-2.20' },
	{ n8n: '2.41', name: 'n8n-core' },
] as const;

export type Engine = (typeof engines)[number];

const installation: CachedInstallation = {
	name: 'engines',
	source: __dirname,
	title: `the engines of n8n ${engines.map(({ n8n }) => n8n).join(', ')}`,
	duration: 'about a minute, 800 MB',
	npmOptions: ['--omit=optional'],
};

/**
 * Installs all engines, unless they are in the cache.
 *
 * @returns the folder of their packages
 */
export async function installEngines(): Promise<string> {
	return join(await installOnce(installation).catch(sayWhatIsMissing), 'node_modules');
}

async function sayWhatIsMissing(reason: unknown): Promise<never> {
	const folder = await cacheFolder(installation);
	throw new Error(
		`There are no engines to test with: ${folder} is not there, and npm could not install it, for which it has to reach its registry once. ${String(reason)}`,
	);
}

/** The version of n8n-core that package.json asks for. */
export function versionOf({ name }: Engine): string {
	return dependencies[name].replace(/^npm:n8n-core@/, '');
}

/** The n8n-workflow of an engine: its own, or for the newest the one that npm has put beside it. */
export function workflowOf(packages: string, { name }: Engine): string {
	const own = join(packages, name, 'node_modules', 'n8n-workflow');
	return existsSync(own) ? own : join(packages, 'n8n-workflow');
}
