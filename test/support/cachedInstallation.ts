import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { run } from './program';

/** Packages that are installed once into a cache outside the checkout, so that they outlive a fresh one. */
export interface CachedInstallation {
	/** Begins the name of the folder in the cache; the hash of the lock file follows. */
	name: string;
	/** The folder of the package.json and the package-lock.json. */
	source: string;
	/** Printed before they are installed: what they are, how long it takes. */
	title: string;
	duration: string;
	/** Options of `npm ci` beside the usual ones. */
	npmOptions?: string[];
	/** Work that follows `npm ci`. */
	finish?: (folder: string) => Promise<void>;
}

/** Written last: a folder without it is no installation. */
const marker = 'complete';
const hour = 3_600_000;
/** Milliseconds between two reports of progress. */
const progressInterval = 15_000;
const usualOptions = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Whether it is in the cache. */
export async function isCached(installation: CachedInstallation): Promise<boolean> {
	return isComplete(await cacheFolder(installation));
}

/**
 * The folder in the cache, installed first where it is not there yet.
 *
 * @throws Error that says what is missing, when npm cannot install it
 */
export async function installOnce(installation: CachedInstallation): Promise<string> {
	const folder = await cacheFolder(installation);
	if (isComplete(folder)) return folder;
	await install(folder, installation).catch((reason: unknown) => {
		throw new Error(
			`${folder} is not there, and ${installation.title} could not be installed into it, for which npm has to reach its registry once. ${String(reason)}`,
		);
	});
	return folder;
}

async function cacheFolder({ name, source }: CachedInstallation): Promise<string> {
	const lock = await fs.readFile(join(source, 'package-lock.json'));
	const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(caches, 'n8n-nodes-aws-chime-sdk-voice', `${name}-${key}`);
}

function isComplete(folder: string): boolean {
	return existsSync(join(folder, marker));
}

/** Several runs may install at the same time: each works in a folder of its own, and the first complete one stays. */
async function install(
	folder: string,
	{ source, title, duration, npmOptions = [], finish }: CachedInstallation,
): Promise<void> {
	await fs.mkdir(dirname(folder), { recursive: true });
	await removeAbandoned(folder);
	process.stderr.write(`Installing ${title} into ${folder}: once, ${duration}\n`);
	const workplace = await fs.mkdtemp(`${folder}.`);
	try {
		for (const file of ['package.json', 'package-lock.json'])
			await fs.copyFile(join(source, file), join(workplace, file));
		await withProgress('npm ci', async () => {
			await run('npm', ['ci', ...usualOptions, ...npmOptions], { cwd: workplace });
		});
		if (finish) await withProgress('finishing', async () => await finish(workplace));
		await fs.writeFile(join(workplace, marker), '');
		if (isComplete(folder)) return;
		await fs.rm(folder, { recursive: true, force: true });
		await fs.rename(workplace, folder);
	} finally {
		await fs.rm(workplace, { recursive: true, force: true });
	}
}

/** Carries out a part of the installation, and prints every 15 s how long it has taken. */
async function withProgress(part: string, work: () => Promise<void>): Promise<void> {
	const start = Date.now();
	const seconds = () => Math.round((Date.now() - start) / 1_000);
	const timer = setInterval(
		() => process.stderr.write(`  ${part}, ${seconds()} s …\n`),
		progressInterval,
	);
	try {
		await work();
		process.stderr.write(`  ${part}: done in ${seconds()} s\n`);
	} finally {
		clearInterval(timer);
	}
}

/** Removes the folders of runs that were killed. */
async function removeAbandoned(folder: string): Promise<void> {
	for (const sibling of await fs.readdir(dirname(folder))) {
		const path = join(dirname(folder), sibling);
		if (!sibling.startsWith(`${basename(folder)}.`)) continue;
		const { mtimeMs } = await fs.stat(path);
		if (Date.now() - mtimeMs > hour) await fs.rm(path, { recursive: true, force: true });
	}
}
