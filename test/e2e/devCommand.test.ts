import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { closeAtTheEnd } from '../support/cleanup';
import { signIn } from '../support/n8n/editor';
import { temporaryFolder } from '../support/n8n/guarded';
import { isReady } from '../support/n8n/n8n';
import { waitFor } from '../support/n8n/wait';
import { chimeNode } from '../support/workflow';

const root = resolve(__dirname, '..', '..');

/** A checkout whose sources the test can change. */
async function copyOfCheckout(): Promise<string> {
	const folder = await temporaryFolder('checkout');
	const apart = ['.git', 'node_modules', 'coverage'].map((name) => join(root, name));
	await cp(root, folder, { recursive: true, filter: (source) => !apart.includes(source) });
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

it('npm run dev starts an n8n, says how to get in, shows what is saved, and ends with Ctrl-C', async () => {
	const checkout = await copyOfCheckout();
	const child = spawn(process.execPath, ['--import', 'tsx', join('test', 'dev.ts')], {
		cwd: checkout,
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
	const [, editor = ''] = /^Editor +(\S+)/m.exec(printed) ?? [];
	const [, email = '', password = ''] = /^Log in +(\S+) +(\S+)/m.exec(printed) ?? [];
	expect(await isReady(`${editor}/healthz`)).toBe(true);
	expect(printed).toMatch(/^Examples +\S+\/workflow\/\S+ {2}\S/m);

	const nodeFile = join(checkout, 'nodes', 'AwsChimeSdkVoice', 'AwsChimeSdkVoice.node.ts');
	const source = await readFile(nodeFile, 'utf8');
	const saved = source.replace(/(?<=\n\t\tdescription:\s+')/, 'Saved. ');
	expect(saved).not.toBe(source);
	await writeFile(nodeFile, saved);
	await waitFor('the update', () => printed.includes('Updated.'));
	const { types } = await signIn(editor, { firstName: '', lastName: '', email, password });
	expect(await types('nodes')).toContainEqual(
		expect.objectContaining({
			name: chimeNode,
			description: expect.stringMatching(/^Saved\. /),
		}),
	);

	child.kill('SIGINT');
	expect(await ended).toEqual([0, null]);
	expect(await isReady(`${editor}/healthz`)).toBe(false);
});
