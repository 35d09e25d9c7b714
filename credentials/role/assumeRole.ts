import { sleep, type ICredentialDataDecryptedObject, type IHttpRequestHelper } from 'n8n-workflow';

import { settingsOf, stsUrlOf } from '../signing/scope';
import { accessKeyOf, signWith, type SignedOptions } from '../signing/sign';
import type { AccessKey } from '../signing/signer';
import { roleSettingsOf } from './settings';
import { AssumeRoleError, errorOf, unreachable } from './stsError';
import { readStsResponse } from './stsResponse';

/** The key of a role for a limited time. */
export interface RoleSession {
	accessKey: AccessKey & { sessionToken: string };
	/** Milliseconds by the clock of this machine. */
	expiresAt: number;
}

/** n8n's way to send a request in `preAuthentication`. */
export type HttpHelper = IHttpRequestHelper['helpers'];

/** Milliseconds for one request. The lists in the editor have to respond within 10 seconds. */
const timeout = 4_000;
const mostAttempts = 3;
/** Milliseconds after which no further attempt begins. */
const longestAttempts = 4_000;
/** Milliseconds before the second attempt, at most; doubled before the third. */
const firstDelay = 500;

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
 * a failure of STS or a network error, it repeats the request up to twice. No attempt begins after 4 seconds.
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
	for (let attempt = 1; ; attempt += 1) {
		const result = await request(helpers, data);
		if (!(result instanceof Error)) return result;
		const isLast = attempt >= mostAttempts || Date.now() - startedAt >= longestAttempts;
		if (isLast || !(result instanceof AssumeRoleError)) throw result;
		await sleep(Math.random() * firstDelay * 2 ** (attempt - 1));
	}
}

/** Sends one request, signed for this moment. */
async function request(
	{ httpRequest }: HttpHelper,
	data: ICredentialDataDecryptedObject,
): Promise<RoleSession | Error> {
	const signed = signedRequest(data);
	const sentAt = Date.now();
	let received: unknown;
	try {
		received = await httpRequest({
			...signed,
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});
	} catch (error) {
		return unreachable(reasonOf(error));
	}
	const response = readStsResponse(received);
	const { session, serverTime = Date.now() } = response;
	if (!session) return errorOf(response, data, sentAt);
	// By the clock of AWS, so that a wrong clock of this machine makes the session no longer.
	return { accessKey: session.accessKey, expiresAt: Date.now() + session.expiration - serverTime };
}

function signedRequest(data: ICredentialDataDecryptedObject): SignedOptions {
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
		new Date(),
	);
}

/** What the HTTP client threw, in a few words, without the request that goes with it. */
function reasonOf(error: unknown): string {
	const { code, message } = Object(error);
	return reasons.get(code) ?? String(code ?? message).slice(0, 200);
}
