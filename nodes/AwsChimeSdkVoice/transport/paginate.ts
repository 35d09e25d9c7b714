import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './response';
import { createPageGuard, entriesOf, nextTokenOf, type ListBudget } from './pages';
import type { ChimeRequest, ListOperation, Operation, Parameters } from '../resources/operation';
import type { Sent } from './client';

/** The items of all answers that an input item needs, or the first answer that was not a success. */
export type Asked = { items: IDataObject[] } | Unexpected;

/** An answer that is not the success that was asked for, or the lack of any, and what was asked. */
export interface Unexpected {
	request: ChimeRequest;
	answer: Sent;
	/** What is wrong with the answer, where that can be said more exactly than by its body. */
	problem?: string;
}

type Send = (request: ChimeRequest) => Promise<Sent>;

/**
 * Asks for one input item, page by page where there are several. What earlier pages brought does not
 * come out when a later one fails: nobody could tell how much is missing.
 *
 * @throws InvalidParameter when a request must not be sent
 */
export async function ask(
	operation: Operation,
	parameters: Parameters,
	send: Send,
	budget: ListBudget,
): Promise<Asked> {
	if ('list' in operation) return await askForPages(operation, parameters, send, budget);
	const request = operation.request(parameters);
	const answer = await send(request);
	const items = isSuccess(answer) ? operation.items(answer, parameters) : undefined;
	return items ? { items } : { request, answer };
}

async function askForPages(
	{ list, request: requestOf, itemsOf, most }: ListOperation,
	parameters: Parameters,
	send: Send,
	budget: ListBudget,
): Promise<Asked> {
	const items: IDataObject[] = [];
	const problemOf = createPageGuard(budget);
	let left = most(parameters);
	for (let token: string | undefined; ;) {
		const request = requestOf(parameters, { size: left, token });
		const answer = await send(request);
		const entries = isSuccess(answer) ? entriesOf(answer.body, list.field) : undefined;
		const page = entries?.slice(0, left).map((entry) => itemsOf(entry, parameters));
		if (!isSuccess(answer) || !entries || !page?.every((each) => each !== undefined))
			return { request, answer };
		for (const each of page) items.push(...each);

		left -= entries.length;
		token = nextTokenOf(answer.body);
		if (token === undefined || left <= 0) return { items };
		const problem = problemOf({ token, entries: entries.length, bytes: answer.size ?? 0 });
		if (problem) return { request, answer, problem };
	}
}

/** Any 2xx but 206: a part of an answer is none. */
export function isSuccess<T extends { statusCode: number | null }>(
	answer: T,
): answer is T & Answer {
	const { statusCode } = answer;
	return statusCode !== null && statusCode >= 200 && statusCode < 300 && statusCode !== 206;
}
