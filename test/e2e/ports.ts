/* eslint-disable @n8n/community-nodes/no-restricted-imports -- finds ports for the servers of the tests, never part of the package */
import { connect, createServer, type AddressInfo } from 'node:net';

/** A port of the loopback address that nothing listens on. */
export async function freePort(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return String(port);
}

/** What a server on loopback says first to a line; empty when it says nothing or is not there. */
export async function replyTo(line: string, port: string): Promise<string> {
	return await new Promise((resolve) => {
		const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${line}\r\n`));
		const done = (reply: string) => {
			socket.destroy();
			resolve(reply);
		};
		socket.once('data', (data) => done(data.toString()));
		socket.once('error', () => done(''));
		socket.once('close', () => done(''));
	});
}
