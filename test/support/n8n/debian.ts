import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Where a program of a Debian package is.
 *
 * @throws Error that names the package, when it is nowhere
 */
export function programOf(debianPackage: string, program: string): string {
	const path = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
	const found = path.map((folder) => join(folder, program)).find(existsSync);
	if (found) return found;
	throw new Error(
		`${program} is missing. On Debian or Ubuntu: apt-get install -y ${debianPackage}. On others, put it into the PATH.`,
	);
}
