import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { name as packageName } from '../../../package.json';
import { installPackage, npmThatKnows } from './communityPackage';
import { signIn } from './editor';
import { freePort, startGuarded, temporaryFolder } from './guarded';
import { installN8n, type Installation } from './installation';
import { isReady, startMain, type StartedN8n } from './n8n';
import { databaseSettings, startPostgres, type Postgres } from './postgres';
import { startRedis, type Redis } from './redis';
import { environmentFor } from './settings';
import { waitFor } from './wait';

/** n8n in queue mode: a main process that hands executions out, and workers that run them. */
export interface Cluster {
	main: StartedN8n;
	workers: Worker[];
	redis: Redis;
	postgres: Postgres;
	/** Ends the main process in good order, does what is to be done meanwhile, and starts another one. */
	replaceMain(meanwhile: () => void): Promise<void>;
	/** Starts a worker that has nothing yet, and waits until it takes executions. */
	startWorker(name: string): Promise<Worker>;
}

export interface Worker {
	name: string;
	/** What it has logged so far, in JSON. */
	printed(): string;
	/** Whether it has said that it installed the package. */
	hasPackage(): boolean;
	/** Ends it as a crash or a power cut would. */
	kill(): Promise<void>;
	stop(): Promise<void>;
}

/** Times after which n8n takes a silent worker for dead, in milliseconds; n8n's own are 60,000, 10,000 and 30,000. */
export const lockTimes = { lock: 6_000, renewal: 2_000, check: 2_000 };

/** How long n8n then waits for such a worker, in milliseconds; n8n has no setting for it. */
export const n8nsGrace = 30_000;

/**
 * Starts Redis, PostgreSQL, the main process and the workers, each with a data folder of its own, as
 * on separate machines, and installs the package on the main process: n8n installs it on the workers.
 */
export async function startCluster(names: string[]): Promise<Cluster> {
	const installation = await installN8n();
	const folder = await temporaryFolder('n8n-queue');
	const npm = await npmThatKnows(folder);
	const redis = await startRedis(installation.node);
	const postgres = await startPostgres(installation);
	const environmentOf = async (name: string) => {
		const home = join(folder, name);
		await mkdir(home);
		const environment = environmentFor(home, npm, installation.node);
		return { home, environment: { ...environment, ...queueMode(redis, postgres) } };
	};
	const startWorker = async (name: string) => {
		const { home, environment } = await environmentOf(name);
		return await startWorkerIn(installation, name, home, environment);
	};

	const { home, environment } = await environmentOf('main');
	const main = await startMain(installation, home, environment);
	const workers = await Promise.all(names.map(startWorker));
	await installPackage(main);
	await waitFor('the package on the workers', () => workers.every((one) => one.hasPackage()));
	const cluster: Cluster = {
		main,
		workers,
		redis,
		postgres,
		startWorker,
		replaceMain: async (meanwhile) => {
			await cluster.main.stop();
			meanwhile();
			const next = await environmentOf('next main');
			cluster.main = await startMain(installation, next.home, next.environment, signIn);
		},
	};
	return cluster;
}

function queueMode(redis: Redis, postgres: Postgres): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: redis.port,
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		QUEUE_WORKER_LOCK_DURATION: String(lockTimes.lock),
		QUEUE_WORKER_LOCK_RENEW_TIME: String(lockTimes.renewal),
		QUEUE_WORKER_STALLED_INTERVAL: String(lockTimes.check),
		...databaseSettings(postgres),
		// A worker that starts without the package gets it before it takes an execution.
		N8N_REINSTALL_MISSING_PACKAGES: 'true',
	};
}

async function startWorkerIn(
	{ node, n8n }: Installation,
	name: string,
	folder: string,
	environment: NodeJS.ProcessEnv,
): Promise<Worker> {
	const port = await freePort();
	const env = {
		...environment,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: port,
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: await freePort(),
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_FORMAT: 'json',
	};
	const command = [node, n8n, 'worker', '--concurrency=5'];
	const { printed, kill, stop } = await startGuarded(
		{ name: `worker ${name}`, node, folder, command, env },
		async () => await isReady(`http://127.0.0.1:${port}/healthz/readiness`),
	);
	return {
		name,
		printed,
		hasPackage: () => printed().includes(`Community package installed: ${packageName}`),
		kill,
		stop,
	};
}
