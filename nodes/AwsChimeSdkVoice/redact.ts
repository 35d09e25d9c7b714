import type { ChimeRequest } from './operation';

/**
 * Takes what must not be shown out of a text, and bounds its length.
 *
 * @param numbers what is hidden of this text beside the rest; see {@link phoneNumbersOf}
 */
export type Redact = (text: string, numbers?: string[]) => string;

const longestText = 500;
const mark = '[redacted]';
/** E.164, with its plus sign as it is or percent-encoded. */
const phoneNumbers = /(\+|%2B)[1-9]\d{6,14}/gi;
/** Anything shorter may stand in a text for something else. */
const fewestDigits = 7;

/**
 * A message from AWS, or from whatever stands before it, can quote the request: a failed signature
 * comes back with the canonical request, session token and all.
 */
export function redactor(secrets: unknown[]): Redact {
	const texts = secrets
		.filter((secret) => typeof secret === 'string')
		.map((secret) => secret.trim());
	const forms = texts.filter(Boolean).flatMap((text) => [text, encodeURIComponent(text)]);
	return (text, numbers = []) => {
		const withoutSecrets = without(forms, text);
		return shortened(without(numbers, withoutSecrets.replace(phoneNumbers, mark)));
	};
}

function without(parts: string[], text: string): string {
	return parts.reduce((rest, part) => rest.replaceAll(part, mark), text);
}

function shortened(text: string): string {
	return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/**
 * The phone numbers that a request holds, in digits alone. AWS takes them without a plus sign too,
 * and quoted like that, nothing else tells them from an id.
 */
export function phoneNumbersOf({ body = {} }: Pick<ChimeRequest, 'body'>): string[] {
	const { ParticipantPhoneNumbers, FallBackPhoneNumber } = body;
	const numbers = [ParticipantPhoneNumbers, FallBackPhoneNumber].flat();
	const digits = numbers.map((number) => String(number ?? '').replace('+', ''));
	return digits.filter((text) => text.length >= fewestDigits);
}
