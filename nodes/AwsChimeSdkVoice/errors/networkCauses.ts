import type { Cause } from './cause';

const coded =
	(...codes: string[]): Cause['fits'] =>
	({ code }) =>
		codes.includes(code);

/** Why no response has come, or that of a proxy. */
export const networkCauses: Cause[] = [
	{
		fits: ({ statusCode }) => statusCode === 407,
		advice:
			'The HTTP proxy between n8n and AWS requires a user name and a password: set them in the URL of the proxy (HTTPS_PROXY and HTTP_PROXY of n8n).',
	},
	{
		fits: coded('ETIMEDOUT'),
		advice: 'Increase "Timeout", or check the network between n8n and AWS.',
	},
	{
		fits: coded('ECONNRESET', 'ECONNABORTED', 'EPIPE'),
		advice:
			'The connection broke before the response was complete: check the network, and any proxy, between n8n and AWS.',
	},
	{
		fits: coded('ECONNREFUSED'),
		advice:
			'Nothing listens at the address in the message. If n8n uses an HTTP proxy (HTTPS_PROXY, HTTP_PROXY), check that the proxy is running and that its address is right; otherwise check "Endpoint" in the credential.',
	},
	{
		fits: coded('EHOSTUNREACH', 'ENETUNREACH'),
		advice:
			'No route leads to the address in the message: check the network of the machine that n8n runs on, any HTTP proxy, and "Endpoint" in the credential.',
	},
	{
		fits: coded('ENOTFOUND'),
		advice:
			'The host does not exist: check "Region" and "Endpoint" in the credential, and the host of an HTTP proxy if n8n uses one.',
	},
	{
		fits: coded('EAI_AGAIN'),
		advice:
			'The machine that n8n runs on cannot look up host names now: check its DNS, and try again later.',
	},
	{
		fits: coded('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'),
		advice:
			'The certificate of the server has expired or is not valid yet: check the clock of the machine that n8n runs on, and "Endpoint" in the credential.',
	},
	{
		fits: coded('ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'),
		advice:
			'The certificate is that of another host: check "Endpoint" in the credential, and any proxy between n8n and AWS.',
	},
	{
		fits: ({ code }) => /CERT|LEAF_SIGNATURE/.test(code),
		advice:
			'n8n does not know the authority that signed the certificate, which may be that of a proxy: give n8n the certificate of that authority (NODE_EXTRA_CA_CERTS).',
	},
	{
		fits: ({ code }) => /^(EPROTO|ERR_SSL_|HPE_)/.test(code),
		advice:
			'The server does not speak the protocol of the URL, https or http: check "Endpoint" in the credential, and the URL of any proxy.',
	},
	{
		fits: ({ code }) => code.startsWith('Ssrf'),
		advice:
			'The settings of n8n against requests to internal addresses (SSRF protection) block this address: allow it there, or check "Endpoint" in the credential.',
	},
];
