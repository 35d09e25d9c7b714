import type { IDataObject } from 'n8n-workflow';

import { mostEntriesOf } from '../resources/getMany';
import type { ListOperation, Operation, Parameters, ResultContext } from '../resources/operation';
import { sentFieldsOf } from '../resources/properties';
import { boundedItems } from '../resources/results';
import { requestIdOf } from './awsError';
import { createPageGuard, entriesOf, nextTokenOf, type ListBudget } from './pages';
import { buildRequest, type ChimeRequest } from './request';
import { isSuccess } from './response';
import type { Send, SentResult } from './sender';

/** The items of all responses that an input item needs, or the first response without success. */
export type OperationResult = { items: IDataObject[] } | FailedRequest;

/** A request whose response is not the expected success, or that had no response. */
export interface FailedRequest {
	request: ChimeRequest;
	result: SentResult;
	/** What is wrong with the response, where its body does not say it. */
	problem?: string;
}

/**
 * Sends the requests of one input item, page by page for a list. The items of earlier pages are not
 * returned when a later page fails: nobody could tell how many are missing.
 *
 * @throws InvalidParameter
 */
export async function sendOperation(
	operation: Operation,
	parameters: Parameters,
	send: Send,
	budget: ListBudget,
): Promise<OperationResult> {
	const context = { parameters, ids: idsOf(operation, parameters) };
	if ('list' in operation) return await paginate(operation, context, send, budget);
	const request = buildRequest(operation, parameters);
	const result = await send(request);
	if (!isSuccess(result)) return { request, result };
	const { statusCode, body } = result;
	const response = { statusCode, body, requestId: requestIdOf(result) };
	const items = operation.result(response, context);
	return items ? { items } : { request, result };
}

async function paginate(
	operation: ListOperation,
	context: ResultContext,
	send: Send,
	budget: ListBudget,
): Promise<OperationResult> {
	const { list, entryItems } = operation;
	const items: IDataObject[] = [];
	const problemOf = createPageGuard(budget);
	let missing = mostEntriesOf(context.parameters);
	for (let token: string | undefined; ;) {
		const page = { size: Math.min(missing, list.largestPage), token };
		const request = buildRequest({ ...operation, idempotent: true }, context.parameters, page);
		const result = await send(request);
		const entries = isSuccess(result) ? entriesOf(result.body, list) : undefined;
		const pageItems = entries
			?.slice(0, missing)
			.map((entry) => boundedItems(entry, entryItems, context));
		if (!isSuccess(result) || !entries || !pageItems?.every((each) => each !== undefined))
			return { request, result };
		for (const each of pageItems) items.push(...each);

		missing -= entries.length;
		token = nextTokenOf(result.body);
		if (token === undefined || missing <= 0) return { items };
		const problem = problemOf({ token, entries: entries.length, bytes: result.size ?? 0 });
		if (problem) return { request, result, problem };
	}
}

/** The ids in the path, by AWS's names. */
function idsOf({ fields }: Operation, parameters: Parameters): IDataObject {
	const inPath = sentFieldsOf(fields).filter((field) => field.in === 'path');
	return Object.fromEntries(
		inPath.map(({ awsName, property }) => [awsName, String(parameters[property.name])]),
	);
}
