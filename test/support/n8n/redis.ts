import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import { programOf } from './debian';
import { freePort, startGuarded, temporaryFolder } from './guarded';
import { drawSecret } from './settings';

/** A server on a free port of the loopback address that requires a password, drawn for this server. */
export interface Redis {
	port: string;
	password: string;
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
