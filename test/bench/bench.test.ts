/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the committed page */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import figures from '../../docs/benchmarks.json';
import { documentOf } from './document';
import { measure } from './measure';
import { subjects, type Measurement, type Plan } from './plan';

const concurrency = 3;
const tiny: Plan = {
	concurrency,
	warmUp: 20,
	latencies: [0, 5],
	time: [{ sessions: 20, rounds: 2 }],
	// As many as it takes to be more than what a process needs anyway.
	memory: [{ sessions: 500, rounds: 1 }],
	levels: { latencies: [5], concurrencies: [1, 4], sessions: 20, rounds: 2 },
};

test('the committed page is what the command writes for the committed figures', () => {
	const committed: Measurement = figures;
	const page = readFileSync(resolve(__dirname, '..', '..', 'docs', 'benchmarks.md'), 'utf8');
	expect(page).toBe(documentOf(committed));
});

describe('the benchmark, at a tiny size', () => {
	const reported: string[] = [];
	let measurement: Measurement;

	beforeAll(async () => {
		measurement = await measure(tiny, (line) => reported.push(line));
	}, 300_000);

	test('measures every subject, and none sends more at once than it may', () => {
		const rounds = [...measurement.time, ...measurement.memory].flatMap((cell) => cell.rounds);
		expect(rounds).toHaveLength(5);
		for (const round of rounds) {
			for (const subject of subjects) {
				expect(round[subject].peak).toBeGreaterThanOrEqual(1);
				expect(round[subject].peak).toBeLessThanOrEqual(concurrency);
			}
		}
	});

	test.each(subjects)('measures the time and the memory of «%s» apart', (subject) => {
		for (const { rounds } of measurement.time) {
			expect(rounds[0][subject].cpu).toBeGreaterThan(0);
			expect(rounds[0][subject].wall).toBeGreaterThan(0);
		}
		expect(measurement.memory[0].rounds[0][subject].memory).toBeGreaterThan(0);
	});

	test('at a latency, takes at least as long as so many requests at once must', () => {
		const [one, four] = measurement.levels;
		for (const { wall } of one.costs) expect(wall).toBeGreaterThanOrEqual(4.5);
		for (const { wall } of four.costs) expect(wall).toBeGreaterThanOrEqual(4.5 / 4);
		expect(one.costs.map(({ peak }) => peak)).toEqual([1, 1]);
		expect(Math.max(...four.costs.map(({ peak }) => peak))).toBeLessThanOrEqual(4);
	});

	test('has a page without gaps', () => {
		expect(reported).toHaveLength(4);
		expect(documentOf(measurement)).not.toMatch(/NaN|Infinity|undefined|–/);
	});
});
