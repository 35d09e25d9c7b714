import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { FinalRequest } from './requestOptions';
import type { Scope } from './signer';
import { hasControlCharacter, hasDotSegment, withoutSlashesAtEnd } from './url';

/**
 * An error that lasts until a user changes a setting: a field of the credential, or a URL in a node for
 * which the credential does not sign.
 */
export class ConfigurationError extends UserError {
	/**
	 * The mark by which the node recognises this error, because it shares no code with the credential. It
	 * is not called `code`, which n8n's credential test would show instead of the message.
	 */
	readonly errorCode = 'ConfigurationError';
}

/** The fields of a credential that decide which requests it signs. */
export interface Settings {
	region: string;
	/** A URL without user name, password, query and fragment; undefined for AWS itself. */
	endpoint: URL | undefined;
}

/** In characters. */
const longestEndpoint = 2_000;
const hostLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const regionName = new RegExp(`^${hostLabel}$`);
const chimeHost = new RegExp(`^voice-chime(?:-fips)?\\.(${hostLabel})\\.amazonaws\\.com$`);
const stsHost = new RegExp(`^sts(?:-fips)?\\.(?:(${hostLabel})\\.)?amazonaws\\.com$`);
const awsEndpoint = /^https:\/\/[^/?#@]+\.amazonaws\.com\/?$/;
/** The region that signatures for `sts.amazonaws.com`, the host for all regions, must name. */
const globalRegion = 'us-east-1';
/** The query of the credential test in its final form, in either order. */
const callerIdentityQueries = new Set([
	'?Action=GetCallerIdentity&Version=2011-06-15',
	'?Version=2011-06-15&Action=GetCallerIdentity',
]);

/**
 * Reads the region and the endpoint of a credential.
 *
 * @throws ConfigurationError that says which field to change
 */
export function settingsOf(data: ICredentialDataDecryptedObject): Settings {
	return { region: regionOf(data.region), endpoint: endpointOf(data.endpoint) };
}

/**
 * The scope to sign a request for. A credential signs for Chime SDK Voice at a host of AWS, for every
 * URL below its endpoint, and for the call of STS that tests the credential. It signs nothing else, so
 * that a user who may use a shared credential, but not see it, cannot reach other services with it.
 *
 * @throws ConfigurationError that says what the credential signs for
 */
export function scopeOf(request: FinalRequest, { region, endpoint }: Settings): Scope {
	const { url } = request;
	const sts = stsHost.exec(url.hostname);
	if (sts) return stsScopeOf(request, sts[1] ?? globalRegion);
	// AWS verifies signatures for the region in the host name only.
	const chime = chimeHost.exec(url.hostname);
	if (chime && isDefaultHttps(url)) return { service: 'chime', region: chime[1] };
	if (!endpoint || !isBelow(url, endpoint))
		throw new ConfigurationError(unsignedUrlMessage(url, endpoint));
	// An endpoint may serve both: only STS has the parameter "Action", Chime SDK Voice does not.
	const isSts = isGetCallerIdentity(request, pathOf(endpoint));
	return { service: isSts ? 'sts' : 'chime', region };
}

/**
 * The URL of STS: in the region, or the custom endpoint. A FIPS endpoint of AWS does not serve STS. The
 * expression of the credential test decides in the same way.
 */
export function stsUrlOf({ region, endpoint }: Settings): string {
	const isAws = endpoint === undefined || awsEndpoint.test(endpoint.href);
	return isAws ? `https://sts.${region}.amazonaws.com/` : endpoint.href;
}

function stsScopeOf(request: FinalRequest, region: string): Scope {
	if (isDefaultHttps(request.url) && isGetCallerIdentity(request, ''))
		return { service: 'sts', region };
	throw new ConfigurationError(
		'This credential signs only one call of AWS STS, GetCallerIdentity: send GET over https with the query "Action=GetCallerIdentity&Version=2011-06-15" and without a body.',
	);
}

function regionOf(region: unknown): string {
	const isShort = typeof region === 'string' && region.length < 100;
	const name = isShort ? region.trim().toLowerCase() : '';
	if (regionName.test(name)) return name;
	throw new ConfigurationError(
		'"Region" in the credential is not the code of an AWS region: choose a region from the list, or use a code such as "us-east-1" in the expression.',
	);
}

function endpointOf(endpoint: unknown): URL | undefined {
	if (typeof endpoint !== 'string') return undefined;
	if (endpoint.length > longestEndpoint) {
		throw new ConfigurationError(
			`"Endpoint" in the credential is longer than ${longestEndpoint.toLocaleString('en')} characters: enter a shorter URL.`,
		);
	}
	const text = endpoint.trim();
	if (text === '') return undefined;
	if (hasControlCharacter(text) || !URL.canParse(text)) {
		throw new ConfigurationError(
			'"Endpoint" in the credential is not a URL: enter one such as "https://voice-chime-fips.us-east-1.amazonaws.com", or leave it empty for AWS.',
		);
	}
	const url = new URL(text);
	const problem = endpointProblemOf(url, text);
	if (problem) throw new ConfigurationError(`"Endpoint" in the credential ${problem}.`);
	return url;
}

function endpointProblemOf(url: URL, text: string): string | undefined {
	if (!isSecure(url))
		return 'does not use https: enter a URL with https. Plain http is accepted for loopback hosts only';
	if (isLinkLocal(url.hostname))
		return 'is a link-local address, where no API responds: enter another host';
	if (url.username || url.password || /[?#]/.test(text)) {
		return 'holds a user name, a password, a query or a fragment: remove it';
	}
	if (hasDotSegment(text)) return 'holds "." or ".." as a part of its path: remove it';
	return undefined;
}

function isSecure({ protocol, hostname }: URL): boolean {
	return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether a host is loopback, from a parsed URL, in which numeric addresses are already dotted. */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * Whether a host has a link-local address, such as the metadata service of a cloud. No endpoint has one.
 * In IPv6, as the URL parser writes it, that is `fe80::/10`, AWS's own `fd00:ec2::/32`, and 169.254
 * (`a9fe`) mapped, translated (SIIT, NAT64) or tunnelled (6to4).
 */
function isLinkLocal(hostname: string): boolean {
	return (
		/^169\.254(\.\d+){2}$/.test(hostname) ||
		/^\[(fe[89ab][0-9a-f]|fd00:ec2|2002:a9fe):/.test(hostname) ||
		/^\[(::|::ffff:|::ffff:0:|64:ff9b::|64:ff9b:1:[0-9a-f:]*:)a9fe:[0-9a-f]+\]$/.test(hostname)
	);
}

/** Whether a URL uses https and its default port, as all hosts of AWS do. */
function isDefaultHttps({ protocol, port }: URL): boolean {
	return protocol === 'https:' && port === '';
}

function isGetCallerIdentity({ method, url, body }: FinalRequest, path: string): boolean {
	const hasPath = url.pathname === `${path}/` || url.pathname === path;
	const hasQuery = callerIdentityQueries.has(url.search);
	return method === 'GET' && body === undefined && hasPath && hasQuery;
}

function isBelow(url: URL, endpoint: URL): boolean {
	return url.origin === endpoint.origin && `${url.pathname}/`.startsWith(`${pathOf(endpoint)}/`);
}

function pathOf({ pathname }: URL): string {
	return withoutSlashesAtEnd(pathname);
}

function unsignedUrlMessage(url: URL, endpoint: URL | undefined): string {
	if (!isSecure(url))
		return 'The URL does not use https: use a URL with https. Plain http is accepted for loopback hosts only.';
	if (url.origin === endpoint?.origin) {
		return 'The URL is outside the path of "Endpoint" in the credential: use a URL below that path.';
	}
	return 'This credential signs only for Amazon Chime SDK Voice: use a host such as "voice-chime.us-east-1.amazonaws.com", or the URL in "Endpoint" of the credential. For another service of AWS, use n8n\'s own AWS credential.';
}
