import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

const root = resolve(__dirname, '..');

/** The folders in which npm installs packages by a lock file. */
const folders = ['.', ...readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })]
	.filter((name) => name === '.' || name.endsWith('package-lock.json'))
	.map((name) => (name === '.' ? name : dirname(join('test', name))));

interface LockFile {
	packages: Record<string, Entry>;
}

interface Entry {
	integrity?: string;
	/** Points at a folder of the repository. */
	link?: boolean;
	/** Comes inside the archive of the package that holds it. */
	inBundle?: boolean;
}

const lockFileOf = (folder: string): LockFile =>
	JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8'));

/** The packages that npm would install without comparing their content with the lock file. */
function unchecked({ packages }: LockFile): string[] {
	return Object.entries(packages)
		.filter(([path, { link, inBundle }]) => path !== '' && !link && !inBundle)
		.filter(([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity))
		.map(([path]) => path);
}

test('npm installs the package and the real n8n of the tests', () => {
	expect(folders).toEqual(expect.arrayContaining(['.', 'test/support/n8n']));
});

test.each(folders)('the lock file in %s has a SHA-512 hash of every package', (folder) => {
	expect(unchecked(lockFileOf(folder))).toEqual([]);
});

const hash = `sha512-${'a'.repeat(86)}==`;
test.each([
	['is right', { integrity: hash }, []],
	['is missing', {}, ['node_modules/one']],
	['is of a weaker kind', { integrity: `sha1-${'a'.repeat(27)}=` }, ['node_modules/one']],
	['is cut short', { integrity: 'sha512-aaaa==' }, ['node_modules/one']],
	['is that of the package around it', { inBundle: true }, []],
])('a package is found when its hash %s', (_how, one, expected) => {
	expect(unchecked({ packages: { '': {}, 'node_modules/one': one } })).toEqual(expected);
});

test.each(folders)('Dependabot keeps what npm installs in %s up to date', (folder) => {
	const { updates }: { updates: Array<Record<string, unknown>> } = parse(
		readFileSync(join(root, '.github', 'dependabot.yml'), 'utf8'),
	);
	const directory = folder === '.' ? '/' : `/${folder}`;
	expect(updates).toContainEqual(
		expect.objectContaining({ 'package-ecosystem': 'npm', directory }),
	);
});
