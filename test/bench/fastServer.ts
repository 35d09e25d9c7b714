/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- runs a server on loopback in a process of its own */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

import { closeAtTheEnd } from '../support/cleanup';

type Speed = { latency: number; scatter?: number };

/** Starts a server whose responses take from `latency` to `latency + scatter` milliseconds; see server.ts. */
export async function startFastServer({ latency, scatter = 0 }: Speed) {
	const parameters = ['--import', 'tsx', join(__dirname, 'server.ts'), `${latency}`, `${scatter}`];
	const child = spawn(process.execPath, parameters, {
		cwd: resolve(__dirname, '..', '..'),
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(child, 'close');
	const close = closeAtTheEnd(async () => {
		child.stdin.end();
		await ended;
	});
	const failed = ended.then(([code]) => {
		throw new Error(`The server ended with code ${code}.`);
	});
	const [port] = await Promise.race([once(child.stdout, 'data'), failed]);
	const url = `http://127.0.0.1:${String(port).trim()}`;
	return { url, takePeak: async () => await takePeak(url), close };
}

/** The most requests that were in flight at the same moment since this was last asked. */
export async function takePeak(url: string): Promise<number> {
	const response = await fetch(`${url}/peak`);
	return Number(await response.text());
}
