import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import committed from '../../docs/benchmarks.json';
import { options } from '../../nodes/AwsChimeSdkVoice/parameters/options';
import { measure, type Measurement } from './measure';
import { whole, type Plan } from './plan';
import { summarize, tablesOf, written } from './results';
import type { Run } from './task';

const page = readFileSync(resolve(__dirname, '..', '..', 'docs', 'benchmarks.md'), 'utf8');
const load = (latency: number, concurrency = 3) => ({ latency, sessions: 20, concurrency });
const tiny: Plan = {
	times: { ...whole.times, loads: [0, 5].map((latency) => [load(latency), load(latency)]) },
	tls: { ...whole.tls, loads: [[load(0)]] },
	// As many sessions as take more memory than a process needs anyway.
	memory: { ...whole.memory, loads: [[{ ...load(5), sessions: 500 }]] },
	throttling: { ...whole.throttling, loads: [[{ ...load(5), rate: 10 }]] },
	keys: { ...whole.keys, loads: [[load(0)]] },
	levels: { ...whole.levels, loads: [[load(5, 1), load(5, 1), load(5, 4)]] },
};

describe('the benchmark, at a tiny size', () => {
	let measurement: Measurement;

	beforeAll(async () => {
		measurement = await measure(tiny, 20);
	});

	test.each([
		['times', 4, ['CPU', 'Time']],
		['tls', 1, ['CPU', 'Time']],
		['memory', 1, ['Memory']],
		['throttling', 1, ['Seconds', 'Lost']],
		['keys', 1, ['CPU', 'Time']],
	] as const)('measures %s of each client, within its concurrency', (name, rounds, figures) => {
		for (const client of tiny[name].clients) {
			const runs = measurement[name].filter((each) => each.client === client);
			expect(runs).toHaveLength(rounds);
			for (const run of runs) {
				expect(Object.keys(run.figures)).toEqual(figures);
				expect(run.figures[figures[0]]).toBeGreaterThan(0);
				expect([1, 2, 3]).toContain(run.inFlight);
				const fewest = client.endsWith('lists') ? run.sessions / 100 : run.sessions;
				expect(run.requests).toBeGreaterThanOrEqual(fewest);
				if (fewest < run.sessions) expect(run.requests).toBeLessThan(0.5 * run.sessions);
			}
		}
	});

	test('the server lets no more through than it allows, and the node loses none', () => {
		const [node, lists] = measurement.throttling;
		expect([node.figures.Lost, lists.figures.Lost]).toEqual([0, 0]);
		// A burst of 10 at once, and 10 more in a second.
		expect(node.figures.Seconds).toBeGreaterThan(0.8);
		expect(node.requests).toBeGreaterThan(20);
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
		expect(rounds).toEqual([Array(8).fill(2), Array(4).fill(1), [2, 1]]);
		expect(written(page, tables)).not.toMatch(/NaN|Infinity|undefined|–/);
	});
});

test('a ratio is taken within a round, and the median of the rounds is given', () => {
	const costs = { SDK: [1, 10, 2], Node: [3, 50, 6], Floor: [2, 20, 4] };
	const runs = Object.entries(costs).flatMap(([client, rounds]) =>
		rounds.map((CPU): Run => {
			const figures = { CPU };
			return { ...load(0), client, figures, inFlight: CPU, requests: 20 };
		}),
	);
	const [sdk, node, floor] = summarize(runs, 'Node');
	expect(node).toMatchObject({ Rounds: 3, CPU: 6, Requests: 20, 'In flight': 50 });
	expect(sdk).toMatchObject({ CPU: 2, 'CPU: Node ÷ this': 3 });
	// 3 ÷ 2, 50 ÷ 20 and 6 ÷ 4.
	expect(floor).toMatchObject({ CPU: 4, 'CPU: Node ÷ this': 1.5 });
	expect(summarize(runs, 'SDK')[1]).toMatchObject({ 'CPU: SDK ÷ this': 0.33 });
});

test('docs/benchmarks.md has the committed figures, and the default of the node', () => {
	expect(written(page, committed)).toBe(page);
	const values = options([]).options?.map((option) => ('default' in option ? option : undefined));
	const value = values?.find((option) => option?.name === 'maxConcurrency')?.default;
	expect(page).toContain(`per session. The default is ${Number(value)}.`);
});
