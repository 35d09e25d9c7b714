/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a server on loopback, in a process of its own */
import { createServer } from 'node:http';

import { sampleSession } from './server';

/**
 * Answers every request with the session that it asks for, and nothing else: no signature is
 * verified, so that what is measured is who asks. Prints its port; ends with the process that
 * started it.
 *
 * Parameters: the milliseconds that every answer takes, and how many more than that an answer takes
 * at the most, so that answers overtake each other.
 */
const [latency, scatter] = process.argv.slice(2).map(Number);
const mark = 'the session';
const [before, after] = JSON.stringify({
	ProxySession: { ...sampleSession, ProxySessionId: mark },
}).split(mark);
let asked = 0;
let inFlight = 0;
let peak = 0;

const server = createServer((request, response) => {
	const { url = '' } = request;
	if (url === '/peak') {
		response.end(String(peak));
		peak = 0;
		return;
	}
	asked += 1;
	inFlight += 1;
	peak = Math.max(peak, inFlight);
	const answer = () => {
		// Ahead of the last byte: who asks may send the next request as soon as that has come.
		inFlight -= 1;
		const body = `${before}${url.slice(url.lastIndexOf('/') + 1)}${after}`;
		response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
		response.end(body);
	};
	const time = latency + ((asked * 7) % (scatter + 1));
	// Even then not before the requests that have come in at the same moment are counted.
	if (time === 0) setImmediate(answer);
	else setTimeout(answer, time);
});

server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (typeof address === 'object') console.log(address?.port);
});
process.stdin.on('end', () => process.exit(0)).resume();
