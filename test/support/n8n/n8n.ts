import { npmThatKnows } from './communityPackage';
import { signIn, signUp, type Editor, type Owner } from './editor';
import { freePort, guard, startGuarded, temporaryFolder } from './guarded';
import { installN8n, type Installation } from './installation';
import { run } from '../program';
import { drawSecret, environmentFor } from './settings';

/** Where n8n runs and how to get in: data, so that another process can have it. */
export interface Place {
	installation: Installation;
	/** Of the editor, without a slash at the end. */
	url: string;
	/** N8N_USER_FOLDER: temporary, gone when n8n stops. */
	folder: string;
	/** Of its processes. */
	environment: NodeJS.ProcessEnv;
	owner: Owner;
}

/** A running n8n, in which its owner is signed in. */
export interface N8n extends Place, Editor {
	/** Runs one of n8n's commands beside the running server, on the same data. */
	command(...parameters: string[]): Promise<string>;
}

/** An n8n that this process has started. */
export interface StartedN8n extends N8n {
	/** All that it has printed so far. */
	printed(): string;
	stop(): Promise<void>;
}

/** Of every n8n that this process starts. */
const owner: Owner = {
	email: 'owner@example.com',
	firstName: 'Olive',
	lastName: 'Owner',
	password: drawSecret(),
};

/**
 * Starts n8n on free ports of the loopback address, with an `npm` that knows the packed package. It has
 * an owner and nothing else.
 */
export async function startN8n(settings: Record<string, string> = {}): Promise<StartedN8n> {
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
): Promise<StartedN8n> {
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
	const place = { installation, url, folder, environment, owner };
	return { ...(await connectTo(place, enter)), stop, printed };
}

/** Gets in as the owner. */
export async function connectTo(place: Place, enter = signIn): Promise<N8n> {
	const editor = await enter(place.url, place.owner);
	return { ...place, ...editor, command: commandLine(place) };
}

function commandLine({ installation, folder, environment }: Place): N8n['command'] {
	const { node, n8n } = installation;
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
