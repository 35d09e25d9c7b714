import type { IExecuteFunctions } from 'n8n-workflow';

/** Reads a parameter for an input item, expressions resolved. Of no certain type: it is the user's. */
export type Read = (name: string, itemIndex: number, fallback?: unknown) => unknown;

/**
 * Reads parameters for one run. n8n works through a parameter anew for every item, which is a good
 * part of what an item costs; one that holds no expression is the same for all, and read once.
 */
export function createReader(context: IExecuteFunctions): Read {
	const { parameters } = context.getNode();
	const constants = new Map<string, unknown>();
	const read: Read = (name, itemIndex, fallback) =>
		context.getNodeParameter(name, itemIndex, fallback, { extractValue: true });

	return (name, itemIndex, fallback) => {
		if (constants.has(name)) return constants.get(name);
		const value = read(name, itemIndex, fallback);
		const [topLevelName] = name.split('.');
		if (!holdsExpression(parameters[topLevelName])) constants.set(name, value);
		return value;
	};
}

/** In n8n, an expression is a text that begins with an equals sign, at any depth of a parameter. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(holdsExpression);
}
