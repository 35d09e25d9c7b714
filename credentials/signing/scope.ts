import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { FinalRequest } from './requestOptions';
import type { Scope } from './signer';
import { hasControlCharacter, hasDotSegment, withoutSlashesAtEnd } from './url';

/**
 * A refusal that ends only when a setting changes: a field of the credential, or the address in the
 * node that asks for a host which the credential does not sign for.
 */
export class ConfigurationError extends UserError {
	/**
	 * Tells the node, which shares no code with the credential, what kind of error this is. Not `code`:
	 * n8n's credential test would show it instead of the message.
	 */
	readonly errorCode = 'ConfigurationError';
}

/** What a credential says about where its signatures may go. */
export interface Settings {
	region: string;
	/** A URL without user, password, query and fragment; undefined where AWS itself is asked. */
	endpoint: URL | undefined;
}

const longestEndpoint = 2_000;
const hostLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const regionName = new RegExp(`^${hostLabel}$`);
const chimeHost = new RegExp(`^voice-chime(?:-fips)?\\.(${hostLabel})\\.amazonaws\\.com$`);
const stsHost = new RegExp(`^sts(?:-fips)?\\.(?:(${hostLabel})\\.)?amazonaws\\.com$`);
/** The region that AWS's one host for all regions, sts.amazonaws.com, verifies signatures for. */
const globalRegion = 'us-east-1';
/** The final query of the credential test, in either order. */
const callerIdentityQueries = new Set([
	'?Action=GetCallerIdentity&Version=2011-06-15',
	'?Version=2011-06-15&Action=GetCallerIdentity',
]);

/**
 * Reads where a credential's signatures may go.
 *
 * @throws ConfigurationError that says which field to change
 */
export function settingsOf(data: ICredentialDataDecryptedObject): Settings {
	return { region: regionOf(data.region), endpoint: endpointOf(data.endpoint) };
}

/**
 * The scope to sign a request for: Chime SDK Voice at a host of AWS, any request to the credential's
 * endpoint, and the one call of STS that tests a credential. Nothing else is signed, so that a user who
 * may use a credential, but not see it, cannot use it for other services.
 *
 * @throws ConfigurationError that says what the credential signs for
 */
export function scopeOf(request: FinalRequest, { region, endpoint }: Settings): Scope {
	const { url } = request;
	const sts = stsHost.exec(url.hostname);
	if (sts) return stsScopeOf(request, sts[1] ?? globalRegion);
	// AWS's host names its region, and a signature for another region never verifies there.
	const chime = chimeHost.exec(url.hostname);
	if (chime && isOfAws(url)) return { service: 'chime', region: chime[1] };
	if (!endpoint || !isBelow(url, endpoint)) throw new ConfigurationError(refusalOf(url, endpoint));
	// Chime SDK Voice has no parameter "Action": at an endpoint, this is how STS is recognised.
	const isSts = isGetCallerIdentity(request, pathOf(endpoint));
	return { service: isSts ? 'sts' : 'chime', region };
}

function stsScopeOf(request: FinalRequest, region: string): Scope {
	if (isOfAws(request.url) && isGetCallerIdentity(request, '')) return { service: 'sts', region };
	throw new ConfigurationError(
		'Of AWS STS, this credential signs GetCallerIdentity only: GET with Action=GetCallerIdentity and Version=2011-06-15 as the query, over https, and nothing else.',
	);
}

function regionOf(region: unknown): string {
	const isShort = typeof region === 'string' && region.length < 100;
	const name = isShort ? region.trim().toLowerCase() : '';
	if (regionName.test(name)) return name;
	throw new ConfigurationError(
		'The credential\'s Region is not the name of an AWS region, such as "us-east-1".',
	);
}

function endpointOf(endpoint: unknown): URL | undefined {
	if (typeof endpoint !== 'string') return undefined;
	if (endpoint.length > longestEndpoint) {
		throw new ConfigurationError(
			`The credential's Endpoint is longer than ${longestEndpoint.toLocaleString('en')} characters.`,
		);
	}
	const text = endpoint.trim();
	if (text === '') return undefined;
	if (hasControlCharacter(text) || !URL.canParse(text)) {
		throw new ConfigurationError(
			'The credential\'s Endpoint is not a URL, such as "https://voice-chime-fips.us-east-1.amazonaws.com".',
		);
	}
	const url = new URL(text);
	const problem = endpointProblemOf(url, text);
	if (problem) throw new ConfigurationError(`The credential's Endpoint must ${problem}.`);
	return url;
}

function endpointProblemOf(url: URL, text: string): string | undefined {
	if (!isSafe(url)) return 'use https; plain http is for loopback hosts only';
	if (isLinkLocal(url.hostname)) return 'not be a link-local address';
	if (url.username || url.password || /[?#]/.test(text)) {
		return 'hold no user name, password, query or fragment';
	}
	if (hasDotSegment(text)) return 'hold no "." or ".." as a part of its path';
	return undefined;
}

function isSafe({ protocol, hostname }: URL): boolean {
	return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** On the host name as the URL parser leaves it: numeric forms of an address are already dotted. */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * Whether a host is link-local: such an address belongs to the metadata service of a cloud, and never
 * to an endpoint. In IPv6, as the URL parser writes it, link-local are `fe80::/10`, AWS's own `fd00:ec2::/32`, and 169.254 (`a9fe`)
 * mapped, translated (SIIT, NAT64) or tunnelled (6to4).
 */
function isLinkLocal(hostname: string): boolean {
	return (
		/^169\.254(\.\d+){2}$/.test(hostname) ||
		/^\[(fe[89ab][0-9a-f]|fd00:ec2|2002:a9fe):/.test(hostname) ||
		/^\[(::|::ffff:|::ffff:0:|64:ff9b::|64:ff9b:1:[0-9a-f:]*:)a9fe:[0-9a-f]+\]$/.test(hostname)
	);
}

/** AWS answers on https and its usual port only. */
function isOfAws({ protocol, port }: URL): boolean {
	return protocol === 'https:' && port === '';
}

function isGetCallerIdentity({ method, url, body }: FinalRequest, path: string): boolean {
	const isItsPath = url.pathname === `${path}/` || url.pathname === path;
	const isItsQuery = callerIdentityQueries.has(url.search);
	return method === 'GET' && body === undefined && isItsPath && isItsQuery;
}

function isBelow(url: URL, endpoint: URL): boolean {
	return url.origin === endpoint.origin && `${url.pathname}/`.startsWith(`${pathOf(endpoint)}/`);
}

function pathOf({ pathname }: URL): string {
	return withoutSlashesAtEnd(pathname);
}

function refusalOf(url: URL, endpoint: URL | undefined): string {
	if (!isSafe(url)) return 'The URL must use https; plain http is for loopback hosts only.';
	if (url.origin === endpoint?.origin) {
		return "The URL is outside the path of the credential's Endpoint.";
	}
	return 'This credential signs for Amazon Chime SDK Voice only: for hosts such as "voice-chime.us-east-1.amazonaws.com", and for the Endpoint in the credential. For another service of AWS, use n8n\'s own AWS credential.';
}
