/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command of the developers, never part of the package */
import './environment';

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { documentOf, report } from './document';
import { measure } from './measure';
import { pictureOf } from './picture';
import { quick, whole } from './plan';
import { inProcess } from './process';
import { withServer } from './rounds';
import { subjects } from './task';

const docs = resolve(__dirname, '..', '..', 'docs');

/**
 * Measures everything, prints it, and writes docs/benchmarks.md and its picture.
 *
 * Parameters: `--quick` measures less and writes nothing; `--profile` leaves a CPU profile of each
 * subject, to be opened in the developer tools of a browser, and does nothing else.
 */
async function main(parameters: string[]): Promise<void> {
	if (parameters.includes('--profile')) return await profile();
	const isQuick = parameters.includes('--quick');
	const start = performance.now();
	const measurement = await measure(isQuick ? quick : whole, console.log);
	console.log(`\n${report(measurement)}`);
	console.log(`Took ${((performance.now() - start) / 60_000).toFixed(0)} minutes.`);
	if (isQuick) return;
	writeFileSync(join(docs, 'benchmarks.md'), documentOf(measurement));
	writeFileSync(join(docs, 'images', 'benchmarks.svg'), pictureOf(measurement));
}

async function profile(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-'));
	const { warmUp, concurrency } = whole;
	await withServer(0, async (endpoint) => {
		for (const subject of subjects) {
			const options = ['--cpu-prof', `--cpu-prof-dir=${join(folder, subject)}`];
			const [{ cpu }] = await inProcess(
				{ endpoint, what: 'time', warmUp, trials: [{ subject, sessions: 5_000, concurrency }] },
				...options,
			);
			console.log(`${join(folder, subject)}: ${cpu.toFixed(2)} ms CPU per session`);
		}
	});
}

main(process.argv.slice(2)).then(
	() => process.exit(0),
	(error) => {
		console.error(error);
		process.exit(1);
	},
);
