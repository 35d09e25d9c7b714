import { isSafeObjectProperty, type IExecuteFunctions } from 'n8n-workflow';

/** Whether an AI agent calls the node as a tool. n8n before 2.2 knows no such calls of this node. */
export function isToolRun(context: Partial<Pick<IExecuteFunctions, 'isToolExecution'>>): boolean {
	return context.isToolExecution?.() ?? false;
}

/** Reads a parameter for an input item, expressions resolved. Of no certain type: it is the user's. */
export type Read = (name: string, itemIndex: number, fallback?: unknown) => unknown;

/**
 * Reads parameters for one run. n8n sets up the whole world of an expression anew for every item,
 * which takes longer than all the rest of an item; two kinds of parameters need none of it. One
 * without an expression is the same for all items and read once. And `{{ $json.field }}`, the usual
 * way to name an id, is looked up in the item, where a text is found there.
 */
export function createReader(context: IExecuteFunctions): Read {
	const { parameters } = context.getNode();
	const constants = new Map<string, unknown>();
	const readField = createFieldReader(context);
	const read: Read = (name, itemIndex, fallback) =>
		context.getNodeParameter(name, itemIndex, fallback, { extractValue: true });

	return (name, itemIndex, fallback) => {
		if (constants.has(name)) return constants.get(name);
		const field = readField(name, itemIndex);
		if (field !== undefined) return field;
		const [topLevelName] = name.split('.');
		// n8n drops what is not shown from a node, and would throw if asked to extract it.
		if (!(topLevelName in parameters)) return fallback;
		const value = read(name, itemIndex, fallback);
		if (!holdsExpression(parameters[topLevelName])) constants.set(name, value);
		return value;
	};
}

const fieldExpression = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\["[\w -]+"\])+)\s*\}\}$/;

type ReadField = (name: string, itemIndex: number) => string | undefined;

function createFieldReader(context: IExecuteFunctions): ReadField {
	const { parameters } = context.getNode();
	const paths = new Map(
		Object.entries(parameters).map(([name, value]) => [name, fieldPath(value)] as const),
	);
	// What an AI agent hands over is not the node's input.
	const items = isToolRun(context) ? [] : context.getInputData();
	return (name, itemIndex) => {
		const path = paths.get(name);
		const value = path?.reduce(ownField, items[itemIndex]?.json);
		return typeof value === 'string' ? value : undefined;
	};
}

/** The names of `={{ $json.one.of["these"] }}`, also as the value of a resource locator. */
function fieldPath(parameter: unknown): string[] | undefined {
	const isLocator = typeof parameter === 'object' && parameter !== null && 'value' in parameter;
	const expression = String(isLocator ? parameter.value : parameter);
	const names = fieldExpression.exec(expression)?.[1].match(/[\w -]+/g);
	// n8n lets no expression come near the others.
	return names?.every(isSafeObjectProperty) ? names : undefined;
}

function ownField(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** In n8n, an expression is a text that begins with an equals sign, at any depth of a parameter. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(holdsExpression);
}
