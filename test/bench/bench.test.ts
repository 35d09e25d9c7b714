/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads what the command has written */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import committed from '../../docs/benchmarks.json';
import { options } from '../../nodes/AwsChimeSdkVoice/parameters/options';
import { measure, type Measurement } from './measure';
import { summarize, tablesOf, written } from './results';
import { subjects } from './task';

const page = readFileSync(resolve(__dirname, '..', '..', 'docs', 'benchmarks.md'), 'utf8');
const load = (latency: number, concurrency = 3) => ({ latency, sessions: 20, concurrency });

describe('the benchmark, at a tiny size', () => {
	let measurement: Measurement;

	beforeAll(async () => {
		measurement = await measure({
			warmUp: 20,
			times: [0, 5].map((latency) => [load(latency), load(latency)]),
			// As many sessions as take more memory than a process needs anyway.
			memory: [{ ...load(5), sessions: 500 }],
			levels: [[load(5, 1), load(5, 1), load(5, 4)]],
			n8n: [],
		});
	}, 300_000);

	test.each(subjects)('measures time and memory of «%s», within its concurrency', (name) => {
		const { times, memory } = measurement;
		const runs = [...times, ...memory].filter(({ subject }) => subject === name);
		const figures = [...Array(4).fill(['CPU', 'Time']), ['Memory']];
		expect(runs.map((run) => Object.keys(run.figures))).toEqual(figures);
		for (const run of runs) {
			expect(Math.min(...Object.values(run.figures))).toBeGreaterThan(0);
			expect([1, 2, 3]).toContain(run.inFlight);
		}
	});

	test('at a latency, takes as long as so many requests at once must', () => {
		expect(measurement.levels.map(({ concurrency }) => concurrency)).toEqual([1, 1, 4]);
		for (const { concurrency = 0, figures, inFlight } of measurement.levels) {
			expect(inFlight).toBeLessThanOrEqual(concurrency);
			expect(figures.Time).toBeGreaterThanOrEqual(4.5 / concurrency);
		}
	});

	test('fills the page, and says of every row how often it was measured', async () => {
		const tables = await tablesOf(measurement);
		const rounds = [tables.times, tables.memory, tables.levels].map((rows) =>
			rows.map((row) => row.Rounds),
		);
		expect(rounds).toEqual([
			[2, 2, 2, 2, 2, 2],
			[1, 1, 1],
			[2, 1],
		]);
		expect(written(page, tables)).not.toMatch(/NaN|Infinity|undefined|–/);
	});
});

test('a ratio is taken within a round, and the median of the rounds is given', () => {
	const costs = { SDK: [1, 10, 2], Node: [3, 50, 6], Floor: [2, 20, 4] };
	const runs = Object.entries(costs).flatMap(([subject, rounds]) =>
		rounds.map((CPU) => ({ ...load(0), subject, figures: { CPU }, inFlight: CPU })),
	);
	const [sdk, node, floor] = summarize(runs, 'node ÷ this');
	expect(node).toMatchObject({ Rounds: 3, CPU: 6, 'In flight': 50 });
	expect(sdk).toMatchObject({ CPU: 2, 'CPU: node ÷ this': 3 });
	// 3 ÷ 2, 50 ÷ 20 and 6 ÷ 4.
	expect(floor).toMatchObject({ CPU: 4, 'CPU: node ÷ this': 1.5 });
	expect(summarize(runs, 'this ÷ node')[0]).toMatchObject({ 'CPU: this ÷ node': 0.33 });
});

test('docs/benchmarks.md has the committed figures, and the default of the node', () => {
	expect(written(page, committed)).toBe(page);
	const values = options([]).options?.map((option) => ('default' in option ? option : undefined));
	const value = values?.find((option) => option?.name === 'maxConcurrency')?.default;
	expect(page).toContain(`Unless it is set, it is ${Number(value)}.`);
});
