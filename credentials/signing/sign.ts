import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { RequestOptions } from './dialects';
import { finalRequestOf, type FinalRequest } from './requestOptions';
import { ConfigurationError, scopeOf, settingsOf } from './scope';
import { Signer, type AccessKey, type Scope, type Signable } from './signer';

/** The options of both dialects that switch redirects off. */
const withoutRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/** Options that the final URL, headers and body already contain, and that n8n would add again. */
const withoutMergedFields = {
	auth: undefined,
	baseURL: undefined,
	form: undefined,
	qs: undefined,
};

/** In characters. */
const longestKeyField = 16_384;
/** In milliseconds. AWS refuses a signature at five minutes. */
const farthestDate = 15 * 60_000;

export type SignedOptions = RequestOptions & { url: string };

/** With which key a request is signed, and for which service. */
interface Signing {
	accessKey: AccessKey;
	/** @throws ConfigurationError for a request that may not be signed */
	scopeOf(request: FinalRequest): Scope;
	/** The signing key that is derived from the access key is kept as long as this object lives. */
	owner: object;
}

/**
 * Signs a request with the access key of a credential; see {@link signWith}.
 *
 * @param data the credential's data
 * @throws ConfigurationError for what this credential does not sign
 */
export async function sign(
	request: RequestOptions,
	data: ICredentialDataDecryptedObject,
	date: Date,
): Promise<SignedOptions> {
	const settings = settingsOf(data);
	const accessKey = accessKeyOf(data);
	const scope = (finalRequest: FinalRequest) => scopeOf(finalRequest, settings);
	return signWith({ accessKey, scopeOf: scope, owner: data }, request, date);
}

/**
 * Signs a request with AWS Signature Version 4 and returns the options for n8n to send: the final URL
 * instead of `baseURL` and `qs`, the body as text or bytes, and no redirects, because a redirect would
 * carry the session token to another host.
 *
 * The signature covers `host`, `content-type` and every `x-amz-*` header. n8n and axios add other headers
 * later, which do not break the signature, because it does not cover them.
 *
 * @param request n8n's request options, in either dialect (`url`/`baseURL` or `uri`); not changed
 * @param date the time of this machine, for which the request is signed unless it has a time of its own: that of
 * a node of this package, or an `x-amz-date` that is not far from this one
 * @throws UserError for a request that no signature can cover
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signWith(
	{ accessKey, scopeOf: scope, owner }: Signing,
	request: RequestOptions,
	date: Date,
): SignedOptions {
	const finalRequest = finalRequestOf(request);
	const signer = new Signer(scope(finalRequest), accessKey, owner);
	const signingDate = dateOf(request.signingDate) ?? ownDateOf(finalRequest, date) ?? date;
	const signature = signer.sign(signable(finalRequest), signingDate);
	request.onSigned?.();
	return finalOptions(request, finalRequest, signature);
}

/**
 * The access key that a user has entered.
 *
 * @throws ConfigurationError
 */
export function accessKeyOf(data: ICredentialDataDecryptedObject): AccessKey {
	const accessKeyId = keyFieldOf(data.accessKeyId, 'Access Key ID');
	const secretAccessKey = keyFieldOf(data.secretAccessKey, 'Secret Access Key');
	if (accessKeyId && secretAccessKey) {
		const sessionToken = keyFieldOf(data.sessionToken, 'Session Token');
		return { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined };
	}
	throw new ConfigurationError(
		'"Access Key ID" or "Secret Access Key" in the credential is empty: enter both.',
	);
}

/** A field of the key, without white space around the value, which is easily pasted along. */
function keyFieldOf(value: unknown, label: string): string {
	if (typeof value !== 'string') return '';
	const isShort = value.length <= longestKeyField;
	const text = isShort ? value.trim() : '';
	if (isShort && /^[\x21-\x7e]*$/.test(text)) return text;
	throw new ConfigurationError(
		`"${label}" in the credential is longer than ${longestKeyField.toLocaleString('en')} characters, or holds white space or characters other than printable ASCII: enter it as AWS shows it.`,
	);
}

function signable({ method, url, signedHeaders, body }: FinalRequest): Signable {
	return {
		method,
		protocol: url.protocol,
		hostname: url.hostname,
		path: url.pathname,
		query: queryOf(url),
		headers: { ...signedHeaders, host: url.host },
		body,
	};
}

/**
 * The values of the query by name. It reads the query once: `searchParams.getAll` for each name would
 * take a time that grows with the square of the names.
 */
function queryOf({ searchParams }: URL): Record<string, string[]> {
	const query = new Map<string, string[]>();
	for (const [name, value] of searchParams) {
		const values = query.get(name);
		if (values) values.push(value);
		else query.set(name, [value]);
	}
	return Object.fromEntries(query);
}

/** The `x-amz-date` of a request. With a shared key, it must not collect signatures for a later time. */
function ownDateOf({ date: text }: FinalRequest, now: Date): Date | undefined {
	const date = dateOf(text);
	if (!date || Math.abs(date.getTime() - now.getTime()) <= farthestDate) return date;
	throw new UserError(
		`The header "X-Amz-Date" is more than ${farthestDate / 60_000} minutes before or after the time of this machine: remove the header, because the credential sets the time.`,
	);
}

/** Reads a date in AWS's format, such as `20261123T000000Z`; undefined for any other text. */
function dateOf(text = ''): Date | undefined {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
	if (!parts) return undefined;
	const [, year, month, day, hour, minute, second] = parts;
	const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

function finalOptions(
	request: RequestOptions,
	{ method, url, headers, signedHeaders, body }: FinalRequest,
	signature: Record<string, string>,
): SignedOptions {
	return {
		...request,
		...withoutRedirects,
		...withoutMergedFields,
		method,
		url: url.href,
		headers: { ...headers, ...signedHeaders, ...signature },
		body,
		...(request.uri === undefined ? {} : { uri: url.href }),
	};
}
