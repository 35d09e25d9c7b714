import { measureInN8n } from './inN8n';
import type { Plan } from './plan';
import { inProcess } from './process';
import { subjects, type Load, type Run, type SubjectName, type Task } from './task';

export type Measurement = Record<Exclude<keyof Plan, 'warmUp'>, Run[]>;

/** Carries out a plan, one kind of measurement after the other. */
export async function measure({ warmUp, times, memory, levels, n8n }: Plan): Promise<Measurement> {
	const runsOf = async (what: Task['what'], loads: Load[], names: readonly SubjectName[]) => {
		// In short turns, back and forth: whatever else the machine does meets all subjects alike.
		const trials = loads.flatMap((load, round) =>
			(round % 2 === 0 ? names : names.toReversed()).map((subject) => ({ subject, ...load })),
		);
		return await inProcess({ what, warmUp, trials });
	};
	const levelRuns: Run[] = [];
	for (const loads of levels) levelRuns.push(...(await runsOf('time', loads, ['Node'])));
	const timeRuns = times.map(async (loads) => await runsOf('time', loads, subjects));
	const timed = (await Promise.all(timeRuns)).flat();
	// A process for each subject, at the same time: memory does not depend on who else computes.
	const memoryRuns = subjects.map(async (subject) => await runsOf('memory', memory, [subject]));
	const weighed = (await Promise.all(memoryRuns)).flat();
	return { times: timed, memory: weighed, levels: levelRuns, n8n: await measureInN8n(n8n) };
}
