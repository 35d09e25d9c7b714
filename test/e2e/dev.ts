/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a command of the developers, never part of the package */
import { name, version } from '../../package.json';
import { key } from '../keys';
import { owner } from './n8n';
import { startPlayground } from './playground';

/** Runs n8n with the package, for looking at it in a browser, until Ctrl-C. */
async function dev(): Promise<void> {
	console.log(`Starting n8n with ${name} ${version} …`);
	const { n8n, chime, examples, stop } = await startPlayground(({ body }) =>
		console.log('Notified:', JSON.stringify(body)),
	);
	const addresses = [...examples.values()].map(
		(workflow) => `${n8n.url}/workflow/${workflow.id}  ${workflow.name}`,
	);
	console.log(`
Editor    ${n8n.url}
Log in    ${owner.email}  ${owner.password}
Examples  ${addresses.join('\n          ')}
AWS       ${chime.url} on this machine, for the key ${key.accessKeyId}; the credential is ready

Sessions with telling names (status-404, status-429, reset, html-200 …) fail in that way.
What the examples notify of is printed here. Ctrl-C ends n8n and removes its data.
`);
	await new Promise<void>((resolve) => {
		process.once('SIGINT', () => resolve());
		process.once('SIGTERM', () => resolve());
	});
	console.log('\nStopping …');
	await stop();
}

void dev();
