/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs a throwaway Redis for the tests, never part of the package */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { programOf } from './debian';
import { startGuarded } from './guarded';
import { freePort, replyTo } from './ports';
import { drawSecret } from './secret';

export interface Redis {
	port: string;
	password: string;
	stop(): Promise<void>;
}

/**
 * A Redis on a free port of the loopback address that asks for a password, drawn anew, and writes no
 * data to the disk.
 *
 * @param folder where it runs; removed when it has ended
 */
export async function startRedis(node: string, folder: string): Promise<Redis> {
	const program = programOf('redis-server', 'redis-server');
	const port = await freePort();
	const password = drawSecret();
	// Parameters can be read by everybody on the machine.
	const file = join(folder, 'redis.conf');
	await writeFile(file, `requirepass ${password}\n`, { mode: 0o600 });
	const settings = [
		...[file, '--bind', '127.0.0.1', '--port', port, '--dir', folder],
		...['--save', '', '--appendonly', 'no'],
	];
	const { stop } = await startGuarded(
		{ name: 'Redis', node, folder, command: [program, ...settings], cwd: folder, env: process.env },
		async () => (await replyTo(`AUTH ${password}`, port)).startsWith('+OK'),
	);
	return { port, password, stop };
}
