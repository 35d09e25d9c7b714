import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import pLimit from 'p-limit';

import { baseAddress } from './endpoint';
import { InvalidParameter, type ChimeRequest } from './operation';
import { redactor, type Redact } from './redact';

/** What came back over HTTP, whatever its status. */
export interface Answer {
	statusCode: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The parsed JSON body; undefined where there was none, and then `flaw` says what was there. */
	body: unknown;
	flaw?: string;
	attempts: number;
}

/** Nothing, or not all of an answer, came back. */
export interface NoAnswer {
	statusCode: null;
	/** Node's name for what happened: `ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `ENOTFOUND` … */
	code: string;
	message: string;
	attempts: number;
}

/** What one run needs to ask Chime SDK Voice. */
export interface Connection {
	/** One round trip, `timeout` milliseconds at most. Rejects neither for a status nor for a fault. */
	send(request: ChimeRequest, timeout: number): Promise<Answer | NoAnswer>;
	/**
	 * Runs a job for every index below `count`, a bounded number at once, the results in order. A
	 * result that ends the run lets no further job start; then the results are fewer than `count`.
	 */
	forEachInFlight<T>(
		count: number,
		job: (index: number) => Promise<T>,
		endsRun: (result: T) => boolean,
	): Promise<T[]>;
	/** Takes the credential's secrets, and phone numbers, out of a text from elsewhere. */
	redact: Redact;
}

const credentialType = 'awsChimeSdkVoiceApi';
const defaultTimeout = 30_000;
const defaultMaxConcurrency = 50;
const mostConcurrency = 100;
/** The longest that a timer of Node can run; longer ones end at once. */
const longestTimeout = 2_147_483_647;

/** A status is an answer, the body stays text until it is judged, and a redirect is not followed. */
const fixedOptions = {
	json: true,
	encoding: 'text',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const;

/** axios's name for an answer that broke off, in Node's terms. */
const nodesNames: Record<string, string> = { ERR_BAD_RESPONSE: 'ECONNRESET' };

type FullResponse = { statusCode: number; headers: Record<string, unknown>; body: unknown };

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Max Concurrency',
			name: 'maxConcurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: mostConcurrency, numberPrecision: 0 },
			default: defaultMaxConcurrency,
			description: 'How many requests may be in flight at once, over all input items of a run',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: defaultTimeout,
			description: 'How many milliseconds to wait for an answer before giving up on it',
		},
	],
};

/**
 * Prepares one run: the credential is read and the settings are judged once, not once per item.
 *
 * @throws UserError when the settings make every request meaningless; the message says what to change
 */
export async function connect(context: IExecuteFunctions): Promise<Connection> {
	const credential = await context.getCredentials(credentialType);
	const address = baseAddress(credential);
	const limit = pLimit(maxConcurrencyOf(context));
	const roundTrip = signedRoundTrip(context, credential);

	return {
		// Retries and pacing belong here: around the round trip, so that each attempt is signed anew.
		send: async ({ method, path, body }, timeout) =>
			await roundTrip({ ...fixedOptions, method, url: `${address}${path}`, body, timeout }),
		forEachInFlight: async (count, job, endsRun) => {
			let isOver = false;
			const results = await limit.map(Array(count).keys(), async (index) => {
				if (isOver) return [];
				const result = await job(index);
				isOver ||= endsRun(result);
				return [result];
			});
			return results.flat(1);
		},
		redact: redactor([credential.secretAccessKey, credential.sessionToken]),
	};
}

/**
 * How many milliseconds one attempt may take.
 *
 * @throws InvalidParameter when the option, for this item, is no such number
 */
export function timeoutOf(context: IExecuteFunctions, itemIndex: number): number {
	const timeout: unknown = context.getNodeParameter('options.timeout', itemIndex, defaultTimeout);
	if (isWholeNumber(timeout, longestTimeout)) return timeout;
	throw new InvalidParameter(
		'timeout',
		`must be a number of milliseconds from 1 to ${longestTimeout}`,
	);
}

function maxConcurrencyOf(context: IExecuteFunctions): number {
	const maxConcurrency: unknown = context.getNodeParameter(
		'options.maxConcurrency',
		0,
		defaultMaxConcurrency,
	);
	if (isWholeNumber(maxConcurrency, mostConcurrency)) return maxConcurrency;
	throw new InvalidParameter(
		'maxConcurrency',
		`must be a whole number from 1 to ${mostConcurrency}`,
	);
}

function isWholeNumber(value: unknown, most: number): value is number {
	return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}

function signedRoundTrip(context: IExecuteFunctions, data: ICredentialDataDecryptedObject) {
	// Handed over decrypted; n8n would otherwise read and decrypt it again for every request.
	const credentialsDecrypted = { id: '', name: '', type: credentialType, data };
	const { httpRequestWithAuthentication } = context.helpers;

	return async (request: IHttpRequestOptions): Promise<Answer | NoAnswer> => {
		try {
			const response: FullResponse = await httpRequestWithAuthentication.call(
				context,
				credentialType,
				request,
				{ credentialsDecrypted },
			);
			return answerOf(response);
		} catch (error) {
			return noAnswerOf(error);
		}
	};
}

function answerOf({ statusCode, headers, body }: FullResponse): Answer {
	const text = typeof body === 'string' ? body.trim() : '';
	return { statusCode, headers, ...contentOf(text), attempts: 1 };
}

function contentOf(text: string): Pick<Answer, 'body' | 'flaw'> {
	if (!text) return { body: undefined, flaw: 'an empty body' };
	try {
		return { body: JSON.parse(text) };
	} catch {
		return {
			body: undefined,
			flaw: /^<(!doctype|html)/i.test(text) ? 'a page of HTML' : 'a body that is not JSON',
		};
	}
}

/** n8n wraps the HTTP client's error, the client the socket's: what happened is told innermost. */
function noAnswerOf(error: unknown): NoAnswer {
	const innermost = innermostOf(error);
	const code = 'code' in innermost ? String(innermost.code) : innermost.name;
	const message = innermost.message || code;
	const isTimeout = code === 'ECONNABORTED' && message.startsWith('timeout');
	return {
		statusCode: null,
		code: isTimeout ? 'ETIMEDOUT' : (nodesNames[code] ?? code),
		message,
		attempts: 1,
	};
}

function innermostOf(error: unknown): Error {
	if (!(error instanceof Error)) return new Error(String(error));
	return error.cause instanceof Error ? innermostOf(error.cause) : error;
}
