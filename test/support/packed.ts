import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { name as packageName } from '../../package.json';
import { closeAtTheEnd } from './cleanup';

const root = resolve(__dirname, '..', '..');

/** The package as a user gets it, in a folder that holds nothing else. */
export interface PackedPackage {
	/** The package, unpacked below a `node_modules` with n8n-workflow alone beside it. */
	folder: string;
	/** The package as it lies in the tarball, unpacked apart. */
	contents: string;
	/**
	 * Unpacks it once more, beside another n8n-workflow.
	 *
	 * @returns the folder
	 */
	unpackBeside(n8nWorkflow: string): string;
}

/** Packs what the last build left and unpacks it, as n8n's Community Nodes page does; for as long as the test takes. */
export function packPackage(): PackedPackage {
	const home = fs.mkdtempSync(join(tmpdir(), 'packed-'));
	closeAtTheEnd(async () => fs.rmSync(home, { recursive: true, force: true }));
	const tarball = packInto(home);
	execFileSync('tar', ['-xzf', tarball, '-C', home]);
	const unpackBeside = (n8nWorkflow: string) =>
		unpack(tarball, fs.mkdtempSync(join(home, 'bare-')), n8nWorkflow);
	return {
		folder: unpackBeside(join(root, 'node_modules', 'n8n-workflow')),
		contents: join(home, 'package'),
		unpackBeside,
	};
}

/** Packs the built package as `npm publish` does, and returns the path of the archive. */
export function packInto(folder: string): string {
	if (!fs.existsSync(join(root, 'dist', 'nodes')))
		throw new Error('There is no build: run "npm run build" first.');
	const printed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	return join(folder, printed.trim().split('\n').at(-1) ?? '');
}

/** Unpacks a tarball below a `node_modules` in a folder, with an n8n-workflow beside it. */
function unpack(tarball: string, home: string, n8nWorkflow: string): string {
	const modules = join(home, 'node_modules');
	const folder = join(modules, packageName);
	fs.mkdirSync(folder, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	// The peer dependency is n8n's own; n8n takes it, and what is for developers, out.
	const manifest = join(folder, 'package.json');
	const { devDependencies, peerDependencies, ...kept } = JSON.parse(
		fs.readFileSync(manifest, 'utf8'),
	);
	if (!devDependencies || !peerDependencies)
		throw new Error('The packed package.json is not whole.');
	fs.writeFileSync(manifest, JSON.stringify(kept, null, 2));
	fs.symlinkSync(n8nWorkflow, join(modules, 'n8n-workflow'));
	return folder;
}
