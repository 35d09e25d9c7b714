/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- describes the machine, and starts processes */
import { availableParallelism, cpus, totalmem, type } from 'node:os';
import { join } from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { devDependencies } from '../../package.json';
import { withFastServer } from '../chime/fastServer';
import { nodeProgram } from '../e2e/installation';
import { run } from '../e2e/run';
import { expressionEngineOf } from '../engine/expressions';
import { runProgram } from '../support/program';
import { subjects, type Cell, type Cost, type Measurement, type Plan, type Trial } from './plan';
import { measureInN8n } from './realN8n';

export type Report = (line: string) => void;

/** Carries out a plan, one thing after the other. */
export async function measure(plan: Plan, report: Report): Promise<Measurement> {
	const { concurrency, warmUp } = plan;
	return {
		date: new Date().toISOString().slice(0, 10),
		machine: await thisMachine(),
		concurrency,
		warmUp,
		time: await measureCells(plan, 'time', report),
		memory: await measureCells(plan, 'memory', report),
		levels: await measureLevels(plan, report),
		n8n: plan.n8n && (await measureInN8n(plan.n8n, report)),
	};
}

/** Runs trials in a process of its own against a server of its own. */
async function costsOf(what: 'time' | 'memory', latency: number, trials: Trial[], warmUp: number) {
	const [{ concurrency }] = trials;
	return await withFastServer({ latency }, async ({ url: endpoint }) => {
		const task = { endpoint, what, warmUp: { sessions: warmUp, concurrency }, trials };
		const program = join(__dirname, 'one.ts');
		const parameters = [JSON.stringify(task)];
		const printed = await runProgram(program, parameters, ['--expose-gc'], await nodeProgram());
		return jsonParse<Cost[]>(printed);
	});
}

/**
 * Measures all subjects in one process and in turns (node, floor, SDK, SDK, floor, node, …), so that
 * whatever else the machine does meets all of them.
 */
async function measureCells(
	{ latencies, concurrency, warmUp, ...sizes }: Plan,
	what: 'time' | 'memory',
	report: Report,
): Promise<Cell[]> {
	const cells: Cell[] = [];
	for (const latency of what === 'time' ? latencies : latencies.slice(-1)) {
		const rounds = sizes[what].flatMap(({ sessions, rounds: count }) =>
			Array.from({ length: count }, (_, round) =>
				(round % 2 === 0 ? [...subjects] : [...subjects].reverse()).map((subject) => ({
					subject,
					sessions,
					concurrency,
				})),
			),
		);
		const costs = await costsOf(what, latency, rounds.flat(), warmUp);
		const measured = rounds.map((trials) => {
			const own = trials.map(({ subject }) => [subject, costs.shift()] as const);
			return { sessions: trials[0].sessions, round: Object.fromEntries(own) };
		});
		for (const { sessions } of sizes[what]) {
			const own = measured.filter((each) => each.sessions === sessions);
			cells.push({ latency, sessions, rounds: own.map(({ round }) => Object(round)) });
			report(`${what} of ${sessions} sessions at ${latency} ms`);
		}
	}
	return cells;
}

async function measureLevels({ levels, warmUp }: Plan, report: Report) {
	const measured: Measurement['levels'] = [];
	const { sessions, rounds } = levels;
	for (const latency of levels.latencies) {
		const order = Array<number[]>(rounds).fill(levels.concurrencies).flat();
		const trials = order.map((concurrency) => ({
			subject: 'node' as const,
			sessions,
			concurrency,
		}));
		const all = await costsOf('time', latency, trials, warmUp);
		for (const concurrency of levels.concurrencies) {
			const costs = all.filter((_, index) => order[index] === concurrency);
			measured.push({ latency, concurrency, sessions, costs });
		}
		report(`${levels.concurrencies.length} numbers of requests in flight at ${latency} ms`);
	}
	return measured;
}

async function thisMachine(): Promise<Record<string, string>> {
	const node = (await run(await nodeProgram(), ['--version'])).trim().replace(/^v/, '');
	return {
		System: type(),
		Processor: cpus()[0]?.model ?? 'unknown',
		Cores: String(availableParallelism()),
		Memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
		'Node.js': node,
		'n8n-core': devDependencies['n8n-core'],
		"n8n's expression engine": expressionEngineOf(node),
		"AWS's SDK": devDependencies['@aws-sdk/client-chime-sdk-voice'],
	};
}
