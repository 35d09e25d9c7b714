import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { headerOf, settle, type RequestOptions, type SettledRequest } from './settle';
import { Signer, type Scope, type Signable } from './signer';

/** Headers that the signature sets; a request that brings its own would be sent with two truths. */
const ownHeaders = new Set([
	'authorization',
	'host',
	'x-amz-content-sha256',
	'x-amz-date',
	'x-amz-security-token',
]);

/** In both dialects. */
const withoutRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/** They are in the URL, the body and the headers now, and would be added once more. */
const withoutSettledFields = {
	auth: undefined,
	baseURL: undefined,
	form: undefined,
	qs: undefined,
};

type SignedOptions = RequestOptions & { url: string };

/**
 * Signs a request with AWS Signature Version 4 and returns it as n8n is to send it: a final URL
 * without `baseURL` and `qs`, a body that is already text or bytes, and redirects off, because a
 * redirect would carry the session token to another host.
 *
 * Signed are only `host`, `x-amz-content-sha256`, `x-amz-date` and, with temporary credentials,
 * `x-amz-security-token`, so headers that n8n or a proxy adds later do not break the signature.
 *
 * @param request n8n's request options, in either dialect (`url`/`baseURL` or `uri`); not changed
 * @param keys the data of the credential `awsChimeSdkVoiceApi`
 * @param date the time of signing; the request's own `x-amz-date` goes before it
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function sign(
	request: RequestOptions,
	keys: ICredentialDataDecryptedObject,
	date: Date,
): Promise<SignedOptions> {
	const settled = settle(request);
	const scope = scopeOf(settled.url, textOf(keys.region).toLowerCase());
	const signer = new Signer(scope, {
		accessKeyId: textOf(keys.accessKeyId),
		secretAccessKey: textOf(keys.secretAccessKey),
		sessionToken: textOf(keys.sessionToken) || undefined,
	});
	const signature = signer.sign(signable(settled), ownDateOf(settled.headers) ?? date);
	return finalOptions(request, settled, signature);
}

function signable({ method, url, body }: SettledRequest): Signable {
	return {
		method,
		protocol: url.protocol,
		hostname: url.hostname,
		path: url.pathname,
		query: queryOf(url),
		headers: { host: url.host },
		body,
	};
}

function queryOf(url: URL): Record<string, string[]> {
	if (url.search === '') return {};
	const names = [...new Set(url.searchParams.keys())];
	return Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)]));
}

/**
 * An AWS host names its region, and a signature for another region never verifies there. STS takes
 * part because the credential test asks it who the key belongs to.
 */
function scopeOf(url: URL, region: string): Scope {
	const awsHost = /^([a-z-]+)\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/.exec(url.hostname);
	const isSts = /^sts(-fips)?\./.test(url.hostname) || isGetCallerIdentity(url);
	return { service: isSts ? 'sts' : 'chime', region: awsHost?.[2] ?? region };
}

/** Chime SDK Voice has no `Action` parameter: at a custom endpoint, this is how STS is recognised. */
function isGetCallerIdentity(url: URL): boolean {
	return url.searchParams.get('Action') === 'GetCallerIdentity';
}

function ownDateOf(headers: IDataObject): Date | undefined {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
		headerOf(headers, 'x-amz-date') ?? '',
	);
	if (!parts) return undefined;
	const [, year, month, day, hour, minute, second] = parts;
	const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

function finalOptions(
	request: RequestOptions,
	{ url, headers, body }: SettledRequest,
	signature: Record<string, string>,
): SignedOptions {
	const kept = Object.entries(headers).filter(([name]) => !ownHeaders.has(name.toLowerCase()));
	return {
		...request,
		...withoutRedirects,
		...withoutSettledFields,
		url: url.href,
		headers: { ...Object.fromEntries(kept), ...signature },
		body,
		...(request.uri === undefined ? {} : { uri: url.href }),
	};
}

/** Keys get pasted with white space around them, which is never part of one. */
function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
