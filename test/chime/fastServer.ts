/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- runs a server on loopback in a process of its own */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

import { closeAtTheEnd } from '../support/cleanup';

export interface FastServer {
	/** Without a slash at the end. */
	url: string;
	/** The most requests that were in flight at the same moment since this was last asked. */
	takePeak(): Promise<number>;
	close(): Promise<void>;
}

/** How many milliseconds an answer takes, and how many more than that at the most. */
export interface Speed {
	latency: number;
	scatter?: number;
}

/** A server that answers every request with a session; see server.ts. */
export async function startFastServer({ latency, scatter = 0 }: Speed): Promise<FastServer> {
	const parameters = [
		'--import',
		'tsx',
		join(__dirname, 'fastServerProcess.ts'),
		`${latency}`,
		`${scatter}`,
	];
	const child = spawn(process.execPath, parameters, {
		cwd: resolve(__dirname, '..', '..'),
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = new Promise<void>((end) => child.once('close', () => end()));
	const close = closeAtTheEnd(async () => {
		child.stdin.end();
		await ended;
	});
	const port = await new Promise<string>((found, failed) => {
		child.stdout.once('data', (chunk: Buffer) => found(chunk.toString().trim()));
		child.once('close', (code) => failed(new Error(`The server ended with code ${code}.`)));
	});
	const url = `http://127.0.0.1:${port}`;
	return {
		url,
		takePeak: async () => await takePeak(url),
		close,
	};
}

/** For those who know no more of a server than its address. */
export async function takePeak(url: string): Promise<number> {
	const response = await fetch(`${url}/peak`);
	return Number(await response.text());
}

/** Starts such a server for as long as it is used. */
export async function withFastServer<T>(
	speed: Speed,
	use: (server: FastServer) => Promise<T>,
): Promise<T> {
	const server = await startFastServer(speed);
	try {
		return await use(server);
	} finally {
		await server.close();
	}
}

export const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

/** Ids of sessions, of which the server has any. */
export function sessionIds(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) => `123a4bc5-67d8-901e-2f3g-${String(index).padStart(12, '0')}`,
	);
}
