import {
	NodeOperationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { requestFailure } from '../errors/failure';
import { configurationError, listError } from '../errors/nodeError';
import { createRedactor, type Redact } from '../errors/redact';
import { e164, idProblem, isRecord } from '../parameters/validation';
import { searchMethodOf } from '../resources/locators';
import type { List, Parameters } from '../resources/record';
import { createClient } from '../transport/client';
import { isConfigurationError } from '../transport/networkError';
import { listIn, nextTokenOf, tokenProblemOf } from '../transport/pages';
import { buildRequest, type ChimeRequest } from '../transport/request';
import { isSuccess } from '../transport/response';
import type { FailedRequest, Send } from '../transport/sender';
import type { World } from '../transport/world';

/** Up to 10 pages are read until 20 entries match. */
const mostPages = 10;
const enoughToScroll = 20;
/** Milliseconds: somebody looks at the list while it loads, and n8n waits for 10 seconds. */
const longestSearch = 9_000;
const longestName = 100;

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	start?: string,
) => Promise<INodeListSearchResult>;

/** The lists that the editor offers to choose from, by the names that the locators give them. */
export function createListSearch(lists: List[], world: World): Record<string, ListSearch> {
	const method = (list: List): ListSearch =>
		async function (filter, start) {
			return await search(this, world, list, { filter, start });
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

async function search(
	context: ILoadOptionsFunctions,
	world: World,
	list: List,
	{ filter = '', start }: { filter?: string; start?: string },
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
			// The entries found so far are shown; with a token, the editor asks for more.
			if (page > 0 && world.now() >= deadline) break;
			const read = await readPage(requestFor(token), send, list);
			if ('result' in read) throw errorOf(context, list, { redact, region: client.region }, read);
			const items = read.entries.flatMap((entry) => itemsOf(entry, list, redact));
			results.push(...items.filter((item) => matches(item, filter)));
			token = read.token;
			if (token === undefined) break;
		}
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
			throw new NodeOperationError(
				context.getNode(),
				`Choose a ${property.displayName.toLowerCase()} first.`,
			);
		parameters[property.name] = value;
	}
	return (token: string | undefined): ChimeRequest => {
		try {
			const page = { size: list.largestPage, token };
			return buildRequest({ ...list, idempotent: true }, parameters, { page });
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			throw new NodeOperationError(context.getNode(), message);
		}
	};
}

type PageRead = { entries: unknown[]; token: string | undefined } | FailedRequest;

async function readPage(request: ChimeRequest, send: Send, list: List): Promise<PageRead> {
	const result = await send(request);
	const entries = isSuccess(result) ? listIn(result.body, list) : undefined;
	if (!isSuccess(result) || !entries) return { request, result };
	const token = nextTokenOf(result.body);
	const problem = token === undefined ? undefined : tokenProblemOf(token);
	return problem === undefined ? { entries, token } : { request, result, problem };
}

/** An entry to choose; none for an entry without an id that can be sent. */
function itemsOf(
	entry: unknown,
	{ idField, nameField = 'Name', details }: List,
	redact: Redact,
): INodeListSearchItems[] {
	const id = isRecord(entry) ? entry[idField] : undefined;
	if (!isRecord(entry) || typeof id !== 'string' || idProblem(id) !== undefined) return [];
	const texts = details.flatMap((field) => textOf(detailOf(entry, field), redact));
	const [name = id] = nameOf(entry[nameField], nameField, redact);
	return [{ name: texts.length > 0 ? `${name} (${texts.join(', ')})` : name, value: id }];
}

/** A phone number is shown where it is the name of an entry, because the user chooses by it. */
function nameOf(value: unknown, nameField: string, redact: Redact): string[] {
	const isNumber = typeof value === 'string' && e164.test(value);
	return isNumber && nameField !== 'Name' ? [value] : textOf(value, redact);
}

function detailOf(entry: IDataObject, field: string): unknown {
	return field.endsWith('Timestamp') ? ageOf(entry[field]) : entry[field];
}

/** Text for one line of the list: shortened, and without phone numbers and secrets. */
function textOf(value: unknown, redact: Redact): string[] {
	if (typeof value !== 'string') return [];
	const text = redact(value.slice(0, 10 * longestName))
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
		.trim();
	if (text === '') return [];
	return [text.length > longestName ? `${text.slice(0, longestName)}…` : text];
}

/** Whether the shown text or the id holds what the user types. */
function matches({ name, value }: INodeListSearchItems, filter: string): boolean {
	return `${name} ${value}`.toLowerCase().includes(filter.trim().toLowerCase());
}

const units = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
] as const;

/** "3 hours ago", from a timestamp of AWS; undefined where it is none. */
function ageOf(timestamp: unknown): string | undefined {
	const time = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
	if (Number.isNaN(time)) return undefined;
	const age = Math.max(0, Date.now() - time);
	const [unit, length] = units.find((each) => age >= each[1]) ?? units[units.length - 1];
	return new Intl.RelativeTimeFormat('en').format(-Math.floor(age / length), unit);
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
