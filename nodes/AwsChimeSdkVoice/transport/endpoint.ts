import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/**
 * The base URL of all requests, from the credential's region and endpoint. The credential decides
 * whether anything may be sent there, when it signs.
 */
export function baseAddress({ region, endpoint }: ICredentialDataDecryptedObject): string {
	const custom = textOf(endpoint);
	return custom
		? withoutSlashes(custom)
		: `https://voice-chime.${textOf(region).toLowerCase()}.amazonaws.com`;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

function withoutSlashes(text: string): string {
	let end = text.length;
	while (end > 0 && text[end - 1] === '/') end -= 1;
	return text.slice(0, end);
}
