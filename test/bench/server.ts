/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a server on loopback, in a process of its own */
import { createServer, type ServerResponse } from 'node:http';

import { sampleSession } from '../chime/server';

/**
 * Answers every request with the session that it asks for, and verifies no signature, so that the
 * client is what is measured. Prints its port; ends with the process that started it.
 *
 * Parameters: the milliseconds that a response takes, and how many more than that it takes at the
 * most, so that responses overtake each other.
 */
const [latency, scatter] = process.argv.slice(2).map(Number);
const mark = 'the session';
const session = { ...sampleSession, ProxySessionId: mark };
const [before, after] = JSON.stringify({ ProxySession: session }).split(mark);
let [received, inFlight, peak] = [0, 0, 0];

const server = createServer(({ url = '' }, response) => {
	if (url === '/peak') {
		response.end(String(peak));
		peak = 0;
		return;
	}
	received += 1;
	inFlight += 1;
	peak = Math.max(peak, inFlight);
	const delay = latency + ((received * 7) % (scatter + 1));
	// Even without a delay, the requests that came in at the same moment are counted first.
	if (delay === 0) setImmediate(answer, url, response);
	else setTimeout(answer, delay, url, response);
});

function answer(url: string, response: ServerResponse): void {
	// Before the last byte: the client may send the next request as soon as that has come.
	inFlight -= 1;
	const body = `${before}${url.slice(url.lastIndexOf('/') + 1)}${after}`;
	response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
	response.end(body);
}

server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (typeof address === 'object') console.log(address?.port);
});
process.stdin.on('end', () => process.exit(0)).resume();
