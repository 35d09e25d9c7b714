/** Takes what must not be shown out of a text, and bounds its length. */
export type Redact = (text: string) => string;

const longestText = 500;
const mark = '[redacted]';
/** E.164, with its plus sign as it is or percent-encoded. */
const phoneNumbers = /(\+|%2B)[1-9]\d{6,14}/gi;

/**
 * A message from AWS, or from whatever stands before it, can quote the request: a failed signature
 * comes back with the canonical request, session token and all.
 */
export function redactor(secrets: unknown[]): Redact {
	const texts = secrets
		.filter((secret) => typeof secret === 'string')
		.map((secret) => secret.trim());
	const forms = texts.filter(Boolean).flatMap((text) => [text, encodeURIComponent(text)]);
	return (text) => {
		const shown = forms.reduce((rest, form) => rest.replaceAll(form, mark), text);
		return shortened(shown.replace(phoneNumbers, mark));
	};
}

function shortened(text: string): string {
	return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
