import type { AccessKey } from '../signing/signer';

/** What AWS STS has responded. */
export interface StsResponse {
	statusCode: number;
	/** The key of a session, and the time of its end by the clock of AWS; undefined where there is none. */
	session: { accessKey: AccessKey & { sessionToken: string }; expiration: number } | undefined;
	/** The name of an error; undefined for a response that is none of STS. */
	code: string | undefined;
	/** By the clock of AWS, in milliseconds. */
	serverTime: number | undefined;
}

/** In characters. A session token has some hundred, at most 4,096. */
const longestBody = 65_536;
const printable = /^[\x21-\x7e]+$/;

/** Reads the full response of n8n to a request to STS. */
export function readStsResponse(response: unknown): StsResponse {
	const { statusCode, headers, body } = fieldsOf(response);
	const status = typeof statusCode === 'number' ? statusCode : 0;
	const text = typeof body === 'string' && body.length <= longestBody ? body : '';
	const time = Date.parse(String(fieldsOf(headers).date));
	return {
		statusCode: status,
		session: status === 200 ? sessionIn(text) : undefined,
		code: status === 200 ? undefined : codeIn(text),
		serverTime: Number.isNaN(time) ? undefined : time,
	};
}

function sessionIn(body: string): StsResponse['session'] {
	const [accessKeyId, secretAccessKey, sessionToken] = [
		'AccessKeyId',
		'SecretAccessKey',
		'SessionToken',
	].map((name) => elementIn(body, name));
	const expiration = Date.parse(elementIn(body, 'Expiration'));
	const isWhole = [accessKeyId, secretAccessKey, sessionToken].every((text) =>
		printable.test(text),
	);
	if (!isWhole || Number.isNaN(expiration)) return undefined;
	return { accessKey: { accessKeyId, secretAccessKey, sessionToken }, expiration };
}

function codeIn(body: string): string | undefined {
	const code = elementIn(body, 'Code');
	return /^[A-Za-z][\w.]{0,99}$/.test(code) ? code : undefined;
}

/** The text of the first element with a name that STS uses once; it escapes nothing in what is read here. */
function elementIn(body: string, name: string): string {
	const [, after = ''] = body.split(`<${name}>`, 2);
	const end = after.indexOf(`</${name}>`);
	return end === -1 ? '' : after.slice(0, end).trim();
}

function fieldsOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
