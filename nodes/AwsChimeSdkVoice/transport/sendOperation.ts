import type { IDataObject } from 'n8n-workflow';

import type {
	BulkOperation,
	Operation,
	PartialResult,
	ResultContext,
	Steps,
} from '../resources/operation';
import type { Parameters } from '../resources/record';
import { sentFieldsOf } from '../resources/properties';
import type { ListBudget } from './pages';
import { paginate } from './paginate';
import { buildRequest, type ChimeRequest } from './request';
import { isSuccess } from './response';
import type { FailedRequest, Sender } from './sender';
import { sendSteps, successOf } from './steps';

/** The items of all responses that an input item needs, or the first response without success. */
export type OperationResult =
	{ items: IDataObject[] } | (PartialResult & { request: ChimeRequest }) | FailedRequest;

/**
 * Sends the requests of one input item: one request, those before and after it, or the pages of a list.
 *
 * @throws InvalidParameter
 */
export async function sendOperation(
	operation: Exclude<Operation, BulkOperation>,
	parameters: Parameters,
	sender: Sender,
	budget: ListBudget,
): Promise<OperationResult> {
	const context = contextOf(operation, parameters);
	if ('list' in operation) return await paginate(operation, context, sender.send, budget);
	const { before, after } = operation;
	let request = buildRequest(operation, parameters);
	if (isOn(before, parameters)) {
		const prepared = await sendSteps(before.run(), parameters, sender);
		if ('request' in prepared) return prepared;
		request = buildRequest(operation, parameters, { body: prepared.returned });
	}
	const result = await sender.send(request);
	const ifFails = isOn(before, parameters) ? before.ifLaterFails : undefined;
	if (!isSuccess(result)) return { request, result, ifFails };
	const response = successOf(result);
	const items = operation.result(response, context);
	if (!items) return { request, result };
	if (!isOn(after, parameters)) return { items };
	const completed = await sendSteps(after.run(response, context, sender.now()), parameters, sender);
	if ('result' in completed) return completed;
	return completed.returned ? { request, ...completed.returned } : { request, result };
}

/** What the items of an operation depend on, apart from its responses. */
export function contextOf({ fields }: Operation, parameters: Parameters): ResultContext {
	const inPath = sentFieldsOf(fields).filter((field) => field.in === 'path');
	const ids = inPath.map(({ awsName, property: { name, displayName }, validate }) => [
		awsName,
		String(validate(parameters[name], displayName)),
	]);
	return { parameters, ids: Object.fromEntries(ids) };
}

function isOn<T extends Steps<never, unknown>>(
	steps: T | undefined,
	parameters: Parameters,
): steps is T {
	return steps !== undefined && parameters[steps.ifSet] === true;
}
