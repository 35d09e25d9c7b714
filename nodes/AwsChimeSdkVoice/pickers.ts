import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { isSuccess } from './ask';
import { failureOf, type Failure } from './failure';
import { entriesOf, largestPage, nextTokenOf, pagePath } from './lists';
import type { ChimeRequest } from './operation';
import { sessionsPath } from './proxySession/session';
import { connect } from './send';

/** One of AWS's lists, to choose from. */
interface Picker {
	/** AWS's name for the request, which is also the IAM permission that it needs. */
	awsName: string;
	/** Where the answer holds the entries, and an entry its id. */
	field: string;
	idField: string;
	/** What tells one entry from others of the same name. */
	details(entry: IDataObject): unknown[];
}

/** While a filter leaves too little to scroll, so many pages are looked through at once. */
const mostPages = 10;
const enoughToScroll = 20;
const patience = { timeout: 10_000, maxRetries: 2 };

const voiceConnectors: Picker = {
	awsName: 'ListVoiceConnectors',
	field: 'VoiceConnectors',
	idField: 'VoiceConnectorId',
	details: ({ AwsRegion, CreatedTimestamp }) => [AwsRegion, ageOf(CreatedTimestamp)],
};

const proxySessions: Picker = {
	awsName: 'ListProxySessions',
	field: 'ProxySessions',
	idField: 'ProxySessionId',
	details: ({ Status, CreatedTimestamp }) => [Status, ageOf(CreatedTimestamp)],
};

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListVoiceConnectors.html */
export async function searchVoiceConnectors(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, voiceConnectors, '/voice-connectors', filter, paginationToken);
}

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListProxySessions.html */
export async function searchProxySessions(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const connector = this.getCurrentNodeParameter('voiceConnectorId', { extractValue: true });
	if (!connector) throw new NodeOperationError(this.getNode(), 'Choose a voice connector first.');
	const listPath = sessionsPath({ voiceConnectorId: connector });
	return await search(this, proxySessions, listPath, filter, paginationToken);
}

async function search(
	context: ILoadOptionsFunctions,
	picker: Picker,
	listPath: string,
	filter = '',
	start?: string,
): Promise<INodeListSearchResult> {
	const { send, redact } = await connect(context, 1);
	const subject = { operation: picker, parameters: {}, redact };
	const results: INodeListSearchItems[] = [];
	let token = start;
	for (let page = 0; page < mostPages && results.length < enoughToScroll; page += 1) {
		const path = pagePath(listPath, { size: largestPage, token });
		const request: ChimeRequest = { method: 'GET', path };
		const answer = await send(request, patience);
		const entries = isSuccess(answer) ? entriesOf(answer.body, picker.field) : undefined;
		if (!isSuccess(answer) || !entries) {
			throw errorOf(context, failureOf({ request, answer }, subject));
		}
		results.push(...entries.flatMap((entry) => itemsOf(entry, picker)).filter(matches(filter)));
		token = nextTokenOf(answer.body);
		if (token === undefined) break;
	}
	return { results, paginationToken: token };
}

/** None for an entry without an id: there is nothing that a choice of it could mean. */
function itemsOf(entry: IDataObject, { idField, details }: Picker): INodeListSearchItems[] {
	const id = entry[idField];
	if (typeof id !== 'string' || id === '') return [];
	const told = details(entry).filter(Boolean).join(', ');
	return [{ name: `${entry.Name || id}${told && ` (${told})`}`, value: id }];
}

/** By what is shown, and by the id. */
function matches(filter: string): (item: INodeListSearchItems) => boolean {
	const wanted = filter.trim().toLowerCase();
	return ({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted);
}

const units = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
] as const;

/** "3 hours ago", from a time as AWS tells it; undefined where it tells none. */
function ageOf(timestamp: unknown): string | undefined {
	const time = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
	if (Number.isNaN(time)) return undefined;
	const age = Math.max(0, Date.now() - time);
	const [unit, length] = units.find((each) => age >= each[1]) ?? units[units.length - 1];
	return new Intl.RelativeTimeFormat('en').format(-Math.floor(age / length), unit);
}

/** The editor shows the message; the description only after scrolling in a small box. */
function errorOf(context: ILoadOptionsFunctions, failure: Failure): NodeApiError {
	const { code, message, hint, statusCode } = failure;
	const httpCode = statusCode === null ? undefined : String(statusCode);
	const told = hint ?? `${code}: ${message}`;
	return new NodeApiError(
		context.getNode(),
		{ code, message },
		{ message: told, description: `${code}: ${message}`, httpCode },
	);
}
