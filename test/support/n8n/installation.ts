import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { installOnce, isCached, type CachedInstallation } from '../cachedInstallation';
import { dependencies } from './package.json';
import { run } from '../program';
import { programOf } from './debian';
import { environmentWith } from './settings';

/** A complete n8n and the Node that runs it. */
export interface Installation {
	folder: string;
	/** The program. */
	node: string;
	/** n8n's script. */
	n8n: string;
}

const oldestNode = 24;

const installation: CachedInstallation = {
	name: dependencies.n8n,
	source: __dirname,
	title: `n8n ${dependencies.n8n}`,
	duration: 'some minutes',
	// Of all install scripts only sqlite3's is needed, and one of the others fails.
	finish: async (folder) => {
		await buildSqlite(folder);
		const version = await run(nodeIn(folder), [n8nIn(folder), '--version'], { cwd: folder });
		if (version.trim() !== dependencies.n8n)
			throw new Error(`n8n reports the version "${version.trim()}"`);
	},
};

/**
 * The n8n of the lock file, from the cache where it is there, else installed into it first: 5
 * minutes and 3 GB, once.
 */
export async function installN8n(): Promise<Installation> {
	// n8n's database driver has to be compiled.
	if (!(await isInstalled()))
		for (const compiler of ['python3', 'make', 'g++']) programOf(compiler, compiler);
	const folder = await installOnce(installation);
	return { folder, node: nodeIn(folder), n8n: n8nIn(folder) };
}

/** Whether it is in the cache. */
export async function isInstalled(): Promise<boolean> {
	return await isCached(installation);
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
