import { jsonParse, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import { sha256Of, type AccessKey } from '../signing/signer';

/**
 * The hidden field of the credential that holds a session: n8n encrypts it, and fills it anew where it is
 * empty.
 */
export const sessionField = 'session';

/** The key of a role for a limited time. */
export interface RoleSession {
	accessKey: AccessKey & { sessionToken: string };
	/** Milliseconds by the clock of this machine. */
	expiresAt: number;
	/** Milliseconds by which AWS's clock is before this machine's; absent where AWS accepts the time of this machine. */
	clockSkew?: number;
}

/** A session as the credential stores it. */
export interface StoredSession extends RoleSession {
	text: string;
}

/** Milliseconds before its end from which a session is not used any more, as in AWS's SDKs. */
export const margin = 5 * 60_000;
/** Milliseconds by which a session may seem longer than the requested duration. */
const slack = 60_000;

/** The fields that a session is made from. Where one changes, the session is thrown away. */
const sourceFields = [
	...['region', 'endpoint', 'accessKeyId', 'secretAccessKey', 'sessionToken'],
	...['roleArn', 'externalId', 'roleSessionName', 'durationSeconds'],
];

/** What the stored text of an object was read as. n8n passes the same object for all requests of a run. */
interface Reading {
	text: string;
	source: string;
	stored: StoredSession | undefined;
}
const readings = new WeakMap<object, Reading>();

/**
 * The session that a credential's data holds; undefined where it holds none, where other settings made
 * it, and where it has ended or ends soon.
 *
 * @param now milliseconds by the clock of this machine
 */
export function usableSession(
	data: ICredentialDataDecryptedObject,
	now: number,
): StoredSession | undefined {
	const text = data[sessionField];
	if (typeof text !== 'string' || text === '') return undefined;
	const source = sourceOf(data);
	const known = readings.get(data);
	const isKnown = known?.text === text && known.source === source;
	const stored = isKnown ? known.stored : parsed(text, source);
	if (!isKnown) readings.set(data, { text, source, stored });
	return stored && isCurrent(stored, data, now) ? stored : undefined;
}

/**
 * Whether a session can be used at this time. One that seems too long was made by another time of this
 * machine's clock.
 */
export function isCurrent(
	{ expiresAt }: RoleSession,
	{ durationSeconds }: ICredentialDataDecryptedObject,
	now: number,
): boolean {
	const left = expiresAt - now;
	return left > margin && left <= Number(durationSeconds) * 1_000 + slack;
}

/** Puts a session into a credential's data, as long as which the session object itself lives. */
export function storeIn(data: ICredentialDataDecryptedObject, stored: StoredSession): void {
	const { text } = stored;
	data[sessionField] = text;
	readings.set(data, { text, source: sourceOf(data), stored });
}

/** A hash of everything that a session is made from. It says nothing of the secret that is part of it. */
export function fingerprintOf(data: ICredentialDataDecryptedObject): string {
	return sha256Of(sourceOf(data));
}

export function toStored(session: RoleSession, madeFrom: string): StoredSession {
	const { accessKey, expiresAt } = session;
	return { ...session, text: JSON.stringify({ ...accessKey, expiresAt, madeFrom }) };
}

function sourceOf(data: ICredentialDataDecryptedObject): string {
	return JSON.stringify(sourceFields.map((name) => data[name] ?? ''));
}

/** The session in a text; undefined for a text that was made from something else. */
function parsed(text: string, source: string): StoredSession | undefined {
	const fields: Record<string, unknown> = { ...jsonParse<object>(text, { fallbackValue: {} }) };
	const { accessKeyId, secretAccessKey, sessionToken, expiresAt, madeFrom } = fields;
	if (madeFrom !== sha256Of(source) || typeof expiresAt !== 'number') return undefined;
	if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
	if (typeof sessionToken !== 'string') return undefined;
	return { accessKey: { accessKeyId, secretAccessKey, sessionToken }, expiresAt, text };
}
