/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- installs packages for the tests, never part of the package */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
	copyFile,
	mkdir,
	mkdtemp,
	readFile,
	readdir,
	rename,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { run } from './e2e/run';

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
	/** What is left to do after `npm ci`. */
	finish?: (folder: string) => Promise<void>;
}

/** Written last: a folder without it is no installation. */
const marker = 'complete';
const hour = 3_600_000;
const usualOptions = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** The folder that is, or will be, the installation. */
export async function cacheFolder({ name, source }: CachedInstallation): Promise<string> {
	const lock = await readFile(join(source, 'package-lock.json'));
	const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(caches, 'n8n-nodes-aws-chime-sdk-voice', `${name}-${key}`);
}

/** Whether it is in the cache. */
export async function isCached(installation: CachedInstallation): Promise<boolean> {
	return isComplete(await cacheFolder(installation));
}

/** The folder in the cache, installed first where it is not there yet. */
export async function installOnce(installation: CachedInstallation): Promise<string> {
	const folder = await cacheFolder(installation);
	if (!isComplete(folder)) await fill(folder, installation);
	return folder;
}

function isComplete(folder: string): boolean {
	return existsSync(join(folder, marker));
}

/** Another run may do the same at the same time: each works in a folder of its own, and the first to be done wins. */
async function fill(folder: string, installation: CachedInstallation): Promise<void> {
	const { title, duration } = installation;
	await mkdir(dirname(folder), { recursive: true });
	await removeAbandoned(folder);
	process.stderr.write(`Installing ${title} into ${folder}: once, ${duration}\n`);
	const workplace = await mkdtemp(`${folder}.`);
	try {
		await install(workplace, installation);
		if (isComplete(folder)) return;
		await rm(folder, { recursive: true, force: true });
		await rename(workplace, folder);
	} finally {
		await rm(workplace, { recursive: true, force: true });
	}
}

async function install(
	folder: string,
	{ source, npmOptions = [], finish }: CachedInstallation,
): Promise<void> {
	for (const file of ['package.json', 'package-lock.json'])
		await copyFile(join(source, file), join(folder, file));
	await run('npm', ['ci', ...usualOptions, ...npmOptions], { cwd: folder });
	await finish?.(folder);
	await writeFile(join(folder, marker), '');
}

/** Folders of runs that were killed. */
async function removeAbandoned(folder: string): Promise<void> {
	const siblings = await readdir(dirname(folder));
	for (const sibling of siblings.filter((name) => name.startsWith(`${basename(folder)}.`))) {
		const path = join(dirname(folder), sibling);
		const { mtimeMs } = await stat(path);
		if (Date.now() - mtimeMs > hour) await rm(path, { recursive: true, force: true });
	}
}
