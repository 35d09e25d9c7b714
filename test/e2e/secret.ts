import { randomBytes } from 'node:crypto';

/** A password that nobody else on this machine knows; n8n asks for a capital letter and a digit in one. */
export function drawSecret(): string {
	return `A1-${randomBytes(24).toString('base64url')}`;
}
