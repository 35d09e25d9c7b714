/** Looks into a value of unknown type; throws where there is nothing to look into. */
export function record(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) throw new TypeError(`${value} is no object`);
	return Object.fromEntries(Object.entries(value));
}
