/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command of the developers, never part of the package */
import './environment';

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { measure } from './measure';
import { quick, whole } from './plan';
import { tablesOf, written } from './results';

/** Measures everything, prints it, and writes docs/benchmarks.json and the tables of docs/benchmarks.md; quickly, it measures less and writes nothing. */
async function main(isQuick: boolean): Promise<void> {
	const tables = await tablesOf(await measure(isQuick ? quick : whole));
	Object.values(tables).forEach((rows) => console.table(rows));
	if (isQuick) return;
	const page = resolve(__dirname, '..', '..', 'docs', 'benchmarks.md');
	writeFileSync(page.replace(/md$/, 'json'), `${JSON.stringify(tables, null, '\t')}\n`);
	writeFileSync(page, written(readFileSync(page, 'utf8'), tables));
}

void main(process.argv.includes('--quick')).then(() => process.exit(0));
