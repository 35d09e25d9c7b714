import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { routes } from '../../operations';
import type { Route } from '../../operations/fixture';
import { sampleSession } from '../../operations/sessions';
import { listen } from '../loopback';
import {
	responderFor,
	sendError,
	sendException,
	sendJson,
	sendStatus,
	type ResponderContext,
} from './responses';
import { keyOf, State, type Entry, type ReadRequest } from './state';
import { completeOrders } from './telephony';
import { verify, type Key, type Verdict, type WireRequest } from './signature';
import { isStsRequest, Sts, type Role } from './sts';
import { violationIn } from './validate';

export { sampleSession };

/** One request that reached the server, and the verdict on its signature. */
export interface Received extends WireRequest {
	verdict: Verdict;
}

export interface Session extends Entry {
	VoiceConnectorId: string;
	ProxySessionId: string;
}

export interface Connector extends Entry {
	VoiceConnectorId: string;
}

export interface Chime {
	/** Without a slash at the end. */
	url: string;
	received: Received[];
	/** The most requests that were in flight at the same moment. */
	peakInFlight(): number;
	/** Requests that are in flight now. */
	inFlight(): number;
	add(session: Session): void;
	/** The sessions that it has now. */
	sessions(): Entry[];
	/** From here on, it has these and no others. */
	replaceSessions(sessions: Entry[]): void;
	/** Describes a voice connector; one that only has sessions is listed under a made-up name. */
	addConnector(connector: Connector): void;
	/** What it has. */
	state: State;
	/** The sessions of roles. */
	sts: Sts;
	close(): Promise<void>;
}

export interface ChimeOptions {
	keys: Key[];
	roles?: Role[];
	region?: string;
	/** The server's clock. */
	now?: () => Date;
	/** 0: any free port. */
	port?: number;
	/** Where redirects lead to. */
	elsewhere?: string;
	/** Called for every request whose response never ends, when the request arrives. */
	onStall?: () => void;
	/** The ids of things that are created. */
	newId?: () => string;
	/** The most things of a kind that can be created; none unless given. */
	quotas?: Record<string, number>;
	/** Responds in the place of the server where it returns true. */
	intercept?: (response: ServerResponse, request: Received & ResponderContext) => boolean;
}

type Match = Pick<ReadRequest, 'ids'> & { route: Route };

