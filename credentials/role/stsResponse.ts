import { parseXML } from '@aws-sdk/xml-builder';

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

/** A session token has some hundred characters, at most 4,096. */
export const mostBytes = 65_536;
const printable = /^[\x21-\x7e]+$/;

/** Reads the full response of n8n to a request to STS, whose body is a stream. Rejects where the connection breaks. */
export async function readStsResponse(response: unknown): Promise<StsResponse> {
	const { statusCode, headers, body } = fieldsOf(response);
	const status = typeof statusCode === 'number' ? statusCode : 0;
	const root = rootOf(await textOf(body));
	const { date, age } = fieldsOf(headers);
	// A response with an Age header comes from a cache, and its Date is stale.
	const time = age === undefined ? Date.parse(String(date)) : NaN;
	return {
		statusCode: status,
		session: status === 200 ? sessionIn(root) : undefined,
		code: status === 200 ? undefined : codeIn(root),
		serverTime: Number.isNaN(time) ? undefined : time,
	};
}

/** The text of a body; empty, and not read any further, where it is longer than any of STS. */
async function textOf(body: unknown): Promise<string> {
	if (!isStream(body)) return '';
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		// Leaving the loop closes the connection.
		if (size > mostBytes) return '';
		chunks.push(chunk);
	}
	return new TextDecoder().decode(Buffer.concat(chunks));
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The fields of the root element of an XML text, as AWS's own clients read them; none for any other text. */
function rootOf(text: string): Record<string, unknown> {
	try {
		const parsed: unknown = parseXML(text);
		return fieldsOf(Object.values(fieldsOf(parsed))[0]);
	} catch {
		return {};
	}
}

function sessionIn(root: Record<string, unknown>): StsResponse['session'] {
	const fields = fieldsOf(fieldsOf(root.AssumeRoleResult).Credentials);
	const [accessKeyId, secretAccessKey, sessionToken, end] = [
		...['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'],
	].map((name) => String(fields[name] ?? '').trim());
	const expiration = Date.parse(end);
	const isWhole = [accessKeyId, secretAccessKey, sessionToken].every((text) =>
		printable.test(text),
	);
	if (!isWhole || Number.isNaN(expiration)) return undefined;
	return { accessKey: { accessKeyId, secretAccessKey, sessionToken }, expiration };
}

function codeIn(root: Record<string, unknown>): string | undefined {
	const { Code: code } = fieldsOf(root.Error);
	const name = typeof code === 'string' ? code.trim() : '';
	return /^[A-Za-z][\w.]{0,99}$/.test(name) ? name : undefined;
}

function fieldsOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
