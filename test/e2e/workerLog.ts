import { jsonParse } from 'n8n-workflow';

/** An execution that a worker took. */
export interface Job {
	execution: string;
	/** n8n's number in the queue. */
	job: string;
	started: Date;
	/** Missing where the worker did not live to say so. */
	finished?: Date;
}

/** What a worker's log in JSON says about its jobs, in the order of their start. */
export function jobsIn(log: string): Job[] {
	const jobs = new Map<string, Job>();
	for (const { message, time } of linesOf(log)) {
		const [, verb, execution, job] =
			/^Worker (started|finished) execution (\d+) \(job (\d+)\)/.exec(message) ?? [];
		if (verb === 'started') jobs.set(job, { execution, job, started: time });
		const known = jobs.get(job);
		if (verb === 'finished' && known) known.finished = time;
	}
	return [...jobs.values()];
}

interface Line {
	message?: string;
	timestamp?: string;
	metadata?: { timestamp?: string };
}

/** The lines that are n8n's own: others print to the same place, and the last one may be half there. */
function linesOf(log: string): Array<{ message: string; time: Date }> {
	return log
		.split('\n')
		.filter((line) => line.startsWith('{') && line.endsWith('}'))
		.map((line) => jsonParse<Line>(line, { fallbackValue: {} }))
		.map(({ message = '', timestamp, metadata }) => ({
			message,
			time: new Date(timestamp ?? metadata?.timestamp ?? NaN),
		}));
}