/** A Chime SDK Voice, and the calls of STS that the package makes, on loopback and in memory. */
export async function startChime({
	keys,
	roles = [],
	region = 'us-east-1',
	now = () => new Date(),
	port = 0,
	elsewhere = 'http://127.0.0.1:1/elsewhere',
	onStall: stalls = () => {},
	newId = randomUUID,
	quotas = {},
	intercept = () => false,
}: ChimeOptions): Promise<Chime> {
	const received: Received[] = [];
	const state = new State();
	const sts = new Sts(keys, roles, now);
	state.quotas = quotas;
	const sessions = state.of('sessions');
	const timesReceived = new Map<string, number>();
	let inFlight = 0;
	let peak = 0;

	const add = (session: Entry) =>
		void sessions.set(keyOf(session.VoiceConnectorId, session.ProxySessionId), session);
	add(sampleSession);

	// A page token of AWS may have 65,535 characters, and each may be escaped.
	const server = createServer({ maxHeaderSize: 300_000 }, (incoming, response) => {
		peak = Math.max(peak, ++inFlight);
		response.on('close', () => inFlight--);
		void readBody(incoming).then((body) => {
			const headers = singleHeaders(incoming);
			const request = { method: incoming.method ?? '', target: incoming.url ?? '', headers, body };
			const url = new URL(request.target, 'http://loopback');
			const verdict = verdictOn(request);
			const entry = { ...request, verdict };
			received.push(entry);
			response.setHeader('x-amzn-RequestId', randomUUID());
			response.setHeader('Date', now().toUTCString());
			const context = { ...entry, elsewhere, stalls };
			if (intercept(response, context)) return;
			if (isStsRequest(request)) return sts.respond(response, request, verdict);
			if (!verdict.isVerified) return sendError(response, 403, verdict.code, verdict.message);
			respond(response, context, url);
		});
	});

	function verdictOn(request: WireRequest): Verdict {
		const service = isStsRequest(request) ? 'sts' : 'chime';
		const verdict = verify(request, { keys: sts.allKeys(), now: now(), service, region });
		if (!verdict.isVerified || !sts.isExpired(verdict.accessKeyId)) return verdict;
		const message = 'The security token included in the request is expired';
		return { isVerified: false, code: 'ExpiredTokenException', message };
	}

	function respond(response: ServerResponse, request: Received & ResponderContext, url: URL): void {
		const times = timesReceived.get(request.target) ?? 0;
		timesReceived.set(request.target, times + 1);
		const match = matchOf(request.method, url.searchParams, request.target.split('?')[0]);
		if (!match) return sendUnknownOperation(response, request);
		const { ids, route } = match;
		const responder = responderFor(Object.values(ids).at(-1) ?? '', times);
		if (responder) return responder(response, request);
		const body = jsonObjectOf(request.body);
		if (!body) return sendException(response, 400, 'SerializationException');
		const violation = violationIn(route.awsName, url.searchParams, body);
		if (violation) return sendException(response, 400, ...violation);
		const read = { ids, query: url.searchParams, body, now: now(), newId, region };
		completeOrders(state, read.now);
		const [statusCode, content, message] = route.respond(state, read);
		if (typeof content === 'string') sendException(response, statusCode, content, message);
		else if (statusCode >= 300) sendStatus(response, statusCode);
		else if (content) sendJson(response, statusCode, content);
		else response.writeHead(statusCode).end();
	}

	return {
		...(await listen(server, port)),
		received,
		peakInFlight: () => peak,
		inFlight: () => inFlight,
		add,
		sessions: () => [...sessions.values()],
		replaceSessions: (others) => {
			sessions.clear();
			others.forEach(add);
		},
		addConnector: (connector) =>
			void state.of('VoiceConnectors').set(connector.VoiceConnectorId, connector),
		state,
		sts,
	};
}

/** The requests whose signature the server did not accept. */
export function refused(requests: Received[]): Received[] {
	return requests.filter(({ verdict }) => !verdict.isVerified);
}

/** As AWS responds to what is no operation; this server has fewer of them than AWS. */
function sendUnknownOperation(response: ServerResponse, { method, target }: WireRequest): void {
	const known = routes.map(({ awsName }) => awsName).sort();
	const message = `This test server does not know the operation behind ${method} ${target.split('?')[0]}. It knows ${known.join(', ')}.`;
	sendException(response, 404, 'UnknownOperationException', message);
}

/** The object of a JSON body, empty where there is no body; undefined for anything else. */
function jsonObjectOf(body: Buffer): Entry | undefined {
	try {
		const value: unknown = JSON.parse(body.toString() || '{}');
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? Object.fromEntries(Object.entries(value)) : undefined;
	} catch {
		return undefined;
	}
}

/** The route of a request, and the ids in its path. */
function matchOf(method: string, query: URLSearchParams, path: string): Match | undefined {
	const segments = path.split('/').map(decodeURIComponent);
	for (const route of routes) {
		const template = route.path.split('/');
		if (route.method !== method || template.length !== segments.length) continue;
		const fixed = Object.entries(route.query ?? {});
		if (!fixed.every(([name, value]) => query.get(name) === value)) continue;
		const isId = template.map((segment) => segment.startsWith('{'));
		if (!template.every((segment, at) => isId[at] || segment === segments[at])) continue;
		const names = template.map((segment) => segment.slice(1, -1));
		const ids = names.flatMap((name, at) => (isId[at] ? [[name, segments[at]]] : []));
		return { route, ids: Object.fromEntries(ids) };
	}
	return undefined;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk);
	return Buffer.concat(chunks);
}

function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, [value].flat().join(',')]),
	);
}
