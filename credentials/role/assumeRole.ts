import { sleep, type ICredentialDataDecryptedObject, type IHttpRequestHelper } from 'n8n-workflow';

import { settingsOf, stsUrlOf } from '../signing/scope';
import { accessKeyOf, signWith, type SignedOptions } from '../signing/sign';
import { roleSettingsOf } from './settings';
import { margin, type RoleSession } from './storedSession';
import { AssumeRoleError, ClockError, errorOf, tooShort, unreachable } from './stsError';
import { readStsResponse, type StsResponse } from './stsResponse';

/** n8n's way to send a request in `preAuthentication`. */
export type HttpHelper = IHttpRequestHelper['helpers'];

/** Milliseconds for one request, to the end of its response. The lists in the editor have to respond within 10 seconds. */
export const timeout = 4_000;
export const mostAttempts = 3;
/** Milliseconds after which no further attempt begins. */
export const longestAttempts = 4_000;
/** Milliseconds before the second attempt, at most; doubled before the third. */
const firstDelay = 500;
/** Milliseconds. A larger difference is ignored: the server could collect signatures for a later time. */
const mostSkew = 7 * 86_400_000;

/** Network errors in words: n8n replaces a message that holds such a code by one that does not name STS. */
const reasons = new Map<unknown, string>([
	['EAI_AGAIN', 'its host name could not be looked up'],
	['ECONNABORTED', 'it did not respond in time'],
	['ECONNREFUSED', 'the connection was refused'],
	['ECONNRESET', 'the connection was closed'],
	['EHOSTUNREACH', 'there is no network route to its host'],
	['ENOTFOUND', 'its host name does not exist'],
	['ETIMEDOUT', 'it did not respond in time'],
]);

/**
 * Requests a session of the role from AWS STS, with the access key of the credential. After throttling,
 * a failure of STS, the response of another server or a network error, it repeats the request up to twice.
 * No attempt begins after 4 seconds. Where STS refuses the time of the signature, the next one has STS's time.
 *
 * @throws ConfigurationError for fields that cannot be right, and for what AWS refuses because of them
 * @throws AssumeRoleError for what may pass
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
	helpers: HttpHelper,
	data: ICredentialDataDecryptedObject,
): Promise<RoleSession> {
	const startedAt = Date.now();
	let clockSkew = 0;
	for (let attempt = 1; ; attempt += 1) {
		const result = await request(helpers, data, clockSkew);
		if (!(result instanceof Error)) return clockSkew === 0 ? result : { ...result, clockSkew };
		const isLast = attempt >= mostAttempts || Date.now() - startedAt >= longestAttempts;
		if (isLast) throw result;
		if (result instanceof ClockError && Math.abs(result.skew) <= mostSkew) clockSkew += result.skew;
		else if (result instanceof AssumeRoleError)
			await sleep(Math.random() * firstDelay * 2 ** (attempt - 1));
		else throw result;
	}
}

/** Sends one request, signed for this moment. */
async function request(
	helpers: HttpHelper,
	data: ICredentialDataDecryptedObject,
	clockSkew: number,
): Promise<RoleSession | Error> {
	const signedAt = Date.now() + clockSkew;
	const signed = signedRequest(data, new Date(signedAt));
	let response: StsResponse | 'late';
	try {
		response = await inTime(helpers, signed);
	} catch (error) {
		return unreachable(reasonOf(error));
	}
	if (response === 'late') return unreachable('it did not respond in time');
	const { session, serverTime = Date.now() } = response;
	if (!session) return errorOf(response, data, signedAt);
	// By the clock of AWS, so that a wrong clock of this machine makes the session no longer.
	const asked = roleSettingsOf(data).durationSeconds * 1_000;
	const left = Math.min(session.expiration - serverTime, asked);
	if (left <= margin) return tooShort(left);
	return { accessKey: session.accessKey, expiresAt: Date.now() + left };
}

/** The response, if it is complete in time. n8n's own timeout ends with the headers, or with the next byte. */
async function inTime(
	{ httpRequest }: HttpHelper,
	signed: SignedOptions,
): Promise<StsResponse | 'late'> {
	const late = new AbortController();
	const done = new AbortController();
	const response = httpRequest({
		...signed,
		timeout,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: late.signal,
	}).then(readStsResponse);
	const end = sleep(timeout, done.signal).then(() => {
		late.abort();
		return 'late' as const;
	});
	return await Promise.race([response, end]).finally(() => done.abort());
}

function signedRequest(data: ICredentialDataDecryptedObject, date: Date): SignedOptions {
	const settings = settingsOf(data);
	const { roleArn, externalId, roleSessionName, durationSeconds } = roleSettingsOf(data);
	const form = {
		Action: 'AssumeRole',
		Version: '2011-06-15',
		RoleArn: roleArn,
		RoleSessionName: roleSessionName,
		DurationSeconds: durationSeconds,
		ExternalId: externalId,
	};
	const scope = { service: 'sts', region: settings.region };
	return signWith(
		{ accessKey: accessKeyOf(data), scopeOf: () => scope, owner: {} },
		{ method: 'POST', url: stsUrlOf(settings), headers: { accept: 'text/xml' }, form },
		date,
	);
}

/** What the HTTP client threw, in a few words, without the request that goes with it. */
function reasonOf(error: unknown): string {
	const { code, message } = Object(error);
	return reasons.get(code) ?? String(code ?? message).slice(0, 200);
}
