import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { sendJson } from './responses';
import type { Key, Verdict, WireRequest } from './signature';

/** A role of the account 111122223333, and its trust policy. */
export interface Role {
	arn: string;
	/** The access keys of those who may assume it. */
	trusted: string[];
	/** What the trust policy demands as sts:ExternalId. */
	externalId?: string;
	/** 3600 unless given, as in IAM. */
	maxSessionDuration?: number;
}

/** A session that was handed out. */
export interface IssuedSession extends Key {
	sessionToken: string;
	/** Of the assumed role. */
	arn: string;
	expiration: Date;
}

const account = '111122223333';
const chainedLimit = 3_600;

/** The sessions of roles, as AWS STS hands them out, and the calls of its API that the package makes. */
export class Sts {
	readonly issued: IssuedSession[] = [];

	/** Seconds that a session has at least, whatever was asked for: no STS of AWS does that. */
	leastDuration = 0;

	constructor(
		private readonly keys: Key[],
		/** May be changed while the server runs. */
		readonly roles: Role[],
		private readonly now: () => Date,
	) {}

	/** The keys that a signature may be made with, those of ended sessions among them. */
	allKeys(): Key[] {
		return [...this.keys, ...this.issued];
	}

	/** Ends every session that was handed out. */
	endSessions(): void {
		for (const session of this.issued) session.expiration = new Date(0);
	}

	isExpired(accessKeyId: string): boolean {
		const session = this.issued.find((each) => each.accessKeyId === accessKeyId);
		return session !== undefined && session.expiration <= this.now();
	}

	/** Responds to a request to STS. */
	respond(response: ServerResponse, request: WireRequest, verdict: Verdict): void {
		if (!verdict.isVerified) return refuse(response, verdict, request.headers);
		const { search } = new URL(request.target, 'http://loopback');
		const form = new URLSearchParams(request.body.length > 0 ? request.body.toString() : search);
		const [action, version] = [form.get('Action'), form.get('Version')];
		const known = version === '2011-06-15' ? action : undefined;
		if (known === 'AssumeRole') return this.assumeRole(response, verdict.accessKeyId, form);
		if (known === 'GetCallerIdentity')
			return sendCallerIdentity(response, this.identityOf(verdict.accessKeyId), request.headers);
		const message = `Could not find operation ${action} for version ${version}`;
		sendStsError(response, 400, 'InvalidAction', message);
	}

	private identityOf(accessKeyId: string) {
		const session = this.issued.find((each) => each.accessKeyId === accessKeyId);
		const Arn = session?.arn ?? `arn:aws:iam::${account}:user/n8n`;
		return { Account: account, Arn, UserId: accessKeyId };
	}

