import { UserError, type ICredentialDataDecryptedObject, type IDataObject } from 'n8n-workflow';

import type { RequestOptions } from '../signing/dialects';
import { scopeOf, settingsOf } from '../signing/scope';
import { signWith, type SignedOptions } from '../signing/sign';
import { assumeRole, type HttpHelper } from './assumeRole';
import {
	fingerprintOf,
	isCurrent,
	sessionField,
	storeIn,
	toStored,
	usableSession,
	type StoredSession,
} from './storedSession';
import { clockError } from './stsError';

/**
 * Thrown instead of signing with a session that must not be used any more. By the status, n8n takes it
 * for a refused request: it calls `preAuthentication`, and sends the request with the new session.
 */
class SessionNeeded extends UserError {
	readonly errorCode = 'SessionNeeded';

	readonly response = { status: 401 };

	constructor() {
		super('The credential has no session of the role: n8n has not requested one from AWS STS.');
	}
}

/** The text of the session with which the requests of an object were signed last. */
const lastUsed = new WeakMap<object, string>();
/** Objects whose session was found unusable when a request was to be signed. */
const inNeed = new WeakSet<object>();
/** Requests for a session that are under way for an object, and those for the same settings. */
const ownCalls = new WeakMap<object, Promise<void>>();
const calls = new Map<string, Promise<StoredSession>>();
/**
 * The last session of the same settings, for requests whose data n8n had read before it stored that
 * session. It is released with the last run that has it.
 */
const sessions = new Map<string, { session: WeakRef<StoredSession>; since: number }>();
/** Milliseconds for which such a session is given out. */
const longestShared = 5_000;

/**
 * Signs a request with the session of the role.
 *
 * @throws ConfigurationError for what this credential does not sign, and for a clock that AWS does not accept
 * @throws SessionNeeded where the data holds no session that can be used
 */
export function signAsRole(
	request: RequestOptions,
	data: ICredentialDataDecryptedObject,
	date: Date,
): SignedOptions {
	const settings = settingsOf(data);
	const session = usableSession(data, date.getTime());
	if (!session) {
		inNeed.add(data);
		throw new SessionNeeded();
	}
	lastUsed.set(data, session.text);
	const { accessKey, clockSkew } = session;
	// The nodes of this package learn the time of AWS, and sign for it.
	if (clockSkew !== undefined && request.signingDate === undefined) throw clockError(clockSkew);
	const scope = (finalRequest: Parameters<typeof scopeOf>[0]) => scopeOf(finalRequest, settings);
	return signWith({ accessKey, scopeOf: scope, owner: data }, request, date);
}

/**
 * Gets a session for n8n to store in the credential: from AWS STS, or from a run of the same settings
 * that has requested one. Requests at the same time share one call of STS.
 *
 * @param data the credential's data; the session is put into it at once, because other requests of a run
 * have the same object and need not wait until n8n has stored the session
 * @returns the field to store; nothing where another request stores it, or no session is needed: n8n also
 * calls this after failures that have nothing to do with the session, and would repeat the request with a
 * new session
 */
export async function renewSession(
	helpers: HttpHelper,
	data: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const isNeeded = data[sessionField] === '' || inNeed.has(data) || !lastUsed.has(data);
	if (!isNeeded) return {};
	const underWay = ownCalls.get(data);
	if (underWay) {
		await underWay;
		return {};
	}
	const call = sessionFor(helpers, data).then((stored) => {
		storeIn(data, stored);
		inNeed.delete(data);
	});
	ownCalls.set(data, call);
	try {
		await call;
		return { [sessionField]: data[sessionField] };
	} finally {
		ownCalls.delete(data);
	}
}

async function sessionFor(
	helpers: HttpHelper,
	data: ICredentialDataDecryptedObject,
): Promise<StoredSession> {
	const madeFrom = fingerprintOf(data);
	const underWay = calls.get(madeFrom);
	if (underWay) return await underWay;
	// In the credential test, n8n calls this although there is a session, to see whether AWS gives a new one.
	const isTest = usableSession(data, Date.now()) !== undefined;
	const shared = isTest ? undefined : sharedSession(madeFrom, data);
	if (shared && shared.text !== lastUsed.get(data)) return shared;
	const call = assumeRole(helpers, data).then((session) => toStored(session, madeFrom));
	calls.set(madeFrom, call);
	try {
		const stored = await call;
		forgetReleased();
		sessions.set(madeFrom, { session: new WeakRef(stored), since: Date.now() });
		return stored;
	} finally {
		calls.delete(madeFrom);
	}
}

function sharedSession(
	madeFrom: string,
	data: ICredentialDataDecryptedObject,
): StoredSession | undefined {
	const { session, since = 0 } = sessions.get(madeFrom) ?? {};
	const stored = session?.deref();
	const now = Date.now();
	return stored && now - since <= longestShared && isCurrent(stored, data, now)
		? stored
		: undefined;
}

function forgetReleased(): void {
	for (const [madeFrom, { session }] of sessions) if (!session.deref()) sessions.delete(madeFrom);
}
