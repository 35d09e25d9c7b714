import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export interface ResponderContext {
	target: string;
	headers: Record<string, string>;
	/** A host to which no client may send a request. */
	elsewhere: string;
	/** Reports that the response to this request never ends. */
	stalls(): void;
}

/** Sends the response for a session whose name chooses a fault, in the place of the session. */
export type Responder = (response: ServerResponse, context: ResponderContext) => void;

/** AWS's documented statuses, by exception and the `Code` of the body, and some that are not documented. */
const documented: Record<number, [exception: string, code: string, message: string]> = {
	400: [
		'BadRequestException',
		'BadRequest',
		"The input parameters don't match the service's restrictions.",
	],
	401: [
		'UnauthorizedClientException',
		'Unauthorized',
		'The client is not currently authorized to make the request.',
	],
	403: [
		'ForbiddenException',
		'Forbidden',
		'The client is permanently forbidden from making the request.',
	],
	404: [
		'NotFoundException',
		'NotFound',
		'One or more of the resources in the request does not exist in the system.',
	],
	409: ['ConflictException', 'Conflict', 'The request could not be processed because of conflict.'],
	410: ['GoneException', 'Gone', 'This operation is no longer available.'],
	418: ['TeapotException', 'Teapot', 'I am a teapot.'],
	429: ['ThrottledClientException', 'Throttled', 'The client exceeded its request rate limit.'],
	500: [
		'ServiceFailureException',
		'ServiceFailure',
		'The service encountered an unexpected error.',
	],
	502: ['BadGatewayException', 'BadGateway', 'A gateway received an invalid response.'],
	503: [
		'ServiceUnavailableException',
		'ServiceUnavailable',
		'The service is currently unavailable.',
	],
};

export function sendJson(
	response: ServerResponse,
	statusCode: number,
	body: unknown,
	headers: Record<string, string> = {},
): void {
	response.writeHead(statusCode, { 'Content-Type': 'application/json', ...headers });
	response.end(body === undefined ? undefined : JSON.stringify(body));
}

export function sendError(
	response: ServerResponse,
	statusCode: number,
	exception: string,
	message: string,
	code = exception,
): void {
	sendJson(
		response,
		statusCode,
		{ Code: code, Message: message },
		{ 'x-amzn-ErrorType': `${exception}:http://internal.amazon.com/coral/com.amazonaws.chime/` },
	);
}

export function sendStatus(response: ServerResponse, statusCode: number): void {
	const [exception, code, message] = documented[statusCode] ?? [
		'InternalFailure',
		'InternalFailure',
		`HTTP ${statusCode}`,
	];
	sendError(response, statusCode, exception, message, code);
}

/** An exception of AWS by its name, with a message that says no more unless one is given. */
export function sendException(
	response: ServerResponse,
	statusCode: number,
	exception: string,
	message = `${exception} of the loopback Chime.`,
): void {
	const code = exception.replace(/(Client)?Exception$/, '');
	sendError(response, statusCode, exception, message, code);
}

function sendHtml(response: ServerResponse, statusCode: number): void {
	response.writeHead(statusCode, { 'Content-Type': 'text/html' });
	response.end(
		`<!DOCTYPE html><html><head><title>${statusCode}</title></head><body>A page of a proxy</body></html>`,
	);
}

function sendText(response: ServerResponse, text: string): void {
	response.writeHead(200, { 'Content-Type': 'application/json' });
	response.end(text);
}

function sendRedirect(response: ServerResponse, statusCode: number, Location: string): void {
	response.writeHead(statusCode, { Location }).end();
}

function sendGzip(response: ServerResponse, body: Buffer): void {
	response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
	response.end(body);
}

function drip(response: ServerResponse, drop: () => void): void {
	const timer = setInterval(drop, 50);
	response.on('close', () => clearInterval(timer));
}

let bomb: Buffer | undefined;

const plainParticipant = { PhoneNumber: '+12065550100', ProxyPhoneNumber: '+19135550199' };

