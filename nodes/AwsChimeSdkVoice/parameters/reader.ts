import { isSafeObjectProperty, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { isRecord } from './validation';

/** Reads a parameter for an input item, with its expressions resolved. The value can have any type. */
export type Read = (name: string, itemIndex: number, fallback?: unknown) => unknown;

type ToolContext = Pick<IExecuteFunctions, 'getNode'> &
	Partial<Pick<IExecuteFunctions, 'isToolExecution'>>;

/**
 * Whether an AI agent calls the node as a tool. `isToolExecution` is missing before n8n 2.2, and is false
 * where the engine runs the tool for the agent; the type of a tool ends in "Tool" in every version.
 */
export function isToolRun(context: ToolContext): boolean {
	return (context.isToolExecution?.() ?? false) || context.getNode().type.endsWith('Tool');
}

/**
 * Reads parameters for one run. To evaluate an expression, n8n prepares its whole data proxy for every
 * item, which takes longer than everything else that the node does for an item. Two kinds of parameters
 * do without: a parameter without an expression is the same for all items and read once, and an
 * expression `{{ $json.field }}` that yields text is looked up in the item.
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
		const [topLevelName, member] = name.split('.');
		if (member !== undefined && typeof parameters[topLevelName] === 'string') {
			const members = read(topLevelName, itemIndex);
			return isRecord(members) && Object.hasOwn(members, member) ? members[member] : fallback;
		}
		// n8n drops hidden parameters from the node, and throws where a value is to be extracted from one.
		if (isAbsent(parameters, name)) return fallback;
		const value = read(name, itemIndex, fallback);
		if (!holdsExpression(parameters[topLevelName])) constants.set(name, value);
		return value;
	};
}

const fieldExpression = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\["[\w -]+"\])+)\s*\}\}$/;
/** n8n refuses an expression that holds this name, whatever follows it. */
const refusedName = /\.\s*constructor/;

type ReadField = (name: string, itemIndex: number) => string | undefined;

function createFieldReader(context: IExecuteFunctions, properties: INodeProperties[]): ReadField {
	// The arguments of an AI agent are not in the node's input.
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

/** The names in `={{ $json.one["two"] }}`; undefined where n8n would change the value. */
function fieldPath(property: INodeProperties, parameter: unknown): string[] | undefined {
	const expression = textOf(property, parameter);
	if (expression === undefined || refusedName.test(expression)) return undefined;
	const names = fieldExpression.exec(expression)?.[1].match(/[\w -]+/g);
	return names?.every(isPlain) ? names : undefined;
}

/**
 * Whether n8n takes a name as it is: it refuses some, and its expression engines differ on names that
 * every object has.
 */
function isPlain(name: string): boolean {
	return isSafeObjectProperty(name) && !(name in Object.prototype);
}

/** The text of a parameter; undefined where n8n checks or changes the resolved value. */
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

/** Whether the node has no such parameter. */
function isAbsent(parameters: object, path: string): boolean {
	let holder: unknown = parameters;
	for (const name of path.split('.')) {
		if (typeof holder !== 'object' || holder === null) return false;
		if (!Object.hasOwn(holder, name)) return true;
		holder = Object.getOwnPropertyDescriptor(holder, name)?.value;
	}
	return false;
}

/** Whether a parameter holds an expression at any depth: in n8n, a text that begins with an equals sign. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(holdsExpression);
}
