import { availableParallelism, cpus, totalmem, type } from 'node:os';

import { devDependencies } from '../../package.json';
import { dependencies } from '../support/n8n/package.json';
import { run } from '../support/program';
import { filled } from '../support/table';
import { expressionEngineOf } from '../support/engine/expressions';
import type { Measurement } from './measure';
import { whole } from './plan';
import { nodeProgram } from './process';
import type { Run } from './task';

type Row = Record<string, number | string>;

/** The tables of docs/benchmarks.md, by their markers; docs/benchmarks.json holds the same. */
export type Tables = Record<string, Row[]>;

export async function tablesOf(measurement: Measurement): Promise<Tables> {
	const tables = Object.entries(measurement).map(([name, runs]) => [
		name,
		summarize(runs, whole[name].baseline),
	]);
	return { machine: [await thisMachine()], ...Object.fromEntries(tables) };
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

/** A row for each client under each load: medians of its figures, and of the ratios within the rounds. */
export function summarize(runs: Run[], baseline?: string): Row[] {
	const loads = groups(runs, ({ latency, sessions, concurrency, rate }) =>
		[latency, sessions, concurrency, rate].join(),
	);
	return loads.flatMap((load) => {
		const other = load.filter(({ client }) => client === baseline);
		return groups(load, ({ client }) => client).map((own) => rowOf(own, other));
	});
}

function rowOf(own: Run[], baseline: Run[]): Row {
	const [{ client, figures, latency, sessions, concurrency, rate }] = own;
	const row: Row = { 'Latency, ms': latency, Sessions: sessions };
	if (rate !== undefined) row['Allowed a second'] = rate;
	if (concurrency !== undefined) row['Max Concurrency'] = concurrency;
	Object.assign(row, { Who: client, Rounds: own.length });
	for (const name of Object.keys(figures)) {
		row[name] = median(own.map((each) => each.figures[name]));
		if (baseline.length === 0) continue;
		const ratios = own.map((each, round) => baseline[round].figures[name] / each.figures[name]);
		row[`${name}: ${baseline[0].client} ÷ this`] = median(ratios);
	}
	const most = (name: 'requests' | 'inFlight') => Math.max(...own.map((each) => each[name]));
	return { ...row, Requests: most('requests'), 'In flight': most('inFlight') };
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
	const contents = Object.entries(tables).map(([name, rows]) => [name, () => markdown(rows)]);
	return filled(page, Object.fromEntries(contents));
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
