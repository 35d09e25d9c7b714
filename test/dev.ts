import { name, version } from '../package.json';
import { closeAll } from './support/cleanup';
import { startPlayground } from './support/n8n/playground';
import { welcome } from './support/n8n/welcome';

/** Runs n8n with the package, for looking at it in a browser, until Ctrl-C. */
async function dev(): Promise<void> {
	console.log(
		`Starting n8n with ${name} ${version}: half a minute, and some minutes more the first time …`,
	);
	const playground = await startPlayground(({ body }) =>
		console.log('Notified:', JSON.stringify(body)),
	);
	console.log(`
${welcome(playground)}

Sessions with the name of a fault (status-404, status-429, reset, html-200 …) fail in that way.
What the examples notify of is printed here. Ctrl-C ends n8n and removes its data.
`);
	await new Promise<void>((resolve) => {
		process.once('SIGINT', () => resolve());
		process.once('SIGTERM', () => resolve());
	});
	console.log('\nStopping …');
	await closeAll();
}

void dev();
