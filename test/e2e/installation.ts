/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- installs n8n for the tests, never part of the package */
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

import { dependencies } from './package.json';
import { environmentWith, run } from './run';

/** A complete n8n and the Node that runs it. */
export interface Installation {
	folder: string;
	/** The program. */
	node: string;
	/** n8n's script. */
	n8n: string;
}

/** Written last: a folder without it is no installation. */
const marker = 'complete';
const oldestNode = 24;
const hour = 3_600_000;

/**
 * The n8n of the lock file, from the cache where it is there, else installed into it first: 5
 * minutes and 3 GB, once. Outside the checkout, so that it outlives a fresh one.
 */
export async function installN8n(): Promise<Installation> {
	const folder = await cacheFolder();
	if (!isComplete(folder)) await fill(folder);
	return { folder, node: nodeIn(folder), n8n: n8nIn(folder) };
}

/** Whether it is in the cache. */
export async function isInstalled(): Promise<boolean> {
	return isComplete(await cacheFolder());
}

async function cacheFolder(): Promise<string> {
	const lock = await readFile(join(__dirname, 'package-lock.json'));
	const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(caches, 'n8n-nodes-aws-chime-sdk-voice', `${dependencies.n8n}-${key}`);
}

function isComplete(folder: string): boolean {
	return existsSync(join(folder, marker));
}

/** Another run may do the same at the same time: each works in a folder of its own, and the first to be done wins. */
async function fill(folder: string): Promise<void> {
	await demandCompiler();
	await mkdir(dirname(folder), { recursive: true });
	await removeAbandoned(folder);
	process.stderr.write(`Installing n8n ${dependencies.n8n} into ${folder}: once, some minutes\n`);
	const workplace = await mkdtemp(`${folder}.`);
	try {
		await install(workplace);
		if (isComplete(folder)) return;
		await rm(folder, { recursive: true, force: true });
		await rename(workplace, folder);
	} finally {
		await rm(workplace, { recursive: true, force: true });
	}
}

async function install(folder: string): Promise<void> {
	for (const file of ['package.json', 'package-lock.json'])
		await copyFile(join(__dirname, file), join(folder, file));
	// Of all install scripts only sqlite3's is needed, and one of the others fails.
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	await run('npm', ['ci', ...quiet], { cwd: folder });
	await buildSqlite(folder);
	const version = await run(nodeIn(folder), [n8nIn(folder), '--version'], { cwd: folder });
	if (version.trim() !== dependencies.n8n) throw new Error(`n8n answers as "${version.trim()}"`);
	await writeFile(join(folder, marker), '');
}

async function buildSqlite(folder: string): Promise<void> {
	const node = nodeIn(folder);
	const modules = join(folder, 'node_modules');
	const nodeGyp = join(modules, 'node-gyp', 'bin', 'node-gyp.js');
	const headers = dirname(dirname(node));
	await run(node, [nodeGyp, 'rebuild', `--nodedir=${headers}`, '-j', '2'], {
		cwd: join(modules, 'sqlite3'),
		env: environmentWith(node),
	});
}

function n8nIn(folder: string): string {
	return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

/** The packaged Node where there is one for this machine, else the running one. */
function nodeIn(folder: string): string {
	const packaged = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`);
	const program = join(packaged, 'bin', 'node');
	if (existsSync(program)) return program;

	const headers = join(dirname(dirname(process.execPath)), 'include', 'node');
	const isNewEnough = Number(process.versions.node.split('.')[0]) >= oldestNode;
	if (isNewEnough && existsSync(headers)) return process.execPath;
	throw new Error(
		`n8n needs Node ${oldestNode} with its headers (include/node). There is no packaged one for ${process.platform}-${process.arch}, and ${process.execPath} is ${process.version}.`,
	);
}

async function demandCompiler(): Promise<void> {
	const needed = ['python3', 'make', 'g++'];
	const found = await Promise.allSettled(
		needed.map(async (program) => await run(program, ['--version'])),
	);
	const missing = needed.filter((_, index) => found[index].status === 'rejected');
	if (missing.length === 0) return;
	throw new Error(
		`n8n's database driver has to be compiled, and ${missing.join(', ')} cannot be run here. On Debian or Ubuntu: apt-get install -y ${missing.join(' ')}`,
	);
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
