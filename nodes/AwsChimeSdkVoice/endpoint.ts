import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

/**
 * The address that request paths are appended to, from the credential's region and endpoint.
 *
 * @throws UserError when no request of the node could make sense; the message says what to change
 */
export function baseAddress({ region, endpoint }: ICredentialDataDecryptedObject): string {
	const host = hostLabel(region);
	const custom = typeof endpoint === 'string' ? endpoint.trim() : '';
	return custom ? customAddress(custom) : `https://voice-chime.${host}.amazonaws.com`;
}

function hostLabel(region: unknown): string {
	const label = typeof region === 'string' ? region.trim().toLowerCase() : '';
	if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) return label;
	throw new UserError(
		'The credential\'s Region is not the name of an AWS region, such as "us-east-1".',
	);
}

function customAddress(endpoint: string): string {
	const url = parse(endpoint);
	const isSafe =
		url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	if (!isSafe) {
		throw new UserError(
			"The credential's Endpoint must use https; plain http is for loopback hosts only.",
		);
	}
	if (isLinkLocal(url.hostname)) {
		throw new UserError("The credential's Endpoint must not be a link-local address.");
	}
	if (url.username || url.password || url.search || url.hash) {
		throw new UserError(
			"The credential's Endpoint must hold no user name, password, query or fragment.",
		);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function parse(endpoint: string): URL {
	if (URL.canParse(endpoint)) return new URL(endpoint);
	throw new UserError(
		'The credential\'s Endpoint is not a URL, such as "https://voice-chime-fips.us-east-1.amazonaws.com".',
	);
}

/** Where machines answer that are nobody's endpoint, such as the metadata service of a cloud. */
function isLinkLocal(hostname: string): boolean {
	return /^169\.254(\.\d+){2}$/.test(hostname) || /^\[fe[89ab][0-9a-f]:/.test(hostname);
}

/** On the host name as the URL parser leaves it: numeric forms of an address are already dotted. */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
