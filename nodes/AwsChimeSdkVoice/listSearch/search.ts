import {
	NodeOperationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { isSuccess, type Unexpected } from '../transport/paginate';
import { failureOf } from '../errors/failure';
import { largestPage, listIn, nextTokenOf, pagePath, tokenProblemOf } from '../transport/pages';
import { voiceConnectorField } from '../resources/locators';
import { configurationError, listError } from '../errors/nodeError';
import { messageOf, type ChimeRequest } from '../resources/operation';
import { faultOf } from '../transport/url';
import { sessionsPath } from '../resources/proxySession/session';
import type { Redact } from '../errors/redact';
import { connect, type Connection } from '../transport/client';
import { isRecord } from '../parameters/validation';
import type { World } from '../transport/world';

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

/** Up to 10 pages are read until 20 entries match. */
const mostPages = 10;
const enoughToScroll = 20;
/** Somebody looks at the list while it loads: a list answers in 10 seconds, or says why not. */
const longestSearch = 9_000;
const longestName = 100;

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

/** The lists of the node, as the editor asks for them. */
export function createListSearch(world: World) {
	return {
		/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListVoiceConnectors.html */
		async searchVoiceConnectors(
			this: ILoadOptionsFunctions,
			filter?: string,
			start?: string,
		): Promise<INodeListSearchResult> {
			return await search(this, world, voiceConnectors, '/voice-connectors', { filter, start });
		},
		/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListProxySessions.html */
		async searchProxySessions(
			this: ILoadOptionsFunctions,
			filter?: string,
			start?: string,
		): Promise<INodeListSearchResult> {
			const connector = this.getCurrentNodeParameter('voiceConnectorId', { extractValue: true });
			if (!connector)
				throw new NodeOperationError(this.getNode(), 'Choose a voice connector first.');
			const listPath = listPathOf(this, connector);
			return await search(this, world, proxySessions, listPath, { filter, start });
		},
	};
}

function listPathOf(context: ILoadOptionsFunctions, voiceConnectorId: unknown): string {
	try {
		return sessionsPath({ voiceConnectorId });
	} catch (error) {
		throw new NodeOperationError(context.getNode(), messageOf(error, [voiceConnectorField]));
	}
}

async function search(
	context: ILoadOptionsFunctions,
	world: World,
	picker: Picker,
	listPath: string,
	{ filter = '', start }: { filter?: string; start?: string },
): Promise<INodeListSearchResult> {
	const connection = await connect(context, 1, world);
	try {
		const deadline = world.now() + longestSearch;
		const { send } = connection.senderOf({ timeout: longestSearch, maxRetries: 2, deadline });
		const results: INodeListSearchItems[] = [];
		let token = start;
		for (let page = 0; page < mostPages && results.length < enoughToScroll; page += 1) {
			// What has been found by then is shown; the editor asks for more where there is a token.
			if (page > 0 && world.now() >= deadline) break;
			const path = pagePath(listPath, { size: largestPage, token });
			const request: ChimeRequest = { method: 'GET', path };
			const answer = await send(request);
			const entries = isSuccess(answer) ? listIn(answer.body, picker.field) : undefined;
			if (!isSuccess(answer) || !entries)
				throw errorOf(context, picker, connection, { request, answer });
			for (const item of entries.flatMap((entry) => itemsOf(entry, picker, connection.redact)))
				if (matches(item, filter)) results.push(item);
			token = nextTokenOf(answer.body);
			if (token === undefined) break;
			const problem = tokenProblemOf(token);
			if (problem) throw errorOf(context, picker, connection, { request, answer, problem });
		}
		return { results, paginationToken: token };
	} finally {
		connection.end();
	}
}

/** None for an entry without an id that can be sent: there is nothing that a choice of it could mean. */
function itemsOf(
	entry: unknown,
	{ idField, details }: Picker,
	redact: Redact,
): INodeListSearchItems[] {
	const id = isRecord(entry) ? entry[idField] : undefined;
	if (!isRecord(entry) || typeof id !== 'string' || faultOf(id) !== undefined) return [];
	const told = details(entry).flatMap((detail) => textOf(detail, redact));
	const [name = id] = textOf(entry.Name, redact);
	return [{ name: told.length > 0 ? `${name} (${told.join(', ')})` : name, value: id }];
}

/** A text for the list: of one line, not longer than it can show, and without numbers of people. */
function textOf(value: unknown, redact: Redact): string[] {
	if (typeof value !== 'string') return [];
	const text = redact(value.slice(0, 10 * longestName))
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
		.trim();
	if (text === '') return [];
	return [text.length > longestName ? `${text.slice(0, longestName)}…` : text];
}

/** By what is shown, and by the id. */
function matches({ name, value }: INodeListSearchItems, filter: string): boolean {
	return `${name} ${value}`.toLowerCase().includes(filter.trim().toLowerCase());
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

function errorOf(
	context: ILoadOptionsFunctions,
	{ awsName }: Picker,
	{ redact }: Connection,
	unexpected: Unexpected,
): Error {
	const { answer } = unexpected;
	if (answer.statusCode === null && answer.code === 'ConfigurationError')
		return configurationError(context.getNode(), new Error(answer.message));
	const subject = { operation: { awsName, fields: [] }, parameters: {}, redact };
	return listError(context.getNode(), failureOf(unexpected, subject));
}
