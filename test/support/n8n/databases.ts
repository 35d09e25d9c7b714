import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import { run } from '../program';
import { programOf } from './debian';
import { freePort, startGuarded, temporaryFolder } from './guarded';
import { drawSecret } from './settings';

/** A server on a free port of the loopback address that requires a password, drawn for this server. */
export interface Redis {
	port: string;
	password: string;
}

export interface Postgres extends Redis {
	database: string;
	user: string;
}

/** A Redis that writes no data to the disk. */
export async function startRedis(node: string): Promise<Redis> {
	const program = programOf('redis-server', 'redis-server');
	const folder = await temporaryFolder('redis');
	const port = await freePort();
	const password = drawSecret();
	// Parameters can be read by everybody on the machine.
	const file = join(folder, 'redis.conf');
	await writeFile(file, `requirepass ${password}\n`, { mode: 0o600 });
	const settings = [
		...[file, '--bind', '127.0.0.1', '--port', port, '--dir', folder],
		...['--save', '', '--appendonly', 'no'],
	];
	await startGuarded({ name: 'Redis', node, folder, command: [program, ...settings] }, async () =>
		(await replyTo(`AUTH ${password}`, port)).startsWith('+OK'),
	);
	return { port, password };
}

/** What a server on loopback says first to a line; empty when it says nothing or is not there. */
export async function replyTo(line: string, port: string): Promise<string> {
	return await new Promise((resolve) => {
		const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${line}\r\n`));
		const done = (reply: string) => {
			socket.destroy();
			resolve(reply);
		};
		socket.once('data', (data) => done(data.toString()));
		socket.once('error', () => done(''));
		socket.once('close', () => done(''));
	});
}

const user = 'n8n';
/** The one that a new cluster comes with. */
const database = 'postgres';

/** Nothing but loopback, and no care for the disk: the data lives as long as the test. */
const postgresSettings = [
	...['listen_addresses=127.0.0.1', 'unix_socket_directories='],
	...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
].flatMap((setting) => ['-c', setting]);

/** An empty PostgreSQL. */
export async function startPostgres(node: string): Promise<Postgres> {
	const folder = await temporaryFolder('postgres');
	const port = await freePort();
	const password = drawSecret();
	const data = await createCluster(folder, password);
	const command = [postgres('postgres'), '-D', data, '-p', port, ...postgresSettings];
	const server = ['-q', '-h', '127.0.0.1', '-p', port];
	await startGuarded(
		{ name: 'PostgreSQL', node, folder, command: unprivileged(command) },
		async () => (await run(postgres('pg_isready'), server).catch(() => 'not yet')) === '',
	);
	return { port, database, user, password };
}

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
