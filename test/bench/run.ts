import '../support/engine/environment';

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { closeAll } from '../support/cleanup';
import { measure } from './measure';
import { quick, whole } from './plan';
import { tablesOf, written } from './results';

/** Measures all tables, or those that are named, and writes docs/benchmarks.json and the tables of docs/benchmarks.md; with --quick, it measures less and writes nothing. */
async function main([first, ...others]: string[]): Promise<void> {
	const [plan, names] =
		first === '--quick' ? [quick, others] : [whole, [first ?? [], others].flat()];
	const isChosen = ([name]: [string, unknown]) => names.length === 0 || names.includes(name);
	const chosen = Object.fromEntries(Object.entries(plan).filter(isChosen));
	const tables = await tablesOf(await measure(chosen));
	Object.values(tables).forEach((rows) => console.table(rows));
	if (plan === quick) return;
	const page = resolve(__dirname, '..', '..', 'docs', 'benchmarks.md');
	const file = page.replace(/md$/, 'json');
	const all = { ...JSON.parse(readFileSync(file, 'utf8')), ...tables };
	writeFileSync(file, `${JSON.stringify(all, null, '\t')}\n`);
	writeFileSync(page, written(readFileSync(page, 'utf8'), all));
}

void main(process.argv.slice(2))
	.finally(closeAll)
	.then(() => process.exit(0));
