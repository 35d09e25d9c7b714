import { sign } from '../../../credentials/signing/sign';
import { key } from '../keys';
import { record } from '../record';

export const date = new Date('2026-11-23T00:00:00Z');
export const inUsEast1 = { ...key, region: 'us-east-1' };
export const host = 'https://voice-chime.us-east-1.amazonaws.com';
export const callerIdentity = '?Action=GetCallerIdentity&Version=2011-06-15';

type Request = Parameters<typeof sign>[0];
type Data = Parameters<typeof sign>[1];

/** The headers of a signed request as text. */
export async function signedHeaders(request: Request, data: Data = inUsEast1, at = date) {
	return texts((await sign(request, data, at)).headers);
}

export function texts(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(record(headers)).map(([name, value]) => [name, String(value)]),
	);
}

/** The scope in an `authorization` header: day, region, service and `aws4_request`. */
export function scopeIn(authorization: string): string | undefined {
	return /Credential=[^/]+\/([^,]+)/.exec(authorization)?.[1];
}
