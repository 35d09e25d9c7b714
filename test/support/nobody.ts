import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

import { closeAtTheEnd } from './cleanup';

/**
 * An address on which no server listens, and on which none can until the test is over: its port is the
 * near end of a connection. The port of a server that was closed may be that of another test's server next.
 */
export async function addressOfNobody(): Promise<string> {
	const server = createServer((socket) => socket.on('error', () => {}));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
	await once(client, 'connect');
	closeAtTheEnd(async () => {
		client.destroy();
		server.close();
		await once(server, 'close');
	});
	return `http://127.0.0.1:${client.localPort}`;
}
