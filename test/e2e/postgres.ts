/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs a throwaway PostgreSQL for the tests, never part of the package */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { programOf } from './debian';
import { startGuarded } from './guarded';
import { freePort } from './ports';
import { run } from './run';
import { drawSecret } from './secret';

export interface Postgres {
	port: string;
	database: string;
	user: string;
	password: string;
	stop(): Promise<void>;
}

const user = 'n8n';
/** The one that a new cluster comes with. */
const database = 'postgres';

/** An empty PostgreSQL on a free port of the loopback address, with a password drawn anew; gone when it stops. */
export async function startPostgres(node: string): Promise<Postgres> {
	const folder = await mkdtemp(join(tmpdir(), 'postgres-e2e-'));
	try {
		const port = await freePort();
		const password = drawSecret();
		const data = await createCluster(folder, password);
		const { stop } = await startGuarded(
			{
				name: 'PostgreSQL',
				node,
				folder,
				command: unprivileged([postgres('postgres'), '-D', data, '-p', port, ...settings]),
				cwd: folder,
				env: process.env,
			},
			async () => await accepts(port),
		);
		return { port, database, user, password, stop };
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

/** Nothing but loopback, and no care for the disk: the data lives as long as the test. */
const settings = [
	'listen_addresses=127.0.0.1',
	'unix_socket_directories=',
	'fsync=off',
	'synchronous_commit=off',
	'full_page_writes=off',
].flatMap((setting) => ['-c', setting]);

/** Creates the files of a PostgreSQL whose user has this password, and returns where they are. */
async function createCluster(folder: string, password: string): Promise<string> {
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (isRoot()) await run('chown', ['-R', 'postgres', folder]);
	const [program, ...parameters] = unprivileged([
		postgres('initdb'),
		...['-D', data, '--username', user, '--auth', 'scram-sha-256', '--pwfile', passwordFile],
		...['--encoding', 'UTF8', '--no-locale', '--no-sync'],
	]);
	await run(program, parameters, { cwd: folder });
	await rm(passwordFile);
	return data;
}

async function accepts(port: string): Promise<boolean> {
	const asked = run(postgres('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', port]);
	return await asked.then(
		() => true,
		() => false,
	);
}

function postgres(program: string): string {
	return programOf('postgresql', program);
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function unprivileged(command: string[]): string[] {
	if (!isRoot()) return command;
	return ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', ...command];
}

function isRoot(): boolean {
	return process.getuid?.() === 0;
}
