import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import type { ChimeRequest, Operation, Parameters } from './operation';
import type { Sent } from './send';

/** The items of all answers that an input item needs, or the first answer that was not a success. */
export type Asked = { items: IDataObject[] } | Unexpected;

/** An answer that is not the success that was asked for, or the lack of any, and what was asked. */
export interface Unexpected {
	request: ChimeRequest;
	answer: Sent;
}

/**
 * Asks for one input item, page by page where there are several. What earlier pages brought does not
 * come out when a later one fails: nobody could tell how much is missing.
 *
 * @throws InvalidParameter when a request must not be sent
 */
export async function ask(
	operation: Operation,
	parameters: Parameters,
	send: (request: ChimeRequest) => Promise<Sent>,
): Promise<Asked> {
	const pages: IDataObject[][] = [];
	const places = new Set<unknown>();
	let rest: Parameters | undefined = parameters;
	while (rest) {
		const request = operation.request(rest);
		// Pages that lead back to one another would be followed for ever.
		const isAskedAgain = places.size === places.add(rest.nextToken).size;
		const answer = await send(request);
		const page =
			isSuccess(answer) && !isAskedAgain ? operation.items(answer.body, rest) : undefined;
		if (!isSuccess(answer) || !page) return { request, answer };
		pages.push(page);
		rest = operation.rest?.(answer.body, rest);
	}
	return { items: pages.flat() };
}

/** Any 2xx but 206: a part of an answer is none. */
export function isSuccess<T extends { statusCode: number | null }>(
	answer: T,
): answer is T & Answer {
	const { statusCode } = answer;
	return statusCode !== null && statusCode >= 200 && statusCode < 300 && statusCode !== 206;
}
