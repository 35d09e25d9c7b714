import type { StepSequence, SuccessfulResponse } from '../resources/operation';
import type { Parameters } from '../resources/record';
import { isNotFound, requestIdOf } from './awsError';
import { isConfigurationError, isInterrupted } from './networkError';
import { buildRequest } from './request';
import { isSuccess, type HttpResponse } from './response';
import type { FailedRequest, Sender } from './sender';

/**
 * Sends requests of which each depends on the response to the one before, until one fails.
 *
 * @returns what the steps return; the last request where they return undefined because of its response
 * @throws InvalidParameter
 */
export async function sendSteps<Result>(
	steps: StepSequence<Result>,
	parameters: Parameters,
	sender: Sender,
): Promise<{ returned: Result } | FailedRequest> {
	let last: FailedRequest | undefined;
	let response: SuccessfulResponse | undefined;
	for (;;) {
		const { done, value: step } = steps.next({ response, now: sender.now() });
		if (done) return step === undefined && last ? last : { returned: step };
		if (typeof step === 'number') {
			await sender.wait(step);
			continue;
		}
		const { tolerates, ifFails } = step;
		const mayBeAbsent = tolerates !== undefined;
		const built = buildRequest(step.request, step.parameters ?? parameters, step);
		const request = { ...built, mayBeAbsent };
		const result = await sender.send(request, step.deadline);
		last = { request, result, ifFails };
		const failure = { statusCode: result.statusCode, isNotFound: isNotFound(result) };
		// No later request can succeed.
		const isOver = isInterrupted(result) || isConfigurationError(result);
		if (isOver || !(isSuccess(result) || tolerates?.(failure))) return last;
		response = isSuccess(result) ? successOf(result) : undefined;
	}
}

/** What the records of the operations need to know of a success. */
export function successOf(response: HttpResponse): SuccessfulResponse {
	const { statusCode, body } = response;
	return { statusCode, body, requestId: requestIdOf(response) };
}