	/** In the order in which AWS checks: the values, the trust policy, the duration. */
	private assumeRole(response: ServerResponse, accessKeyId: string, form: URLSearchParams): void {
		const arn = form.get('RoleArn') ?? '';
		const name = form.get('RoleSessionName') ?? '';
		const duration = Number(form.get('DurationSeconds') ?? 3_600);
		const isValid = arn.length >= 20 && /^[\w+=,.@-]{2,64}$/.test(name);
		if (!isValid || !(duration >= 900 && duration <= 43_200))
			return sendStsError(response, 400, 'ValidationError', '1 validation error detected');
		const role = this.roles.find((each) => each.arn === arn);
		const isTrusted = role?.trusted.includes(accessKeyId) ?? false;
		if (!role || !isTrusted || role.externalId !== (form.get('ExternalId') ?? undefined)) {
			const message = `User: ${this.identityOf(accessKeyId).Arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
			return sendStsError(response, 403, 'AccessDenied', message);
		}
		const key = this.allKeys().find((each) => each.accessKeyId === accessKeyId);
		const isChained = key?.sessionToken !== undefined;
		const longest = isChained ? chainedLimit : (role.maxSessionDuration ?? 3_600);
		if (duration > longest) {
			const message = isChained
				? 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
				: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
			return sendStsError(response, 400, 'ValidationError', message);
		}
		const session = this.issue(
			arn.replace(/:iam:(.*):role\/.*?([^/]+)$/, ':sts:$1:assumed-role/$2'),
		);
		session.arn += `/${name}`;
		const seconds = Math.max(duration, this.leastDuration);
		session.expiration = new Date(this.now().getTime() + seconds * 1_000);
		sendSession(response, session);
	}

	/** A new session of an assumed role, which has ended. */
	issue(arn: string): IssuedSession {
		const session = {
			accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
			secretAccessKey: randomBytes(30).toString('base64'),
			// As long as those of AWS are.
			sessionToken: `IQoJb3JpZ2luX2VjE${randomBytes(450).toString('base64')}`,
			arn,
			expiration: this.now(),
		};
		this.issued.push(session);
		return session;
	}
}

/**
 * Whether a request is one of STS: by the service that it is signed for, or, without a signature for it, by
 * one of the calls that the package makes. STS has no paths and names its call in the form or in the query.
 */
export function isStsRequest({ target, headers, body }: Omit<WireRequest, 'method'>): boolean {
	if (/\/sts\/aws4_request,/.test(headers.authorization ?? '')) return true;
	const { search } = new URL(target, 'http://loopback');
	return /(^|[?&])Action=(GetCallerIdentity|AssumeRole)(&|$)/.test(search || body.toString());
}

/** The error codes of STS, by those of the front end of other services. */
const stsCodes: Record<string, string> = {
	UnrecognizedClientException: 'InvalidClientTokenId',
	InvalidSignatureException: 'SignatureDoesNotMatch',
	ExpiredTokenException: 'ExpiredToken',
};

/** XML, unless the request accepts JSON. */
function refuse(
	response: ServerResponse,
	verdict: Verdict & { isVerified: false },
	{ accept = '' }: Record<string, string>,
): void {
	const [Code, Message] = [stsCodes[verdict.code] ?? verdict.code, verdict.message];
	if (!accept.includes('json')) return sendStsError(response, 403, Code, Message);
	sendJson(response, 403, { Error: { Code, Message, Type: 'Sender' } });
}

export function sendStsError(
	response: ServerResponse,
	statusCode: number,
	code: string,
	message = code,
): void {
	const type = statusCode >= 500 ? 'Receiver' : 'Sender';
	const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
	sendXml(response, statusCode, 'ErrorResponse', error);
}

export function sendSession(response: ServerResponse, session: IssuedSession): void {
	const { accessKeyId, secretAccessKey, sessionToken, arn, expiration } = session;
	const fields = {
		AccessKeyId: accessKeyId,
		SecretAccessKey: secretAccessKey,
		SessionToken: sessionToken,
		Expiration: expiration.toISOString().replace(/\.\d+/, ''),
	};
	const user = elements({ AssumedRoleId: `AROA3XFRBF535PLBIFPI4:n8n`, Arn: arn });
	const result = `<AssumedRoleUser>${user}</AssumedRoleUser><Credentials>${elements(fields)}</Credentials>`;
	sendXml(response, 200, 'AssumeRoleResponse', `<AssumeRoleResult>${result}</AssumeRoleResult>`);
}

/** XML, unless the request accepts JSON. */
function sendCallerIdentity(
	response: ServerResponse,
	identity: Record<string, string>,
	{ accept = '' }: Record<string, string>,
): void {
	if (accept.includes('json'))
		return sendJson(response, 200, {
			GetCallerIdentityResponse: { GetCallerIdentityResult: identity },
		});
	const result = `<GetCallerIdentityResult>${elements(identity)}</GetCallerIdentityResult>`;
	sendXml(response, 200, 'GetCallerIdentityResponse', result);
}

function sendXml(response: ServerResponse, statusCode: number, root: string, content: string) {
	response.writeHead(statusCode, { 'Content-Type': 'text/xml' });
	const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
	response.end(
		`<${root} xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${content}${metadata}</${root}>`,
	);
}

function elements(fields: Record<string, string>): string {
	return Object.entries(fields)
		.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
		.join('');
}

function escaped(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
