import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { name, version } from '../../../package.json';
import { packInto } from '../packed';
import type { Editor } from './editor';
import type { N8n } from './n8n';
import { run } from '../program';

/**
 * Packs the package, and makes an `npm` for n8n's own use that knows it although no registry does, and is npm in
 * everything else: n8n installs from another registry only with a licence.
 *
 * @param folder where the archive and the program go
 * @returns the path of the program
 */
export async function npmThatKnows(folder: string): Promise<string> {
	const archive = packInto(folder);
	const npm = (await run('which', ['npm'])).trim();
	const program = join(folder, 'bin', 'npm');
	await mkdir(join(folder, 'bin'));
	await writeFile(
		program,
		`#!/bin/sh
case "$1 $2" in
	'view ${name}@'*) echo '"${version}"' ;;
	'pack ${name}@'*) cp '${archive}' package.tgz && echo package.tgz ;;
	'outdated '*) echo '{}' ;;
	*) exec '${npm}' "$@" ;;
esac
`,
	);
	await chmod(program, 0o755);
	return program;
}

/** Installs the package as the page Settings → Community nodes does, and returns what n8n says of it. */
export async function installPackage({ rest }: Editor): Promise<object> {
	return await rest('POST', '/community-packages', { name });
}

/** Packs what has been built since, and updates the installed package as that page does; the editor then loads its nodes anew. */
export async function updatePackage({ folder, rest }: N8n): Promise<void> {
	packInto(folder);
	await rest('PATCH', '/community-packages', { name });
}
