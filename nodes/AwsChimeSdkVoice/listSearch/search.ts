import {
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { requestFailure } from '../errors/failure';
import { configurationError, listError } from '../errors/nodeError';
import { createRedactor, type Redact } from '../errors/redact';
import { searchMethodOf } from '../resources/locators';
import type { List, Parameters } from '../resources/record';
import { createClient } from '../transport/client';
import { isConfigurationError } from '../transport/networkError';
import { nextTokenOf, pageIn, tokenProblemOf } from '../transport/pages';
import { buildRequest, type ChimeRequest } from '../transport/request';
import { isSuccess } from '../transport/response';
import type { FailedRequest, Send } from '../transport/sender';
import type { World } from '../transport/world';
import { choicesOf, matches, newestFirst } from './choices';

/** Up to 10 pages are read until 20 entries match. */
const mostPages = 10;
const enoughToScroll = 20;
/** Milliseconds: somebody looks at the list while it loads, and n8n waits for 10 seconds. */
const longestSearch = 9_000;

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	start?: string,
) => Promise<INodeListSearchResult>;

/** The lists that the editor offers to choose from, by the names that the locators give them. */
export function createListSearch(lists: List[], world: World): Record<string, ListSearch> {
	const method = (list: List): ListSearch =>
		async function (filter, start) {
			return await search(this, world, list, { filter, start, mayBeEmpty: false });
		};
	return Object.fromEntries(lists.map((list) => [searchMethodOf(list), method(list)]));
}

const mostOptions = 1_000;

/** All entries of a list, for a parameter that takes several of them. */
export function createListOptions(list: List, world: World) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const options: INodePropertyOptions[] = [];
		let start: string | undefined;
		do {
			const { results, paginationToken } = await search(this, world, list, { start });
			options.push(...results);
			start = typeof paginationToken === 'string' ? paginationToken : undefined;
		} while (start !== undefined && options.length < mostOptions);
		return options;
	};
}

interface Search {
	/** What the user types. */
	filter?: string;
	/** The page token of the editor. */
	start?: string;
	/** Whether to return an empty list as such, and not to say why it is empty. */
	mayBeEmpty?: boolean;
}

async function search(
	context: ILoadOptionsFunctions,
	world: World,
	list: List,
	{ filter = '', start, mayBeEmpty = true }: Search,
): Promise<INodeListSearchResult> {
	const requestFor = createRequests(context, list);
	const client = await createClient(context, 1, world);
	const redact = createRedactor(client.secrets);
	const deadline = world.now() + longestSearch;
	const { send } = client.senderFor({ timeout: longestSearch, maxRetries: 2, deadline });
	try {
		const results: INodeListSearchItems[] = [];
		let token = start;
		for (let page = 0; page < mostPages && results.length < enoughToScroll; page += 1) {
			// The editor shows the entries found so far, and requests more with the token.
			if (page > 0 && world.now() >= deadline) break;
			const read = await readPage(requestFor(token), send, list);
			if ('result' in read) throw errorOf(context, list, { redact, region: client.region }, read);
			const found = newestFirst(read.entries).flatMap((entry) => choicesOf(entry, list, redact));
			results.push(...found.filter(({ words }) => matches(words, filter)).map(({ item }) => item));
			token = read.token;
			if (token === undefined) break;
		}
		const isEmpty = results.length === 0 && [filter, start, token].every((text) => !text);
		if (isEmpty && !mayBeEmpty) throw emptyList(context, list, client.region);
		return { results, paginationToken: token };
	} finally {
		client.close();
	}
}

/** Builds requests for the pages of a list, with the values that the node's fields have in the editor. */
function createRequests(context: ILoadOptionsFunctions, list: List) {
	const parameters: Parameters = {};
	for (const { property } of list.fields) {
		const value = context.getCurrentNodeParameter(property.name, { extractValue: true });
		if (!value)
			throw configurationError(
				context.getNode(),
				new Error(`Choose a ${property.displayName.toLowerCase()} first.`),
			);
		parameters[property.name] = value;
	}
	return (token: string | undefined): ChimeRequest => {
		try {
			const page = { size: list.largestPage, token };
			return buildRequest({ ...list, idempotent: true }, parameters, { page });
		} catch (error) {
			throw configurationError(
				context.getNode(),
				error instanceof Error ? error : new Error(String(error)),
			);
		}
	};
}

type PageRead = { entries: unknown[]; token: string | undefined } | FailedRequest;

async function readPage(request: ChimeRequest, send: Send, list: List): Promise<PageRead> {
	const result = await send(request);
	const entries = isSuccess(result) ? pageIn(result, list) : undefined;
	if (!isSuccess(result) || !entries) return { request, result };
	const token = nextTokenOf(result.body);
	const problem = token === undefined ? undefined : tokenProblemOf(token);
	return problem === undefined ? { entries, token } : { request, result, problem };
}

/** The editor shows this error instead of an empty list, whose most likely reason is another region. */
function emptyList(
	context: ILoadOptionsFunctions,
	{ entries, fields }: List,
	region: string,
): Error {
	const things = entries.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
	const [holder] = fields.map(({ property }) => property.displayName.toLowerCase());
	const message = holder
		? `This ${holder} has no ${things}.`
		: `There are no ${things.replace('sip', 'SIP')} in ${region}: check the region of the credential.`;
	return configurationError(context.getNode(), new Error(message));
}

function errorOf(
	context: ILoadOptionsFunctions,
	operation: List,
	{ redact, region }: { redact: Redact; region: string },
	failed: FailedRequest,
): Error {
	const node = context.getNode();
	if (isConfigurationError(failed.result))
		return configurationError(node, new Error(failed.result.message));
	return listError(node, requestFailure(failed, { operation, parameters: {}, redact, region }));
}
