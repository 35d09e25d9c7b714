import { createServer, type IncomingHttpHeaders } from 'node:http';

import { listen } from '../loopback';

/** A server to which redirects lead, and to which no request may be sent. */
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
	const { url } = await listen(server);
	return { url: `${url}/elsewhere`, received };
}
