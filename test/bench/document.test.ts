/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads what the command has written */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { options } from '../../nodes/AwsChimeSdkVoice/parameters/options';
import { documentOf, report } from './document';
import type { Measurement, Round } from './measurement';
import { pictureOf } from './picture';
import { whole } from './plan';

const docs = resolve(__dirname, '..', '..', 'docs');
const page = readFileSync(resolve(docs, 'benchmarks.md'), 'utf8');
const picture = readFileSync(resolve(docs, 'images', 'benchmarks.svg'), 'utf8');

const cost = (factor: number) => ({ cpu: factor, wall: 2 * factor, memory: 1_000, peak: 50 });
const round = (factor: number): Round => ({
	node: cost(3 * factor),
	floor: cost(2 * factor),
	sdk: cost(factor),
});
const execution = (node: number) => ({ node, whole: node + 100, peak: 50 });

/** Of everything that the command measures, with figures that are easy to check. */
const measurement: Measurement = {
	date: new Date('2026-01-02'),
	machine: {
		system: 'A system',
		processor: 'A processor',
		cores: 2,
		memory: 8,
		node: '1.2.3',
		expressions: 'vm',
		n8nCore: '1.2.3',
		sdk: '1.2.3',
	},
	concurrency: whole.concurrency,
	warmUp: 1_000,
	defaultConcurrency: 50,
	cells: whole.steps.flatMap(({ latency, sizes }) =>
		sizes.map(({ sessions }) => ({
			latency,
			sessions,
			rounds: [round(1), round(5), round(2)],
		})),
	),
	memory: whole.memory.sizes.flat().map((sessions) => ({
		latency: whole.memory.latency,
		sessions,
		rounds: [round(1)],
	})),
	levels: whole.levels.latencies.flatMap((latency) =>
		whole.levels.loads.map(({ concurrency, sessions, rounds }) => ({
			latency,
			concurrency,
			sessions,
			runs: rounds,
			...cost(1),
		})),
	),
	n8n: {
		version: '1.2.3',
		node: '1.2.3',
		cells: (whole.n8n?.latencies ?? []).map((latency) => ({
			latency,
			sessions: 2_000,
			pairs: [400, 500, 900].map((signed) => ({
				node: execution(100),
				signed: execution(signed),
				unsigned: execution(50),
			})),
		})),
	},
};

/** What stays the same from one run to the next: everything but figures and the machine's own names. */
function shape(text: string): string {
	return (
		text
			.replace(/^\| (System|Processor) \| .* \|$/gm, '| $1 | … |')
			// Beside nothing measurable, there is no ratio.
			.replace(/–|\d[\d,]*(\.\d+)*/g, '#')
	);
}

test('docs/benchmarks.md has the structure of what the command writes', () => {
	expect(shape(page)).toBe(shape(documentOf(measurement)));
});

