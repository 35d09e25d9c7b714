import { npmThatKnows } from './communityPackage';
import { signUp, type Editor } from './editor';
import { freePort, guard, startGuarded, temporaryFolder } from './guarded';
import { installN8n, type Installation } from './installation';
import { run } from '../program';
import { drawSecret, environmentFor } from './settings';

/** A running n8n with an owner and nothing else. */
export interface N8n extends Editor {
	installation: Installation;
	/** Of the editor, without a slash at the end. */
	url: string;
	/** N8N_USER_FOLDER: temporary, gone when n8n stops. */
	folder: string;
	/** Runs one of n8n's commands beside the running server, on the same data. */
	command(...parameters: string[]): Promise<string>;
	/** All that it has printed so far. */
	printed(): string;
	stop(): Promise<void>;
}

/** Of every n8n that this process starts. */
export const owner = {
	email: 'owner@example.com',
	firstName: 'Olive',
	lastName: 'Owner',
	password: drawSecret(),
};

/** Starts n8n on free ports of the loopback address, with an `npm` that knows the packed package. */
export async function startN8n(settings: Record<string, string> = {}): Promise<N8n> {
	const installation = await installN8n();
	const folder = await temporaryFolder('n8n');
	const npm = await npmThatKnows(folder);
	const environment = { ...environmentFor(folder, npm, installation.node), ...settings };
	return await startMain(installation, folder, environment);
}

/**
 * Starts n8n's server and signs up its owner.
 *
 * @param enter how the owner gets in; signs in where the data is that of an earlier start
 */
export async function startMain(
	installation: Installation,
	folder: string,
	environment: NodeJS.ProcessEnv,
	enter = signUp,
): Promise<N8n> {
	const { node, n8n } = installation;
	const url = `http://127.0.0.1:${await freePort()}`;
	const env = {
		N8N_LOG_LEVEL: 'warn',
		...environment,
		N8N_PORT: new URL(url).port,
		N8N_RUNNERS_BROKER_PORT: await freePort(),
	};
	const { stop, printed } = await startGuarded(
		{ name: 'n8n', node, folder, command: [node, n8n, 'start'], env },
		async () =>
			(await isReady(`${url}/healthz/readiness`)) && (await isReady(`${url}/rest/settings`)),
	);
	const editor = await enter(url, owner);
	const command = commandLine(installation, folder, environment);
	return { installation, folder, url, stop, printed, ...editor, command };
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

/** Whether a server responds there with a success. */
export async function isReady(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}
