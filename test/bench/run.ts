/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command of the developers, never part of the package */
import '../engine/measuredEnvironment';

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { documentOf } from './document';
import { measure } from './measure';
import { quick, whole } from './plan';

/** Measures and prints the page; without `--quick`, writes docs/benchmarks.md and its figures. */
async function main(isQuick: boolean): Promise<void> {
	const measurement = await measure(isQuick ? quick : whole, console.log);
	const page = documentOf(measurement);
	console.log(`\n${page}`);
	if (isQuick) return;
	const docs = resolve(__dirname, '..', '..', 'docs');
	writeFileSync(resolve(docs, 'benchmarks.md'), page);
	writeFileSync(resolve(docs, 'benchmarks.json'), `${JSON.stringify(measurement, null, '\t')}\n`);
}

void main(process.argv.includes('--quick')).then(() => process.exit(0));