/** The rows of a table of the page, by the heading of the column; figures as numbers. */
function tableUnder(heading: string): Array<Record<string, number>> {
	const [, rest] = page.split(`\n## ${heading}\n`);
	const [section] = rest.split('\n## ');
	const [head, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
	const cellsOf = (line: string) => line.slice(2, -2).split(' | ');
	return rows.map((row) =>
		Object.fromEntries(
			cellsOf(row).map((cell, column) => [cellsOf(head)[column], Number(cell.replaceAll(',', ''))]),
		),
	);
}

/** Whether a figure may be the quotient of two figures, each rounded to as many digits as are shown. */
function isQuotient(quotient: number, dividend: number, divisor: number): boolean {
	const half = (value: number) => (value >= 100 ? 0.5 : value >= 10 ? 0.05 : 0.005);
	const least = (dividend - half(dividend)) / (divisor + half(divisor)) - half(quotient);
	const most = (dividend + half(dividend)) / (divisor - half(divisor)) + half(quotient);
	return least <= quotient && quotient <= most;
}

describe.each(['Processor time', 'Time', 'Memory'])('the figures under «%s»', (heading) => {
	const rows = tableUnder(heading);
	const names = ['Node', 'Floor', 'SDK'];

	test('are figures', () => {
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.flatMap((row) => Object.values(row)).every((value) => value >= 0)).toBe(true);
	});

	test('fit each other: growth is told beside 1,000 sessions at the same latency', () => {
		const wrong = rows.flatMap((row) => {
			const reference = rows.find(
				(other) => other['Latency, ms'] === row['Latency, ms'] && other.Sessions === 1_000,
			);
			return names.filter(
				(name) => !isQuotient(row[`${name} grows`], row[name], reference?.[name] ?? 0),
			);
		});
		expect(wrong).toEqual([]);
	});

	test('fit each other: of one round, the ratios are those of its figures', () => {
		const wrong = rows
			.filter(({ Rounds }) => Rounds === 1)
			.filter(
				(row) =>
					!isQuotient(row['Node ÷ floor'], row.Node, row.Floor) ||
					!isQuotient(row['Node ÷ SDK'], row.Node, row.SDK),
			);
		expect(wrong).toEqual([]);
	});
});

/** What the page says, as if each figure came from one round. */
function measurementOfPage(): Measurement {
	const [cpu, wall] = ['Processor time', 'Time'].map(tableUnder);
	const cells = cpu.map((row, index) => {
		const costOf = (name: string) => ({ ...cost(0), cpu: row[name], wall: wall[index][name] });
		return {
			latency: row['Latency, ms'],
			sessions: row.Sessions,
			rounds: [{ node: costOf('Node'), floor: costOf('Floor'), sdk: costOf('SDK') }],
		};
	});
	return { ...measurement, cells };
}

test('the picture shows the figures of the page', () => {
	const drawn = pictureOf(measurementOfPage());
	const numbers = (text: string) =>
		(text.match(/\d[\d,]*(\.\d+)?/g) ?? []).map((each) => each.replaceAll(',', '')).map(Number);
	expect(picture.replace(/\d[\d,]*(\.\d+)?/g, '#')).toBe(drawn.replace(/\d[\d,]*(\.\d+)?/g, '#'));
	const off = numbers(picture).map((value, index) => Math.abs(value - numbers(drawn)[index]));
	// In pixels: the page has two digits after the point, the picture is drawn from all.
	expect(Math.max(...off)).toBeLessThan(1);
});

test('it names the default that the node has', () => {
	const values = options.options?.map((option) => ('default' in option ? option : undefined));
	const value = values?.find((option) => option?.name === 'maxConcurrency')?.default;
	expect(page).toContain(`Max Concurrency is ${Number(value)}.`);
});

test('a ratio is taken within a round, and the median of the rounds is given', () => {
	const [first] = measurement.cells;
	const uneven = { ...first, rounds: [round(1), { ...round(10), node: cost(50) }, round(2)] };
	const text = documentOf({ ...measurement, cells: [uneven] });
	// 3 ÷ 2, 50 ÷ 20 and 6 ÷ 4; but the median of the node's own figures is 6, of the floor's 4.
	expect(text).toContain('| 0 | 100 | 3 | 1.50 | 3.00 | 6.00 | 4.00 | 2.00 |');
});

test.each([
	['With this package', '5.00', '600 ÷ 200'],
	['Without a signature', '0.50', '150 ÷ 200'],
])("the line «%s…» has the median of n8n's pairs", (title, ratio) => {
	const line = documentOf(measurement)
		.split('\n')
		.find((each) => each.includes(`| ${title}`));
	expect(line).toContain(` | ${ratio} | `);
});

test('what is printed has the figures of the page', () => {
	const figures = (text: string) =>
		text.match(/^[| ]+\d.*$/gm)?.map((line) => line.match(/[\d.,]+/g));
	expect(figures(report(measurement))).toEqual(figures(documentOf(measurement)));
});
