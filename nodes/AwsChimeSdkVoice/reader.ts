import type { IExecuteFunctions } from 'n8n-workflow';

import type { Parameters } from './operation';

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

/** Reads one input item's parameters into a record. What comes before a failure stays in it. */
export type ReadItem = (itemIndex: number, into: Parameters) => void;

/**
 * Reads several parameters for each input item. n8n sets up the whole world of an expression for
 * every evaluation, which costs more than the rest of an item; so those that are nothing but an
 * expression are evaluated as one list. Only texts are taken from it: whatever else comes out, or
 * goes wrong, is left to n8n, parameter by parameter.
 */
export function createItemReader(
	context: IExecuteFunctions,
	read: Read,
	names: string[],
): ReadItem {
	const { parameters } = context.getNode();
	const codes = names.map((name) => ({ name, code: codeOf(parameters[name]) }));
	const joined = codes.filter(({ code }) => code !== undefined);
	// A comment at the end of one expression must not swallow the next.
	const list = `{{ [${joined.map(({ code }) => `(${code}\n)`).join()}] }}`;

	function evaluate(itemIndex: number): unknown[] {
		if (joined.length < 2) return [];
		try {
			const values: unknown = context.evaluateExpression(list, itemIndex);
			return Array.isArray(values) && values.length === joined.length ? values : [];
		} catch {
			return [];
		}
	}

	return (itemIndex, into) => {
		const values = evaluate(itemIndex);
		for (const name of names) {
			const value = values[joined.findIndex((entry) => entry.name === name)];
			into[name] = typeof value === 'string' ? value : read(name, itemIndex);
		}
	};
}

/** In n8n, an expression is a text that begins with an equals sign, at any depth of a parameter. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(holdsExpression);
}

/** The code of a text, or of a resource locator's value, that is one expression and nothing else. */
function codeOf(parameter: unknown): string | undefined {
	const isLocator = typeof parameter === 'object' && parameter !== null && 'value' in parameter;
	const text = isLocator ? parameter.value : parameter;
	if (typeof text !== 'string') return undefined;
	return /^=\{\{((?:(?!\{\{|\}\}|\\)[^])+)\}\}$/.exec(text)?.[1];
}
