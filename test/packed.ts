/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- packs and unpacks the package, as its publisher and its user do */
import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');

export const packageName = 'n8n-nodes-aws-chime-sdk-voice';

/** The package as a user gets it, in a folder that holds nothing else. */
export interface PackedPackage {
	/** The package, unpacked below a `node_modules` with n8n-workflow alone beside it. */
	folder: string;
	/** The package as it lies in the tarball, unpacked apart. */
	contents: string;
	tarball: string;
	/**
	 * Unpacks it once more, beside another n8n-workflow.
	 *
	 * @returns the folder
	 */
	unpackBeside(n8nWorkflow: string): string;
	remove(): void;
}

/** Packs the last build into a folder as `npm publish` does, and returns the path of the tarball. */
export function pack(folder: string): string {
	if (!existsSync(join(root, 'dist', 'nodes')))
		throw new Error('There is no build: run "npm run build" first.');
	const output = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	return join(folder, output.trim().split('\n').at(-1) ?? '');
}

/** Packs what the last build left and unpacks it, as n8n's Community Nodes page does. */
export function packPackage(): PackedPackage {
	const home = mkdtempSync(join(tmpdir(), 'packed-'));
	const tarball = pack(home);
	execFileSync('tar', ['-xzf', tarball, '-C', home]);
	const unpackBeside = (n8nWorkflow: string) =>
		unpack(tarball, mkdtempSync(join(home, 'bare-')), n8nWorkflow);
	return {
		folder: unpackBeside(join(root, 'node_modules', 'n8n-workflow')),
		contents: join(home, 'package'),
		tarball,
		unpackBeside,
		remove: () => rmSync(home, { recursive: true, force: true }),
	};
}

/** Unpacks a tarball below a `node_modules` in a folder, with an n8n-workflow beside it. */
function unpack(tarball: string, home: string, n8nWorkflow: string): string {
	const modules = join(home, 'node_modules');
	const folder = join(modules, packageName);
	mkdirSync(folder, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	// The peer dependency is n8n's own; n8n takes it, and what is for developers, out.
	const manifest = join(folder, 'package.json');
	const { devDependencies, peerDependencies, ...kept } = JSON.parse(readFileSync(manifest, 'utf8'));
	if (!devDependencies || !peerDependencies)
		throw new Error('The packed package.json is not whole.');
	writeFileSync(manifest, JSON.stringify(kept, null, 2));
	symlinkSync(n8nWorkflow, join(modules, 'n8n-workflow'));
	return folder;
}

/** The names and sizes in bytes of the files in a tarball. */
export function filesIn(tarball: string): Array<{ name: string; size: number }> {
	const listing = execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' });
	return listing
		.trim()
		.split('\n')
		.map((line) => {
			const columns = line.split(/\s+/);
			return {
				name: columns
					.slice(5)
					.join(' ')
					.replace(/^package\//, ''),
				size: Number(columns[2]),
			};
		});
}
