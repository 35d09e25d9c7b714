/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-hardcoded-secrets, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs a throwaway n8n for the tests, never part of the package */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { npmThatKnows, pack } from './communityPackage';
import { signUp, type Editor, type Owner } from './editor';
import { installN8n, type Installation } from './installation';
import { environmentWith, run } from './run';
import { waitFor } from './wait';

/** A running n8n with an owner and nothing else. */
export interface N8n extends Editor {
	installation: Installation;
	/** Of the editor, without a slash at the end. */
	url: string;
	/** N8N_USER_FOLDER: temporary, gone when n8n stops. */
	folder: string;
	/** Runs one of n8n's commands beside the running server, on the same data. */
	command(...parameters: string[]): Promise<string>;
	stop(): Promise<void>;
}

export const owner: Owner = {
	email: 'owner@example.com',
	firstName: 'Olive',
	lastName: 'Owner',
	password: 'Only-for-loopback-1',
};

/** Ends what it runs when this process ends, and removes what it has left. */
const guard = join(__dirname, 'guard.ts');

/** Starts n8n on free ports of the loopback address, with an `npm` that knows the packed package. */
export async function startN8n(): Promise<N8n> {
	const installation = await installN8n();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	let server: Server | undefined;
	try {
		const environment = await environmentFor(installation, folder);
		server = await startServer(installation, folder, environment);
		const editor = await signUp(server.url, owner);
		const command = commandLine(installation, folder, environment);
		return { installation, folder, ...server, ...editor, command };
	} catch (error) {
		await server?.stop();
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

function commandLine(
	{ node, n8n }: Installation,
	folder: string,
	environment: NodeJS.ProcessEnv,
): N8n['command'] {
	return async (...parameters) =>
		await run(node, [guard, '', node, n8n, ...parameters], {
			cwd: folder,
			env: {
				...environment,
				N8N_RUNNERS_BROKER_PORT: await freePort(),
				// The results are printed as a part of the log.
				N8N_LOG_LEVEL: 'info',
			},
		});
}

async function environmentFor({ node }: Installation, folder: string): Promise<NodeJS.ProcessEnv> {
	const npm = await npmThatKnows(await pack(folder), folder);
	return { ...environmentWith(npm, node), ...settings(folder) };
}

/** Nothing of the caller's own n8n, and nothing that leaves this machine. */
function settings(folder: string): Record<string, string | undefined> {
	const own = Object.keys(process.env).filter((name) => /^(N8N|DB|EXECUTIONS|QUEUE)_/.test(name));
	return {
		...Object.fromEntries(own.map((name) => [name, undefined])),
		// jest sets it to "test", where n8n behaves differently.
		NODE_ENV: 'production',
		NODE_OPTIONS: undefined,
		NO_PROXY: '127.0.0.1,localhost',
		no_proxy: '127.0.0.1,localhost',
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: 'only-for-loopback',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		// The list of verified packages; this one is installed by its name.
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
	};
}

type Server = Pick<N8n, 'url' | 'stop'>;

async function startServer(
	{ node, n8n }: Installation,
	folder: string,
	environment: NodeJS.ProcessEnv,
): Promise<Server> {
	const url = `http://127.0.0.1:${await freePort()}`;
	const env = {
		...environment,
		N8N_PORT: new URL(url).port,
		N8N_RUNNERS_BROKER_PORT: await freePort(),
		N8N_LOG_LEVEL: 'warn',
	};
	const child = spawn(node, [guard, folder, node, n8n, 'start'], { cwd: folder, env });
	const log: string[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => log.push(chunk.toString()));
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const stop = async () => {
		child.stdin.end();
		await ended;
	};
	const isReady = async () =>
		(await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`));

	await waitFor('n8n', async () => hasEnded(child) || (await isReady())).catch(stop);
	if (hasEnded(child)) throw new Error(`n8n did not start:\n${log.join('')}`);
	return { url, stop };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode !== null || signalCode !== null;
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}

async function freePort(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return String(port);
}
