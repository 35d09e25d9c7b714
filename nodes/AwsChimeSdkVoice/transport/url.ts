/** A path template with its values, each encoded as one segment: `/voice-connectors/{voiceConnectorId}`. */
export function pathOf(template: string, values: Map<string, string>): string {
	return template.replace(/\{(\w+)\}/g, (_all, name) => encoded(values.get(name) ?? ''));
}

/** The path with a query in the order of its names, as the AWS SDKs send it. */
export function withQuery(path: string, values: Map<string, string>): string {
	const pairs = [...values].map(([name, value]) => `${name}=${encoded(value)}`).sort();
	return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

/** By RFC 3986, as the AWS SDKs encode: everything but the unreserved characters. */
function encoded(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
