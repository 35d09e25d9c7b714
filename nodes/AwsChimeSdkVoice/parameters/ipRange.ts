import { IPv4, IPv6 } from 'ipaddr.js';

import { refusal, textOf, type Validate } from './validation';

/** Without what the parser takes beside it: a zone of IPv6, and zeros before the length. */
const written = /^[\d.:a-f]{2,45}\/(0|[1-9]\d{0,2})$/i;

/** A range of addresses in CIDR form. */
export const ipRange: Validate<string> = (value, label) => {
	const text = textOf(value)?.trim() ?? '';
	const isRange = IPv4.isValidCIDRFourPartDecimal(text) || IPv6.isValidCIDR(text);
	if (written.test(text) && isRange) return text;
	const form = 'IP ranges in CIDR form, such as 192.0.2.0/27 or 2001:db8::/32';
	throw refusal(value, label, `must be ${form}`);
};
