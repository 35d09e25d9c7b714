import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

import { sampleSession } from './server';
import { tokenBucket } from './tokenBucket';
import { sessionIds } from '../../bench/task';

/**
 * Responds to every request with the requested session, or the requested page of a list of 50,000, and
 * verifies no signature, so that the client is what is measured. Prints its ports, of http and, with a
 * certificate, of https; ends with the process that started it.
 *
 * Parameters: the milliseconds that a response takes; how many more than that it takes at the most, so
 * that responses overtake each other; requests a second that are let through, 0 for all; the certificate.
 */
const [certificate, ...numbers] = process.argv.slice(2).reverse();
const [rate, scatter, latency] = numbers.map(Number);
const listed = 50_000;
const mark = 'the session';
const [before, after] = JSON.stringify({ ...sampleSession, ProxySessionId: mark }).split(mark);
const isLetThrough =
	rate > 0 ? tokenBucket(rate, rate, performance.now.bind(performance)) : () => true;
const counts = { requests: 0, inFlight: 0 };
let inFlight = 0;

function receive({ url = '' }: IncomingMessage, response: ServerResponse): void {
	if (url === '/counts') {
		response.end(JSON.stringify(counts));
		Object.assign(counts, { requests: 0, inFlight: 0 });
		return;
	}
	counts.requests += 1;
	inFlight += 1;
	counts.inFlight = Math.max(counts.inFlight, inFlight);
	const delay = latency + ((counts.requests * 7) % (scatter + 1));
	// Even without a delay, the requests that came in at the same moment are counted first.
	if (delay === 0) setImmediate(respond, url, response);
	else setTimeout(respond, delay, url, response);
}

function respond(url: string, response: ServerResponse): void {
	// Before the last byte: the client may send the next request as soon as that has come.
	inFlight -= 1;
	const isThrottled = !isLetThrough();
	const body = isThrottled ? '{"Code":"Throttled"}' : bodyFor(url);
	const headers = {
		'Content-Type': 'application/json',
		'Content-Length': body.length,
		'x-amzn-RequestId': randomUUID(),
	};
	const error = { 'x-amzn-ErrorType': 'ThrottledClientException' };
	response.writeHead(isThrottled ? 429 : 200, { ...headers, ...(isThrottled && error) });
	response.end(body);
}

function bodyFor(url: string): string {
	const [path, query] = url.split('?');
	if (query === undefined)
		return `{"ProxySession":${before}${path.slice(path.lastIndexOf('/') + 1)}${after}}`;
	const start = Number(new URLSearchParams(query).get('next-token') ?? 0);
	const sessions = sessionIds(100, start).map((id) => `${before}${id}${after}`);
	const token = start + 100 < listed ? `"${start + 100}"` : 'null';
	return `{"ProxySessions":[${sessions.join()}],"NextToken":${token}}`;
}

const pem = certificate && readFileSync(certificate);
const secure = pem ? [createSecureServer({ key: pem, cert: pem }, receive)] : [];
const listening = [createServer(receive), ...secure].map(
	async (server) =>
		await new Promise<number>((resolve) => {
			server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port));
		}),
);
void Promise.all(listening).then((ports) => console.log(ports.join(' ')));
process.stdin.on('end', () => process.exit(0)).resume();
