/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server on loopback for the tests, never part of the package */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { closeAtTheEnd } from '../support/cleanup';
import { playOf, sendError, sendJson, sendStatus, type PlayContext } from './plays';
import { verify, type Key, type Verdict, type WireRequest } from './signature';

/** One request that reached the server, and what the server thought of its signature. */
export interface Received extends WireRequest {
	verdict: Verdict;
}

export interface Session {
	[field: string]: unknown;
	VoiceConnectorId: string;
	ProxySessionId: string;
}

export interface Connector {
	[field: string]: unknown;
	VoiceConnectorId: string;
}

export interface Chime {
	/** Without a slash at the end. */
	url: string;
	received: Received[];
	/** The most requests that were being answered at the same moment. */
	peakInFlight(): number;
	/** Requests that are being answered now. */
	inFlight(): number;
	add(session: Session): void;
	/** The sessions that it has now. */
	sessions(): Session[];
	/** From here on, it has these and no others. */
	replaceSessions(sessions: Session[]): void;
	/** What is told of a connector; one that only has sessions is told of with a made-up name. */
	addConnector(connector: Connector): void;
	close(): Promise<void>;
}

export interface ChimeOptions {
	keys: Key[];
	region?: string;
	/** The server's clock. */
	now?: () => Date;
	/** 0: any free port. */
	port?: number;
	/** Where redirects lead to. */
	elsewhere?: string;
	/** Told of every request that is never answered to its end, as soon as it is there. */
	onStall?: () => void;
	/** Answers in the place of the server where it returns true. */
	intercept?: (response: ServerResponse, request: Received & PlayContext) => boolean;
}

/** The sample answer of AWS's API reference, to the letter. */
export const sampleSession: Session = {
	Capabilities: ['SMS', 'Voice'],
	CreatedTimestamp: '2020-04-15T16:10:10.288Z',
	EndedTimestamp: null,
	ExpiryMinutes: 60,
	GeoMatchLevel: null,
	GeoMatchParams: null,
	Name: null,
	NumberSelectionBehavior: null,
	Participants: [
		{ PhoneNumber: '+12065550100', ProxyPhoneNumber: '+19135550199' },
		{ PhoneNumber: '+14015550101', ProxyPhoneNumber: '+19135550199' },
	],
	ProxySessionId: '123a4bc5-67d8-901e-2f3g-h4ghjk56789l',
	Status: 'Open',
	UpdatedTimestamp: '2020-04-15T16:10:10.288Z',
	VoiceConnectorId: 'abcdef1ghij2klmno3pqr4',
};

