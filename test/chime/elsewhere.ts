/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server on loopback for the tests, never part of the package */
import { createServer, type IncomingHttpHeaders } from 'node:http';

import { closeAtTheEnd } from '../support/cleanup';

/** A server that nobody may be led to. */
export interface Elsewhere {
	url: string;
	/** The headers of every request. */
	received: IncomingHttpHeaders[];
}

export async function startElsewhere(): Promise<Elsewhere> {
	const received: IncomingHttpHeaders[] = [];
	const server = createServer((request, response) => {
		received.push(request.headers);
		response.end('{"ProxySession":{}}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closeAtTheEnd(async () => {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return { url: `http://127.0.0.1:${port}/elsewhere`, received };
}
