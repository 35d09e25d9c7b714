/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs a throwaway Redis for the tests, never part of the package */
import { programOf } from './debian';
import { startGuarded } from './guarded';
import { freePort, replyTo } from './ports';

export interface Redis {
	port: string;
	stop(): Promise<void>;
}

/**
 * A Redis on a free port of the loopback address that writes nothing to the disk.
 *
 * @param folder where it runs; removed when it has ended
 */
export async function startRedis(node: string, folder: string): Promise<Redis> {
	const program = programOf('redis-server', 'redis-server');
	const port = await freePort();
	const settings = [
		...['--bind', '127.0.0.1', '--port', port, '--dir', folder],
		...['--save', '', '--appendonly', 'no'],
	];
	const { stop } = await startGuarded(
		{ name: 'Redis', node, folder, command: [program, ...settings], cwd: folder, env: process.env },
		async () => (await replyTo('PING', port)).startsWith('+PONG'),
	);
	return { port, stop };
}