/** A Chime SDK Voice (and the one STS call of the credential test) on loopback, in memory. */
export async function startChime({
	keys,
	region = 'us-east-1',
	now = () => new Date(),
	port = 0,
	elsewhere = 'http://127.0.0.1:1/elsewhere',
	onStall: stalls = () => {},
	intercept = () => false,
}: ChimeOptions): Promise<Chime> {
	const received: Received[] = [];
	const sessions = new Map<string, Session>();
	const described = new Map<string, Connector>();
	const proxies = new Map<string, unknown>();
	const asked = new Map<string, number>();
	let inFlight = 0;
	let peak = 0;

	const add = (session: Session) =>
		void sessions.set(keyOf(session.VoiceConnectorId, session.ProxySessionId), session);
	add(sampleSession);

	const server = createServer((incoming, response) => {
		peak = Math.max(peak, ++inFlight);
		response.on('close', () => inFlight--);
		void readBody(incoming).then((body) => {
			const headers = singleHeaders(incoming);
			const request = { method: incoming.method ?? '', target: incoming.url ?? '', headers, body };
			const url = new URL(request.target, 'http://loopback');
			const service = /\bAction=GetCallerIdentity\b/.test(url.search || body.toString())
				? 'sts'
				: 'chime';
			const verdict = verify(request, { keys, now: now(), service, region });
			const entry = { ...request, verdict };
			received.push(entry);
			response.setHeader('x-amzn-RequestId', randomUUID());
			response.setHeader('Date', now().toUTCString());
			const context = { ...entry, elsewhere, stalls };
			if (intercept(response, context)) return;
			if (!verdict.isVerified) return sendError(response, 403, verdict.code, verdict.message);
			if (service === 'sts') return sendCallerIdentity(response, verdict.accessKeyId, headers);
			answer(response, context, url);
		});
	});

	function answer(response: ServerResponse, request: Received & PlayContext, url: URL): void {
		const segments = request.target.split('?')[0].split('/').slice(1).map(decodeURIComponent);
		const [root, connector, kind, id, ...rest] = segments;
		if (root !== 'voice-connectors' || rest.length > 0) return sendStatus(response, 404);
		const operation = `${request.method} ${[kind, id === undefined ? undefined : 'id'].filter(Boolean).join('/')}`;
		const json = (): Record<string, unknown> => JSON.parse(request.body.toString() || '{}');

		if (segments.length === 1 && request.method === 'GET')
			return sendPage(response, 'VoiceConnectors', connectors(), url);
		if (kind === 'programmable-numbers' && id === 'proxy')
			return answerProxy(response, request.method, connector, json);
		if (kind !== 'proxy-sessions') return sendStatus(response, 404);

		const times = asked.get(request.target) ?? 0;
		asked.set(request.target, times + 1);
		const play = playOf(id ?? connector, times);
		if (play) return play(response, request);
		const session = sessions.get(keyOf(connector, id ?? ''));
		switch (operation) {
			case 'GET proxy-sessions': {
				const status = url.searchParams.get('status');
				const all = [...sessions.values()].filter(
					({ VoiceConnectorId, Status }) =>
						VoiceConnectorId === connector && (!status || Status === status),
				);
				return sendPage(response, 'ProxySessions', all, url);
			}
			case 'POST proxy-sessions': {
				const { ParticipantPhoneNumbers, ...fields } = json();
				if (!Array.isArray(ParticipantPhoneNumbers) || ParticipantPhoneNumbers.length !== 2)
					return sendStatus(response, 400);
				const created = newSession(connector, ParticipantPhoneNumbers, fields, now());
				add(created);
				return sendJson(response, 201, { ProxySession: created });
			}
			case 'GET proxy-sessions/id':
				return session
					? sendJson(response, 200, { ProxySession: session })
					: sendStatus(response, 404);
			case 'POST proxy-sessions/id': {
				if (!session) return sendStatus(response, 404);
				Object.assign(session, json(), { UpdatedTimestamp: now().toISOString() });
				return sendJson(response, 201, { ProxySession: session });
			}
			case 'DELETE proxy-sessions/id':
				if (!sessions.delete(keyOf(connector, id ?? ''))) return sendStatus(response, 404);
				return void response.writeHead(204).end();
			default:
				return sendStatus(response, 404);
		}
	}

	function answerProxy(
		response: ServerResponse,
		method: string,
		connector: string,
		json: () => Record<string, unknown>,
	): void {
		if (method === 'PUT') {
			const { PhoneNumberPoolCountries, ...proxy } = json();
			proxies.set(connector, { ...proxy, PhoneNumberCountries: PhoneNumberPoolCountries });
		}
		if (!proxies.has(connector)) return sendStatus(response, 404);
		if (method === 'DELETE') {
			proxies.delete(connector);
			return void response.writeHead(204).end();
		}
		sendJson(response, 200, { Proxy: proxies.get(connector) });
	}

	function connectors() {
		const known = [...described.values(), ...sessions.values()];
		const ids = new Set(known.map(({ VoiceConnectorId }) => VoiceConnectorId));
		return [...ids].map((id, index) => ({
			VoiceConnectorId: id,
			AwsRegion: region,
			Name: `Connector ${index + 1}`,
			RequireEncryption: true,
			...described.get(id),
		}));
	}

	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const close = closeAtTheEnd(async () => {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});
	const address = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${address.port}`,
		received,
		peakInFlight: () => peak,
		inFlight: () => inFlight,
		add,
		sessions: () => [...sessions.values()],
		replaceSessions: (others) => {
			sessions.clear();
			others.forEach(add);
		},
		addConnector: (connector) => void described.set(connector.VoiceConnectorId, connector),
		close,
	};
}

/** The requests whose signature the server did not accept. */
export function refused(requests: Received[]): Received[] {
	return requests.filter(({ verdict }) => !verdict.isVerified);
}

function keyOf(connector: string, session: string): string {
	return JSON.stringify([connector, session]);
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

function sendPage(response: ServerResponse, name: string, all: unknown[], url: URL): void {
	const start = Number(url.searchParams.get('next-token') ?? 0);
	const end = start + Number(url.searchParams.get('max-results') ?? 100);
	const NextToken = end < all.length ? String(end) : undefined;
	sendJson(response, 200, { [name]: all.slice(start, end), NextToken });
}

function newSession(
	connector: string,
	numbers: unknown[],
	fields: Record<string, unknown>,
	now: Date,
): Session {
	return {
		...fields,
		VoiceConnectorId: connector,
		ProxySessionId: randomUUID(),
		Status: 'Open',
		ExpiryMinutes: fields.ExpiryMinutes ?? 60,
		CreatedTimestamp: now.toISOString(),
		UpdatedTimestamp: now.toISOString(),
		EndedTimestamp: null,
		Participants: numbers.map((PhoneNumber) => ({ PhoneNumber, ProxyPhoneNumber: '+19135550199' })),
	};
}

/** XML, unless JSON is asked for, as STS does. */
function sendCallerIdentity(
	response: ServerResponse,
	accessKeyId: string,
	{ accept = '' }: Record<string, string>,
): void {
	const identity = {
		Account: '111122223333',
		Arn: 'arn:aws:iam::111122223333:user/n8n',
		UserId: accessKeyId,
	};
	if (accept.includes('json'))
		return sendJson(response, 200, {
			GetCallerIdentityResponse: { GetCallerIdentityResult: identity },
		});
	const fields = Object.entries(identity)
		.map(([name, value]) => `<${name}>${value}</${name}>`)
		.join('');
	response.writeHead(200, { 'Content-Type': 'text/xml' });
	response.end(
		`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${fields}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
	);
}
