import { jsonParse, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import { refusalOf } from './awsError';
import type { NetworkError } from './networkError';
import type { HttpResponse } from './response';

/** The keys that sign the requests of a run. */
export interface Session {
	/** The parts of the credential and of its sessions that must not be shown; a new session adds its own. */
	secrets: unknown[];
	/**
	 * Has the credential get a new session of its role, if the response says that the present one has
	 * expired. Returns whether to sign the request again.
	 */
	isRenewedAfter(result: HttpResponse | NetworkError): boolean;
}

/**
 * The session of a run. An access key has none. That of a role is a text in the credential's data, which
 * the credential renews before its end. n8n has the credential renew it where the text is empty.
 *
 * @param data the credential's data, the same object for all requests of the run
 */
export function createSession(data: ICredentialDataDecryptedObject): Session {
	const secrets: unknown[] = [data.secretAccessKey, data.sessionToken, data.accessKeyId];
	let known: unknown = '';
	/** A session is renewed once in a run: AWS may refuse the new one, too. */
	let isRenewed = false;

	function noteSecrets(): void {
		const { session } = data;
		if (session === known || typeof session !== 'string' || session === '') return;
		known = session;
		const parts = jsonParse<object | null>(session, { fallbackValue: null });
		secrets.push(...Object.values(parts ?? {}));
	}

	noteSecrets();
	return {
		secrets,
		isRenewedAfter(result) {
			noteSecrets();
			if (typeof data.session !== 'string' || !isExpired(result)) return false;
			if (!isRenewed) data.session = '';
			isRenewed = true;
			return true;
		},
	};
}

function isExpired(result: HttpResponse | NetworkError): boolean {
	return /^ExpiredToken/.test(refusalOf(result) ?? '');
}
