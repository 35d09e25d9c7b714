import { join } from 'node:path';

import { watch } from 'chokidar';
import { sleep } from 'n8n-workflow';

import { name, version } from '../package.json';
import { closeAll, closeAtTheEnd } from './support/cleanup';
import { updatePackage } from './support/n8n/communityPackage';
import type { N8n } from './support/n8n/n8n';
import { startPlayground } from './support/n8n/playground';
import { run } from './support/program';
import { welcome } from './support/n8n/welcome';

const root = join(__dirname, '..');

/** Runs n8n with the package, for looking at it in a browser, until Ctrl-C. Saved sources are in it a few seconds later. */
async function dev(): Promise<void> {
	console.log(
		`Starting n8n with ${name} ${version}: half a minute, and some minutes more the first time …`,
	);
	const playground = await startPlayground(({ body }) =>
		console.log('Notified:', JSON.stringify(body)),
	);
	await updateOnChange(playground.n8n);
	console.log(`
${welcome(playground)}

Sessions with the name of a fault (status-404, status-429, reset, html-200 …) fail in that way.
What the examples notify of is printed here. What you save in nodes/ or credentials/ is built and
updated in this n8n. Ctrl-C ends n8n and removes its data.
`);
	await new Promise<void>((resolve) => {
		process.once('SIGINT', () => resolve());
		process.once('SIGTERM', () => resolve());
	});
	console.log('\nStopping …');
	await closeAll();
}

/** Milliseconds in which an editor writes all that it saves at once. */
const pause = 200;

/** Builds and updates the package in n8n after each change of the sources. */
async function updateOnChange(n8n: N8n): Promise<void> {
	const changed = new Set<string>();
	let isUpdating = false;
	const update = async () => {
		if (isUpdating) return;
		isUpdating = true;
		while (changed.size > 0) {
			await sleep(pause);
			// Pictures, schemas and codices are copied by n8n's own build, which takes longer.
			const isCode = [...changed].every((file) => file.endsWith('.ts'));
			changed.clear();
			try {
				await run('npm', isCode ? ['exec', 'gulp'] : ['run', 'build']);
				await updatePackage(n8n);
				console.log('Updated.');
			} catch (reason) {
				console.log(String(reason));
			}
		}
		isUpdating = false;
	};
	const watcher = watch(['nodes', 'credentials'], { cwd: root, ignoreInitial: true });
	closeAtTheEnd(async () => await watcher.close());
	await new Promise<void>((resolve) => watcher.once('ready', resolve));
	watcher.on('all', (_event, file) => {
		changed.add(file);
		void update();
	});
}

void dev();
