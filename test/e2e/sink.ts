/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server on loopback for the tests, never part of the package */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { jsonParse } from 'n8n-workflow';

/** What a workflow told somebody. */
export interface Notification {
	path: string;
	body: Record<string, unknown>;
}

export interface Sink {
	/** Without a slash at the end. */
	url: string;
	received: Notification[];
	/** The status it answers with: 200, unless a test sets another. */
	statusOf: (notification: Notification) => number;
	close(): Promise<void>;
}

/** A web hook on loopback that takes every JSON object. */
export async function startSink(
	onNotification: (notification: Notification) => void = () => {},
): Promise<Sink> {
	const server = createServer((incoming, response) => {
		void readBody(incoming).then((text) => {
			const notification = {
				path: incoming.url ?? '',
				body: jsonParse<Notification['body']>(text),
			};
			sink.received.push(notification);
			onNotification(notification);
			const type = { 'Content-Type': 'application/json' };
			response.writeHead(sink.statusOf(notification), type).end('{"ok":true}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const sink: Sink = {
		url: `http://127.0.0.1:${port}`,
		received: [],
		statusOf: () => 200,
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
	return sink;
}

async function readBody(incoming: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}
