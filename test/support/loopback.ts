import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { closeAtTheEnd, type Close } from './cleanup';

/** Lets a server listen on loopback, on a free port unless one is given, until it or the test is closed. */
export async function listen(server: Server, port = 0): Promise<{ url: string; close: Close }> {
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const close = closeAtTheEnd(async () => {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});
	const address = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${address.port}`, close };
}
