import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

import { closeAtTheEnd } from '../cleanup';
import type { Counts } from '../../bench/task';

interface Settings {
	latency: number;
	scatter?: number;
	rate?: number;
	/** The file of a key and a certificate, for https. */
	certificate?: string;
}

/** Starts a server whose responses take from `latency` to `latency + scatter` milliseconds; see fastServerProcess.ts. */
export async function startFastServer({
	latency,
	scatter = 0,
	rate = 0,
	certificate = '',
}: Settings) {
	const parameters = [latency, scatter, rate, certificate].map(String);
	const program = ['--import', 'tsx', join(__dirname, 'fastServerProcess.ts')];
	const child = spawn(process.execPath, [...program, ...parameters], {
		cwd: resolve(__dirname, '..', '..', '..'),
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
	const [printed] = await Promise.race([once(child.stdout, 'data'), failed]);
	const [port, securePort] = String(printed).trim().split(' ');
	const url = `http://127.0.0.1:${port}`;
	const secureUrl = securePort ? `https://127.0.0.1:${securePort}` : url;
	return { url, secureUrl, takeCounts: async () => await takeCounts(url), close };
}

/** @param url of http, which every process trusts */
export async function takeCounts(url: string): Promise<Counts> {
	const response = await fetch(`${url}/counts`);
	return (await response.json()) as Counts;
}
