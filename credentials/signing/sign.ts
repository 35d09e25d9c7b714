import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ConfigurationError, scopeOf, settingsOf } from './scope';
import type { RequestOptions } from './dialects';
import { finalRequestOf, type FinalRequest } from './requestOptions';
import { Signer, type AccessKey, type Signable } from './signer';

/** Options of both dialects that switch redirects off. */
const withoutRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/** Fields that are part of the final URL, body and headers, and would be added a second time. */
const withoutMergedFields = {
	auth: undefined,
	baseURL: undefined,
	form: undefined,
	qs: undefined,
};

const longestKeyPart = 16_384;

type SignedOptions = RequestOptions & { url: string };

/**
 * Signs a request with AWS Signature Version 4 and returns it as n8n is to send it: a final URL
 * without `baseURL` and `qs`, a body that is already text or bytes, and redirects off, because a
 * redirect would carry the session token to another host.
 *
 * Signed are `host`, `content-type` and every `x-amz-*` header. n8n and axios add others later; a
 * signature does not cover those, so they do not break it.
 *
 * @param request n8n's request options, in either dialect (`url`/`baseURL` or `uri`); not changed
 * @param data the data of the credential `awsChimeSdkVoiceApi`; the key for signing that is derived
 * from it is kept as long as this object lives
 * @param date the time of signing; the request's own `x-amz-date` goes before it
 * @throws ConfigurationError for what this credential does not sign
 * @throws UserError for a request that no signature can cover
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function sign(
	request: RequestOptions,
	data: ICredentialDataDecryptedObject,
	date: Date,
): Promise<SignedOptions> {
	const settings = settingsOf(data);
	const accessKey = accessKeyOf(data);
	const final = finalRequestOf(request);
	const signer = new Signer(scopeOf(final, settings), accessKey, data);
	const signature = signer.sign(signable(final), dateOf(final.date) ?? date);
	return finalOptions(request, final, signature);
}

function accessKeyOf(data: ICredentialDataDecryptedObject): AccessKey {
	const accessKeyId = keyPartOf(data.accessKeyId, 'Access Key ID');
	const secretAccessKey = keyPartOf(data.secretAccessKey, 'Secret Access Key');
	if (accessKeyId && secretAccessKey) {
		const sessionToken = keyPartOf(data.sessionToken, 'Session Token');
		return { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined };
	}
	throw new ConfigurationError(
		'The credential must hold an Access Key ID and a Secret Access Key.',
	);
}

/** A part of the access key without the white space around it, which users paste along. */
function keyPartOf(value: unknown, label: string): string {
	if (typeof value !== 'string') return '';
	const isShort = value.length <= longestKeyPart;
	const text = isShort ? value.trim() : '';
	if (isShort && /^[\x21-\x7e]*$/.test(text)) return text;
	throw new ConfigurationError(
		`The credential's ${label} must be at most ${longestKeyPart.toLocaleString('en')} printable ASCII characters without white space between them.`,
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

/** The values of the query by name. */
function queryOf({ searchParams }: URL): Record<string, string[]> {
	const query = new Map<string, string[]>();
	for (const [name, value] of searchParams) {
		const values = query.get(name);
		if (values) values.push(value);
		else query.set(name, [value]);
	}
	return Object.fromEntries(query);
}

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