const faults: Record<string, Responder> = {
	'html-200': (response) => sendHtml(response, 200),
	'html-502': (response) => sendHtml(response, 502),
	'empty-200': (response) => sendText(response, ''),
	'empty-404': (response) => void response.writeHead(404).end(),
	/** Of a server that is not AWS's. */
	foreign: (response) => {
		response.removeHeader('x-amzn-RequestId');
		sendText(response, '{}');
	},
	null: (response) => sendText(response, 'null'),
	list: (response) => sendText(response, '[]'),
	'no-session': (response) => sendText(response, '{"ProxySession":null}'),
	'broken-json': (response) => sendText(response, '{"ProxySession":{"Status":'),
	/** The connection ends before the promised length is reached. */
	truncated: (response) => {
		response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '4096' });
		response.write(
			'{"ProxySession":{"Status":"Open","Participants":[{"PhoneNumber":"+12065550100"',
			() => response.destroy(),
		);
	},
	reset: (response) => response.socket?.resetAndDestroy(),
	/** Sends nothing; the connection stays open until one side gives up. */
	hang: (_response, { stalls }) => stalls(),
	redirect: (response, { elsewhere }) => sendRedirect(response, 302, elsewhere),
	/** As many bytes as the reader takes, up to 100 MB. */
	huge: (response) => {
		const chunk = Buffer.alloc(1_000_000, ' ');
		let left = 100;
		const more = () => {
			while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
			response.end('{}');
		};
		response.writeHead(200, { 'Content-Type': 'application/json' });
		more();
	},
	'gzip-bomb': (response) =>
		sendGzip(response, (bomb ??= gzipSync(Buffer.alloc(100_000_000, ' ')))),
	/** A byte now and then, for ever. */
	trickle: (response, { stalls }) => {
		stalls();
		response.writeHead(200, { 'Content-Type': 'application/json' });
		drip(response, () => response.write(' '));
	},
	'trickle-headers': (response, { stalls }) => {
		stalls();
		response.socket?.write('HTTP/1.1 200 OK\r\nX-Slow: ');
		drip(response, () => response.socket?.write('a'));
	},
	deep: (response) =>
		sendText(response, `{"ProxySession":{"Name":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`),
	/** A session with thousands of fields and participants, in less than 1 MB. */
	wide: (response) => {
		const fields = Array.from({ length: 3_000 }, (_, index) => [`Field${index}`, 'a']);
		const Participants = Array.from({ length: 3_000 }, () => plainParticipant);
		sendJson(response, 200, { ProxySession: { ...Object.fromEntries(fields), Participants } });
	},
	'utf-16': (response) => {
		response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-16' });
		response.end(Buffer.from('{"ProxySession":{}}', 'utf16le'));
	},
	'gzip-cut': (response) =>
		sendGzip(response, gzipSync(JSON.stringify(mistypedSession)).subarray(0, 60)),
	'no-content': (response) => void response.writeHead(204).end(),
	partial: (response) =>
		sendJson(response, 206, mistypedSession, { 'Content-Range': 'bytes 0-9/999' }),
	'not-http': (response) => void response.socket?.end('220 smtp.example.com ESMTP\r\n'),
	/** An error that quotes the whole request, as AWS does when a signature is wrong. */
	echo: (response, { target, headers }) =>
		sendError(
			response,
			403,
			'InvalidSignatureException',
			`The Canonical String for this request should have been ${target} ${JSON.stringify(headers)} for +12065550100`,
		),
};

/** Responses in an unusual form that hold the requested session all the same. */
const irregular: Record<string, Responder> = {
	'wrong-types': (response) => sendJson(response, 200, mistypedSession),
	'wrong-content-type': (response) =>
		sendJson(response, 200, mistypedSession, { 'Content-Type': 'text/html' }),
	'header-case': (response) => {
		response.setHeader('X-AMZN-REQUESTID', 'id');
		sendJson(response, 200, mistypedSession, { 'CONTENT-type': 'application/json' });
	},
	'duplicate-headers': (response) => {
		response.setHeader('Set-Cookie', ['a=1', 'b=2']);
		response.setHeader('Retry-After', ['1', '2']);
		sendJson(response, 200, mistypedSession);
	},
	'early-hints': (response) => {
		response.writeProcessing();
		response.writeEarlyHints({ link: '</style.css>; rel=preload' });
		sendJson(response, 200, mistypedSession);
	},
	gzip: (response) => sendGzip(response, gzipSync(JSON.stringify(mistypedSession))),
	'byte-order-mark': (response) => sendText(response, `\ufeff${JSON.stringify(mistypedSession)}`),
	'proto-keys': (response) =>
		sendText(
			response,
			'{"__proto__":{"a":1},"ProxySession":{"__proto__":{"polluted":true},"Participants":[{"PhoneNumber":"+12065550100"}]}}',
		),
};

