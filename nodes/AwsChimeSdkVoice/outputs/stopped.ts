import type { IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from '../errors/failure';
import { interrupted, isBeforeSending } from '../transport/networkError';
import { isUnclear } from '../transport/retryPolicy';
import type { Outcome } from './emit';

/** Input items that a sentence names. */
const mostNamed = 100;

/** Whether a run was stopped while, or before, a request of an item was on the wire. */
export function isInterrupted({ code }: Failure): boolean {
	return code === interrupted.code;
}

/** Whether AWS may have done something for an item, although no response says so. */
export function isUncertain({ attempts, code, statusCode }: Failure): boolean {
	if (attempts === 0 || isBeforeSending(code)) return false;
	return statusCode === null || isUnclear(statusCode);
}

/**
 * Logs what AWS has done, or may have done, for the input items of a stopped run. n8n shows their items in
 * an editor that is open, but stores none of a node that was running.
 */
export function logStopped(
	context: Pick<IExecuteFunctions, 'logger' | 'getWorkflow' | 'getExecutionId'>,
	outcomes: Array<Outcome | undefined>,
): void {
	const failures = outcomes.flatMap((outcome) => failuresOf(outcome).filter(isInterrupted));
	if (failures.length === 0) return;
	const { hint = '' } = failures.find((failure) => failure.hint !== undefined) ?? {};
	const message = `The node was stopped. ${doneSentence(outcomes, isInterrupted)} ${hint}`;
	const { id } = context.getWorkflow();
	context.logger.warn(message.trim(), { workflowId: id, executionId: context.getExecutionId() });
}

/**
 * What AWS has done, and may have done, for the input items of a run that ends without their items; empty
 * where that is nothing.
 */
export function doneSentence(
	outcomes: Array<Outcome | undefined>,
	isUncertain: (failure: Failure) => boolean,
): string {
	const done: number[] = [];
	const uncertain: number[] = [];
	outcomes.forEach((outcome, item) => {
		if (failuresOf(outcome).some(isUncertain)) uncertain.push(item);
		else if (outcome && 'items' in outcome && outcome.items.length > 0) done.push(item);
	});
	const parts = [
		...(done.length > 0 ? [`has carried out the requests of ${named(done)}`] : []),
		...(uncertain.length > 0 ? [`may have carried out requests of ${named(uncertain)}`] : []),
	];
	return parts.length > 0 ? `AWS ${parts.join(', and ')}.` : '';
}

function failuresOf(outcome: Outcome | undefined): Failure[] {
	return outcome && 'failures' in outcome ? outcome.failures : [];
}

/** "input items 0, 2, 3", counted from 0 as n8n does. */
function named(items: number[]): string {
	const more = items.length - mostNamed;
	const list = items.slice(0, mostNamed).join(', ');
	return `input ${items.length === 1 ? 'item' : 'items'} ${list}${more > 0 ? ` and ${more} more` : ''}`;
}
