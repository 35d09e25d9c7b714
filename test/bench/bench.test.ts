import { documentOf, report } from './document';
import { measure } from './measure';
import type { Measurement } from './measurement';
import { pictureOf } from './picture';
import type { Plan } from './plan';
import { subjects } from './task';

const concurrency = 3;
const sessions = 20;
const tiny: Plan = {
	concurrency,
	warmUp: { sessions, concurrency },
	steps: [0, 5].map((latency) => ({ latency, sizes: [{ sessions, rounds: 2 }] })),
	// As many as it takes to be more than what a process needs anyway.
	memory: { latency: 5, sizes: [[500]] },
	levels: {
		latencies: [5],
		loads: [1, 4].map((each) => ({ concurrency: each, sessions, rounds: 2 })),
	},
	n8n: undefined,
};

describe('the benchmark, at a tiny size', () => {
	const told: string[] = [];
	let measurement: Measurement;

	beforeAll(async () => {
		measurement = await measure(tiny, (line) => told.push(line));
	}, 300_000);

	test('measures every subject, and none sends more at once than it may', () => {
		const rounds = [...measurement.cells, ...measurement.memory].flatMap((cell) => cell.rounds);
		expect(rounds).toHaveLength(5);
		for (const round of rounds) {
			for (const subject of subjects) {
				expect(round[subject].peak).toBeGreaterThanOrEqual(1);
				expect(round[subject].peak).toBeLessThanOrEqual(concurrency);
			}
		}
	});

	test.each(subjects)(
		'measures the time and the memory of «%s», each in runs of their own',
		(subject) => {
			for (const { rounds } of measurement.cells) {
				expect(rounds[0][subject].cpu).toBeGreaterThan(0);
				expect(rounds[0][subject].wall).toBeGreaterThan(0);
			}
			const [{ rounds }] = measurement.memory;
			expect(rounds[0][subject].memory).toBeGreaterThan(0);
		},
	);

	test('at a latency, takes as long as so many requests at once must', () => {
		const [one, four] = measurement.levels;
		expect(one).toMatchObject({ concurrency: 1, peak: 1 });
		expect(one.wall).toBeGreaterThanOrEqual(4.5);
		expect(four.peak).toBeLessThanOrEqual(4);
		expect(four.wall).toBeGreaterThanOrEqual(4.5 / 4);
	});

	test('reads the default from the node that is measured', () => {
		expect(measurement.defaultConcurrency).toBeGreaterThanOrEqual(1);
		expect(measurement.defaultConcurrency).toBeLessThanOrEqual(100);
	});

	test('can be printed, written and drawn', () => {
		expect(told).toHaveLength(4);
		for (const text of [documentOf(measurement), report(measurement), pictureOf(measurement)])
			expect(text).not.toMatch(/NaN|Infinity|undefined/);
	});
});
