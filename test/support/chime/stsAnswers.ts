import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import type { Chime } from './server';
import { sendSession, sendStsError } from './sts';

/** What the answer means: a wrong setting, or what may pass, by the code of the node. */
export type Meaning = 'ConfigurationError' | 'AssumeRoleUnavailable' | 'AssumeRoleThrottled';

/** An answer to a request for a session of a role, without a session that can be used. */
export interface StsAnswer {
	title: string;
	respond(response: ServerResponse, chime: Chime): void;
	meaning: Meaning;
	/** How its message begins. */
	message: RegExp;
	/** Requests to STS before it is told, where that is not one for a setting and three for what may pass. */
	requests?: number;
}

const page = (status: number, body = '<html>Sign in</html>') => ({
	respond: (response: ServerResponse) => void response.writeHead(status).end(body),
	meaning: 'AssumeRoleUnavailable' as const,
	message: new RegExp(`^A server other than AWS STS responded with HTTP ${status} .*"Endpoint"`),
});

const unavailable = (status: number) => ({
	...page(status, ''),
	message: new RegExp(`^AWS STS returned HTTP ${status} instead of a session of the role\\.$`),
});

const stsError = (meaning: Meaning, [status, code]: [number, string], message: RegExp) => ({
	respond: (response: ServerResponse) => sendStsError(response, status, code),
	meaning,
	message,
});

/** A session of so many milliseconds. */
const session = (milliseconds: number) => (response: ServerResponse, chime: Chime) => {
	const issued = chime.sts.issue('arn:aws:sts::111122223333:assumed-role/n8n-chime/n8n');
	issued.expiration = new Date(Date.now() + milliseconds);
	sendSession(response, issued);
};

/** A byte now and then, for ever. */
function drip(response: ServerResponse): void {
	response.writeHead(200, { 'Content-Type': 'text/xml' }).write('<');
	const timer = setInterval(() => response.write('a'), 200);
	response.on('close', () => clearInterval(timer));
}

/** As many bytes as the reader takes, up to `megabytes`. */
export function sendHuge(response: ServerResponse, megabytes: number): void {
	const chunk = Buffer.alloc(1_000_000, ' ');
	let left = megabytes;
	const more = () => {
		while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
		response.end();
	};
	response.writeHead(200, { 'Content-Type': 'text/xml' });
	more();
}

/** As many bytes in a thousandth of their size. */
export function sendPacked(response: ServerResponse, megabytes: number): void {
	const packed = gzipSync(Buffer.alloc(1_000_000, ' '));
	response.writeHead(200, { 'Content-Type': 'text/xml', 'Content-Encoding': 'gzip' });
	response.end(Buffer.concat(Array<Buffer>(megabytes).fill(packed)));
}

const denied = /^AWS does not let this key assume the role: /;
const silent =
	/^AWS STS could not be reached for a session of the role: it did not respond in time\.$/;
const tooShort = /^The session of the role that AWS STS returned /;

/** Each kind of answer once. */
export const stsAnswers: StsAnswer[] = [
	{ title: 'AccessDenied', ...stsError('ConfigurationError', [403, 'AccessDenied'], denied) },
	{
		title: 'an unknown key',
		...stsError(
			'ConfigurationError',
			[403, 'InvalidClientTokenId'],
			/^AWS does not accept this key: check "Access Key ID"/,
		),
	},
	{
		title: 'an error without advice',
		...stsError(
			'ConfigurationError',
			[400, 'PackedPolicyTooLarge'],
			/^AWS STS returned PackedPolicyTooLarge instead of a session of the role/,
		),
	},
	...[[400, 'Throttling'] as const, [429, 'TooManyRequestsException'] as const].map(
		([status, code]) => ({
			title: `${status} ${code}`,
			...stsError('AssumeRoleThrottled', [status, code], /because it throttled the requests\.$/),
		}),
	),
	{
		title: '503 of STS',
		...stsError('AssumeRoleUnavailable', [503, 'ServiceUnavailable'], unavailable(503).message),
	},
	...[200, 302, 401, 403, 404, 407].map((status) => ({
		title: `a page with ${status}`,
		...page(status),
	})),
	...[408, 500, 502].map((status) => ({ title: `a page with ${status}`, ...unavailable(status) })),
	{ title: 'nothing', ...page(200, '') },
	{
		title: 'a closed connection',
		...page(0),
		respond: (response) => void response.destroy(),
		message: /^AWS STS could not be reached .*: the connection was closed\.$/,
	},
	{ title: 'a session that has ended', ...page(0), respond: session(-1_000), message: tooShort },
	{ title: 'a session of five minutes', ...page(0), respond: session(300_000), message: tooShort },
	{ title: 'silence', ...page(0), respond: () => {}, message: silent, requests: 1 },
	{ title: 'a byte now and then', ...page(0), respond: drip, message: silent, requests: 1 },
	{ title: '100 MB', ...page(200), respond: (response) => sendHuge(response, 100) },
	{ title: '100 MB, packed', ...page(200), respond: (response) => sendPacked(response, 100) },
];
