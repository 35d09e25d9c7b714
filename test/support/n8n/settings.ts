import { randomBytes } from 'node:crypto';
import { delimiter, dirname } from 'node:path';

/** What n8n encrypts credentials with: the same in all processes of one n8n. */
const encryptionKey = drawSecret();

/** A password that nobody else on this machine knows; n8n requires a capital letter and a digit in one. */
export function drawSecret(): string {
	return `A1-${randomBytes(24).toString('base64url')}`;
}

/** This process's environment with these programs' folders ahead of every other. */
export function environmentWith(...programs: string[]): NodeJS.ProcessEnv {
	const folders = [...programs.map((program) => dirname(program)), process.env.PATH];
	return { ...process.env, PATH: folders.join(delimiter) };
}

/** The environment of a process of n8n: nothing of the caller's own n8n, and nothing that leaves this machine. */
export function environmentFor(folder: string, ...programs: string[]): NodeJS.ProcessEnv {
	const own = Object.keys(process.env).filter((name) => /^(N8N|DB|EXECUTIONS|QUEUE)_/.test(name));
	return {
		...environmentWith(...programs),
		...Object.fromEntries(own.map((name) => [name, undefined])),
		// jest sets it to "test", where n8n behaves differently.
		NODE_ENV: 'production',
		NODE_OPTIONS: undefined,
		NO_PROXY: '127.0.0.1,localhost',
		no_proxy: '127.0.0.1,localhost',
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: encryptionKey,
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
