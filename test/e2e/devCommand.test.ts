import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { closeAtTheEnd } from '../support/cleanup';
import { isReady } from '../support/n8n/n8n';
import { waitFor } from '../support/n8n/wait';

it('npm run dev starts an n8n, says how to get in, and ends with Ctrl-C', async () => {
	const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '..', 'dev.ts')], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	closeAtTheEnd(async () => {
		child.kill('SIGTERM');
		await ended;
	});
	let printed = '';
	child.stdout.on('data', (chunk) => void (printed += String(chunk)));
	await waitFor('the end of the welcome', () => printed.includes('Ctrl-C ends n8n'), 600_000);
	const [editor = ''] = /(?<=^Editor +)\S+/m.exec(printed) ?? [];
	expect(await isReady(`${editor}/healthz`)).toBe(true);
	expect(printed).toMatch(/^Examples +\S+\/workflow\/\S+ {2}\S/m);
	child.kill('SIGINT');
	expect(await ended).toEqual([0, null]);
	expect(await isReady(`${editor}/healthz`)).toBe(false);
});
