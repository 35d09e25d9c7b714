import { isSafeObjectProperty, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

/** Reads a parameter for an input item, expressions resolved: whatever the user's expression gives. */
export type Read = (name: string, itemIndex: number, fallback?: unknown) => unknown;

type ToolContext = Pick<IExecuteFunctions, 'getNode'> &
	Partial<Pick<IExecuteFunctions, 'isToolExecution'>>;

/**
 * Whether an AI agent calls the node as a tool. n8n before 2.2 does not tell, and the engine that runs
 * a tool for an agent denies it; the type of a node's tool ends in "Tool" everywhere.
 */
export function isToolRun(context: ToolContext): boolean {
	return (context.isToolExecution?.() ?? false) || context.getNode().type.endsWith('Tool');
}

/**
 * Reads parameters for one run. n8n sets up the whole world of an expression anew for every item,
 * which takes longer than all the rest of an item; two kinds of parameters need none of it. One
 * without an expression is the same for all items and read once. And `{{ $json.field }}`, the usual
 * way to name an id, is looked up in the item, where a text is found there.
 *
 * @param properties the parameters that may be looked up in the item
 */
export function createReader(context: IExecuteFunctions, properties: INodeProperties[]): Read {
	const { parameters } = context.getNode();
	const constants = new Map<string, unknown>();
	const readField = createFieldReader(context, properties);
	const read: Read = (name, itemIndex, fallback) =>
		context.getNodeParameter(name, itemIndex, fallback, { extractValue: true });

	return (name, itemIndex, fallback) => {
		if (constants.has(name)) return constants.get(name);
		const field = readField(name, itemIndex);
		if (field !== undefined) return field;
		const [topLevelName] = name.split('.');
		// n8n drops hidden parameters from the node, and would throw if asked to extract one.
		if (!(topLevelName in parameters)) return fallback;
		const value = read(name, itemIndex, fallback);
		if (!holdsExpression(parameters[topLevelName])) constants.set(name, value);
		return value;
	};
}

const fieldExpression = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\["[\w -]+"\])+)\s*\}\}$/;
/** n8n refuses an expression with a name like this, whatever follows it. */
const refusedName = /\.\s*constructor/;

type ReadField = (name: string, itemIndex: number) => string | undefined;

function createFieldReader(context: IExecuteFunctions, properties: INodeProperties[]): ReadField {
	// What an AI agent hands over is not the node's input.
	if (isToolRun(context)) return () => undefined;
	const { parameters } = context.getNode();
	const items = context.getInputData();
	const paths = new Map(
		properties.map((property) => [property.name, fieldPath(property, parameters[property.name])]),
	);
	return (name, itemIndex) => {
		const value = paths.get(name)?.reduce(ownField, items[itemIndex]?.json);
		return typeof value === 'string' ? value : undefined;
	};
}

/** The names of `={{ $json.one.of["these"] }}`, where n8n would pass on the value as it finds it. */
function fieldPath(property: INodeProperties, parameter: unknown): string[] | undefined {
	const expression = textOf(property, parameter);
	if (expression === undefined || refusedName.test(expression)) return undefined;
	const names = fieldExpression.exec(expression)?.[1].match(/[\w -]+/g);
	return names?.every(isPlain) ? names : undefined;
}

/** n8n refuses some names, and of those that every object has, its engines of expressions make different things. */
function isPlain(name: string): boolean {
	return isSafeObjectProperty(name) && !(name in Object.prototype);
}

/** The text of a parameter whose value n8n neither checks nor changes after the expression is resolved. */
function textOf(property: INodeProperties, parameter: unknown): string | undefined {
	if (property.validateType !== undefined || property.extractValue !== undefined) return undefined;
	if (property.type === 'string') return typeof parameter === 'string' ? parameter : undefined;
	if (property.type !== 'resourceLocator' || !isLocator(parameter)) return undefined;
	const mode = property.modes?.find(({ name }) => name === parameter.mode);
	return mode && mode.extractValue === undefined ? parameter.value : undefined;
}

interface Locator {
	__rl: true;
	mode: string;
	value: string;
}

function isLocator(parameter: unknown): parameter is Locator {
	if (typeof parameter !== 'object' || parameter === null) return false;
	const { __rl, mode, value }: Partial<Record<keyof Locator, unknown>> = parameter;
	return __rl === true && typeof mode === 'string' && typeof value === 'string';
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
