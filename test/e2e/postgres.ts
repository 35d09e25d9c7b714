/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs a throwaway PostgreSQL for the tests, never part of the package */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { programOf } from './debian';
import { startGuarded } from './guarded';
import { freePort } from './ports';
import { run } from './run';

export interface Postgres {
	port: string;
	database: string;
	user: string;
	stop(): Promise<void>;
}

const user = 'n8n';
/** The one that a new cluster comes with. */
const database = 'postgres';

/** An empty PostgreSQL on a free port of the loopback address, gone when it stops. */
export async function startPostgres(node: string): Promise<Postgres> {
	const folder = await mkdtemp(join(tmpdir(), 'postgres-e2e-'));
	try {
		const port = await freePort();
		await createCluster(folder);
		const { stop } = await startGuarded(
			{
				name: 'PostgreSQL',
				node,
				folder,
				command: unprivileged([postgres('postgres'), '-D', folder, '-p', port, ...settings]),
				cwd: folder,
				env: process.env,
			},
			async () => await accepts(port),
		);
		return { port, database, user, stop };
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

async function createCluster(folder: string): Promise<void> {
	if (isRoot()) await run('chown', ['postgres', folder]);
	const [program, ...parameters] = unprivileged([
		postgres('initdb'),
		...['-D', folder, '--username', user, '--auth', 'trust', '--encoding', 'UTF8'],
		...['--no-locale', '--no-sync'],
	]);
	await run(program, parameters, { cwd: folder });
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
