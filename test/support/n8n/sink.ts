import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { jsonParse } from 'n8n-workflow';

import { listen } from '../loopback';

/** A request to the web hook. */
export interface Notification {
	path: string;
	body: Record<string, unknown>;
}

export interface Sink {
	/** Without a slash at the end. */
	url: string;
	received: Notification[];
	/** The status of a response: 200, unless a test sets another. */
	statusOf: (notification: Notification) => number;
}

/** A web hook on loopback that takes every JSON object. */
export async function startSink(
	onNotification: (notification: Notification) => void = () => {},
): Promise<Sink> {
	const server = createServer((incoming, response) => {
		void text(incoming).then((json) => {
			const body = jsonParse<Notification['body']>(json);
			const notification = { path: incoming.url ?? '', body };
			sink.received.push(notification);
			onNotification(notification);
			const type = { 'Content-Type': 'application/json' };
			response.writeHead(sink.statusOf(notification), type).end('{"ok":true}');
		});
	});
	const { url } = await listen(server);
	const sink: Sink = { url, received: [], statusOf: () => 200 };
	return sink;
}
