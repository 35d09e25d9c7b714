/* eslint-disable @n8n/community-nodes/no-restricted-imports -- describes the machine of the benchmark */
import { availableParallelism, cpus, totalmem, type } from 'node:os';

import { devDependencies } from '../../package.json';
import { dependencies } from '../e2e/package.json';
import { run } from '../support/program';
import { expressionEngineOf } from './expressions';
import type { Measurement } from './measure';
import { nodeProgram } from './process';
import type { Run } from './task';

type Row = Record<string, number | string>;
type Ratio = 'node ÷ this' | 'this ÷ node';

/** The tables of docs/benchmarks.md, by their markers; docs/benchmarks.json holds the same. */
export type Tables = Record<keyof Measurement | 'machine', Row[]>;

export async function tablesOf({ times, memory, levels, n8n }: Measurement): Promise<Tables> {
	return {
		machine: [await thisMachine()],
		times: summarize(times, 'node ÷ this'),
		memory: summarize(memory, 'node ÷ this'),
		n8n: summarize(n8n, 'this ÷ node'),
		levels: summarize(levels),
	};
}

/** What absolute figures depend on. */
async function thisMachine(): Promise<Row> {
	const node = (await run(await nodeProgram(), ['--version'])).trim().slice(1);
	return {
		Measured: new Date().toISOString().slice(0, 10),
		System: type(),
		Processor: cpus()[0]?.model ?? 'unknown',
		Cores: availableParallelism(),
		'Memory, GiB': Math.round(totalmem() / 2 ** 30),
		'Node.js': node,
		n8n: dependencies.n8n,
		'Expression engine': expressionEngineOf(node),
		"AWS's SDK": devDependencies['@aws-sdk/client-chime-sdk-voice'],
	};
}

/** A row for each subject under each load: medians of its figures, and of the ratios within the rounds. */
export function summarize(runs: Run[], ratio?: Ratio): Row[] {
	const loads = groups(runs, (run) => `${run.latency} ${run.sessions} ${run.concurrency}`);
	return loads.flatMap((load) => {
		const node = load.filter(({ subject }) => subject === 'Node');
		return groups(load, ({ subject }) => subject).map((own) => rowOf(own, node, ratio));
	});
}

function rowOf(own: Run[], node: Run[], ratio?: Ratio): Row {
	const [{ subject, figures, latency, sessions, concurrency }] = own;
	const row: Row = { 'Latency, ms': latency, Sessions: sessions };
	if (concurrency !== undefined) row['Max Concurrency'] = concurrency;
	Object.assign(row, { Who: subject, Rounds: own.length });
	for (const name of Object.keys(figures)) {
		row[name] = median(own.map((each) => each.figures[name]));
		if (!ratio) continue;
		const ratios = own.map((each, round) => each.figures[name] / node[round].figures[name]);
		const power = ratio === 'this ÷ node' ? 1 : -1;
		row[`${name}: ${ratio}`] = median(ratios.map((value) => value ** power));
	}
	return { ...row, 'In flight': Math.max(...own.map(({ inFlight }) => inFlight)) };
}

function groups<T>(all: T[], keyOf: (each: T) => string): T[][] {
	const keys = [...new Set(all.map(keyOf))];
	return keys.map((key) => all.filter((each) => keyOf(each) === key));
}

/** A dash where there is no number. */
function median(values: number[]): number | string {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const value = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
	return Number.isFinite(value) ? Number(shown(value)) : '–';
}

/** With as many digits as say something. */
const shown = (value: number) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** The page with these tables, each between two markers. */
export function written(page: string, tables: Tables): string {
	return Object.entries(tables).reduce((text, [name, rows]) => {
		const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
		const parts = text.split(new RegExp(`${start}[^]*${end}`));
		if (parts.length !== 2) throw new Error(`The page has no place for ${name}.`);
		return parts.join(`${start}\n\n${markdown(rows)}\n\n${end}`);
	}, page);
}

function markdown(rows: Row[]): string {
	const columns = Object.keys(rows[0] ?? { 'Not measured': '' });
	const isWhole = columns.map((column) => rows.every((row) => Number.isInteger(row[column])));
	const text = (value: number | string, at: number) =>
		isWhole[at] || typeof value === 'string' ? value.toLocaleString('en-US') : shown(value);
	const lines = rows.map((row) => columns.map((column, at) => text(row[column], at)));
	const all = [columns, columns.map(() => '-'), ...lines];
	return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