const plain: Responder = (response) =>
	sendJson(response, 200, {
		ProxySession: {
			Status: 'Open',
			CreatedTimestamp: '2020-04-15T16:10:10.288Z',
			Participants: [plainParticipant],
		},
	});

/** A session in which no field has the type that the API gives it. */
const mistypedSession = {
	ProxySession: {
		Capabilities: 'Voice',
		CreatedTimestamp: 1586967070.288,
		EndedTimestamp: [],
		ExpiryMinutes: '60',
		GeoMatchParams: 'US',
		Name: { first: 1 },
		Participants: [{ PhoneNumber: 12065550100, ProxyPhoneNumber: ['+19135550199'] }],
		Status: null,
	},
};

/** Names of responses that hold no session, and of unusual ones that do. */
export const faultNames = Object.keys(faults);
export const irregularNames = Object.keys(irregular);

/**
 * The responder for the id of a session, or of a voice connector whose sessions are listed or added to:
 * `status-404`, `reset`, `html-200` …; `redirect-307` for any redirect, `flaky-2-reset` for a session
 * that is there after two resets, `plain` for one that is there. What follows an `@` makes an
 * id unique.
 *
 * @param earlier how many requests for it came before
 */
export function responderFor(sessionId: string, earlier = 0): Responder | undefined {
	const name = sessionId.split('@')[0];
	const [, kind = '', detail = ''] = /^(status|redirect)-(\d{3})$/.exec(name) ?? [];
	if (kind === 'status') return (response) => sendStatus(response, Number(detail));
	if (kind === 'redirect')
		return (response, { elsewhere }) => sendRedirect(response, Number(detail), elsewhere);
	const [, times = '', fault = ''] = /^flaky-(\d)-(.+)$/.exec(name) ?? [];
	if (fault) return earlier < Number(times) ? responderFor(fault) : plain;
	return new Map(Object.entries({ ...faults, ...irregular, plain })).get(name);
}

/** The responder of this name, which there must be. */
export function respondAs(name: string): Responder {
	const found = responderFor(name);
	if (!found) throw new Error(`There is no responder "${name}".`);
	return found;
}

/** Responds with a status as AWS does. */
export const status =
	(statusCode: number): Responder =>
	(response) =>
		sendStatus(response, statusCode);

/** Responds to every request in the place of the loopback server. */
export const always =
	(responder: Responder) =>
	(response: ServerResponse, context: ResponderContext): boolean => {
		responder(response, context);
		return true;
	};

/** The same response of another server: it has no request ID of AWS. */
export const foreign =
	(responder: Responder): Responder =>
	(response, context) => {
		response.removeHeader('x-amzn-RequestId');
		responder(response, context);
	};

/** Responses with a body, as AWS sends them. */
export const json =
	(body: unknown, statusCode = 200): Responder =>
	(response) =>
		sendJson(response, statusCode, body);

/** What other servers respond in the place of AWS: a proxy, a portal, a gateway under maintenance. */
export const foreignResponses = Object.entries<Responder>({
	'{}': json({}),
	'a text about maintenance': json({ message: 'maintenance' }),
	null: json(null),
	nothing: (response) => void response.end(),
	'204': (response) => void response.writeHead(204).end(),
	'an HTML page': (response) => sendHtml(response, 200),
	'404 with an HTML page': (response) => sendHtml(response, 404),
	'404 with nothing': (response) => void response.writeHead(404).end(),
	'404 with a text about the route': json({ message: 'no such route' }, 404),
	"404 with AWS's code": json({ Code: 'NotFound', Message: 'Nothing is here.' }, 404),
}).map(([title, responder]): [string, Responder] => [title, foreign(responder)]);
