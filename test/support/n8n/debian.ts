import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps PostgreSQL's programs out of the PATH, a folder for each version. */
const versions = '/usr/lib/postgresql';

/**
 * Where a program of a Debian package is.
 *
 * @throws Error that names the package, when it is nowhere
 */
export function programOf(debianPackage: string, program: string): string {
	const path = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
	const newestFirst = existsSync(versions)
		? readdirSync(versions).sort((a, b) => Number(b) - Number(a))
		: [];
	const found = [...path, ...newestFirst.map((version) => join(versions, version, 'bin'))]
		.map((folder) => join(folder, program))
		.find(existsSync);
	if (found) return found;
	throw new Error(
		`${program} is missing. On Debian or Ubuntu: apt-get install -y ${debianPackage}. On others, put it into the PATH.`,
	);
}
