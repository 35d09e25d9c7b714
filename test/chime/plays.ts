/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server on loopback for the tests, never part of the package */
import type { ServerResponse } from 'node:http';

/** How the server answers for a session with a telling name, instead of with the session. */
export type Play = (
	response: ServerResponse,
	context: { target: string; headers: Record<string, string> },
) => void;

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
	502: ['BadGatewayException', 'BadGateway', 'A server on the way answered nonsense.'],
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

const faults: Record<string, Play> = {
	'html-200': (response) => sendHtml(response, 200),
	'html-502': (response) => sendHtml(response, 502),
	'empty-200': (response) => sendText(response, ''),
	'empty-404': (response) => void response.writeHead(404).end(),
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
	/** Never answers; the connection stays open until one side gives up. */
	hang: () => {},
	redirect: (response) =>
		void response.writeHead(302, { Location: 'http://127.0.0.2:9/elsewhere' }).end(),
	/** An error that quotes the whole request, as AWS does when a signature is wrong. */
	echo: (response, { target, headers }) =>
		sendError(
			response,
			403,
			'InvalidSignatureException',
			`The Canonical String for this request should have been ${target} ${JSON.stringify(headers)} for +12065550100`,
		),
};

/** The play for a session id: `status-404`, `reset`, `html-200` … */
export function playOf(sessionId: string): Play | undefined {
	const name = /^(?:play-)?(.*?)(?:@.*)?$/s.exec(sessionId)?.[1] ?? '';
	const status = /^status-(\d{3})$/.exec(name);
	if (status) return (response) => sendStatus(response, Number(status[1]));
	return Object.hasOwn(faults, name) ? faults[name] : undefined;
}

export const faultNames = Object.keys(faults);
