import type { IExecuteFunctions } from 'n8n-workflow';

import { interrupted } from '../transport/networkError';
import type { Outcome } from './emit';

/** Input items that a line of the log names. */
const mostNamed = 100;

/**
 * Logs what AWS has done, or may have done, for the input items of a stopped run. n8n shows their items in
 * an editor that is open, but stores none of a node that was running.
 */
export function logStopped(
	context: Pick<IExecuteFunctions, 'logger' | 'getWorkflow' | 'getExecutionId'>,
	outcomes: Array<Outcome | undefined>,
): void {
	const done: number[] = [];
	const uncertain: number[] = [];
	let hint = '';
	outcomes.forEach((outcome, item) => {
		if (!outcome || !('failures' in outcome)) return;
		const failure = outcome.failures.find(({ code }) => code === interrupted.code);
		if (failure) uncertain.push(item);
		else if (outcome.items.length > 0) done.push(item);
		hint ||= failure?.hint ?? '';
	});
	if (uncertain.length === 0) return;
	const carriedOut = done.length > 0 ? `has carried out the requests of ${named(done)}, and ` : '';
	const message = `The node was stopped. AWS ${carriedOut}may have carried out requests of ${named(uncertain)}. ${hint}`;
	const { id } = context.getWorkflow();
	context.logger.warn(message.trim(), { workflowId: id, executionId: context.getExecutionId() });
}

/** "input items 0, 2, 3", counted from 0 as n8n does. */
function named(items: number[]): string {
	const more = items.length - mostNamed;
	const list = items.slice(0, mostNamed).join(', ');
	return `input ${items.length === 1 ? 'item' : 'items'} ${list}${more > 0 ? ` and ${more} more` : ''}`;
}
