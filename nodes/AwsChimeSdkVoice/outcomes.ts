import { notSent } from './errors/failure';
import { readGiven, type Found, type Run } from './job';
import type { Outcome } from './outputs/emit';
import { isInterrupted } from './outputs/stopped';

type Misconfigured = Extract<Outcome, { configurationError: Error }>;
export type Outcomes = Array<Outcome | undefined>;

/** The outcomes of jobs by input item; undefined for an input item without one. */
export function byItem(results: Array<Found | undefined>, count: number): Outcomes {
	const outcomes = Array<Outcome | undefined>(count).fill(undefined);
	for (const [item, outcome] of results.flatMap((result) => result ?? [])) outcomes[item] = outcome;
	return outcomes;
}

export function isMisconfigured(outcome: Outcome | undefined): outcome is Misconfigured {
	return outcome !== undefined && 'configurationError' in outcome;
}

/**
 * The outcomes of a run that has sent something before it met a wrong setting: that is a failure of the input
 * items that met it, and the results of the others stay.
 */
export function withFailures(outcomes: Outcomes): Outcomes {
	return outcomes.map((outcome) =>
		isMisconfigured(outcome)
			? outcome.failure && { items: [], failures: [outcome.failure] }
			: outcome,
	);
}

/** The same, with a failure for each input item that was not sent because of the wrong setting. */
export function withUnsent(run: Run, outcomes: Outcomes): Outcomes {
	const misconfigured = outcomes.find(isMisconfigured);
	if (!misconfigured) return outcomes;
	const unsent = (item: number): Outcome => {
		const given = readGiven(run, item);
		if (!('limits' in given)) return given;
		return { items: [], failures: [notSent(misconfigured.configurationError, given)] };
	};
	return withFailures(outcomes).map((outcome, item) => outcome ?? unsent(item));
}

/** The outcomes that can be the error of a run: not those that its end has interrupted. */
export function withoutInterrupted(outcomes: Outcomes): Outcomes {
	return outcomes.map((outcome) =>
		outcome && 'failures' in outcome && outcome.failures.some(isInterrupted) ? undefined : outcome,
	);
}
