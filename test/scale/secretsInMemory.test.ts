import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

import { refused, startChime, type Chime } from '../support/chime/server';
import { closeAtTheEnd } from '../support/cleanup';

/** A text of 40 characters, as long as a secret access key; JSON escapes none of them. */
const secret = () => randomBytes(30).toString('base64');
const keys = ['first', 'kept', 'last'].map(() => ({
	accessKeyId: `ASIA${randomBytes(8).toString('hex')}`,
	secretAccessKey: secret(),
	sessionToken: secret(),
}));

/** The texts that a stream contains. It is read in chunks, because it is too long for one string. */
async function foundIn(stream: Readable, texts: string[]): Promise<string[]> {
	const found = new Set<string>();
	let end = '';
	for await (const chunk of stream.setEncoding('latin1')) {
		const part = `${end}${chunk}`;
		for (const text of texts) if (part.includes(text)) found.add(text);
		end = part.slice(-100);
	}
	return texts.filter((text) => found.has(text));
}

/** Runs the node with each key in a child process, and looks for texts in its memory afterwards. */
async function leftInMemory(chime: Chime, texts: string[]): Promise<string[]> {
	const options = ['--expose-gc', '--no-warnings', '--heap-snapshot-string-limit=1000000'];
	const program = ['--import', 'tsx', join(__dirname, 'secretsProcess.ts'), chime.url];
	const child = spawn(process.execPath, [...options, ...program], {
		cwd: resolve(__dirname, '..', '..'),
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const exit = once(child, 'exit');
	closeAtTheEnd(async () => {
		child.kill();
		await exit;
	});
	child.stdin.end(keys.map((key) => Object.values(key).join('')).join(''));
	const found = await foundIn(child.stdout, texts);
	expect(await exit).toEqual([0, null]);
	return found;
}

test('a run of the node leaves no secret and no session token in the memory of its process', async () => {
	const chime = await startChime({ keys });
	const [first, kept, last] = keys.map(({ secretAccessKey, sessionToken }) => [
		secretAccessKey,
		sessionToken,
	]);
	const texts = [...first, ...kept, ...last];
	// The process keeps the second credential. That one is found, so the search does find what is left.
	expect(await leftInMemory(chime, texts)).toEqual(kept);
	expect(chime.received).toHaveLength(9);
	expect(refused(chime.received)).toEqual([]);
});
