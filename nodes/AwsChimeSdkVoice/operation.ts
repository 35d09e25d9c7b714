import {
	UserError,
	type IDataObject,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

/** What AWS is asked, before it is signed. */
export interface ChimeRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Percent-encoded; see path.ts. */
	path: string;
	body?: IDataObject;
}

/** The values of an operation's fields for one input item, by name, expressions resolved. */
export type Parameters = Record<string, unknown>;

/** One operation: what the user sees, what AWS is asked, and what the answer becomes. */
export interface Operation {
	/** Its entry in the Operation list. */
	option: INodePropertyOptions & { action: string };
	/** Its parameters, without display options: those follow from where the operation is registered. */
	fields: INodeProperties[];
	/** @throws InvalidParameter when the request must not be sent */
	request(parameters: Parameters): ChimeRequest;
	/**
	 * The items that a successful answer becomes, maybe none; undefined when the body is not what
	 * the API promises.
	 */
	items(body: unknown, parameters: Parameters): IDataObject[] | undefined;
}

/** Operations on one kind of thing, as the Resource list shows it. */
export interface Resource {
	option: INodePropertyOptions;
	operations: Operation[];
}

/** A parameter for which no request may be sent. The message names the parameter and its fault. */
export class InvalidParameter extends UserError {
	constructor(name: string, fault: string) {
		super(`The parameter "${name}" ${fault}.`);
	}
}

/** The Resource and Operation lists and every operation's fields, in the order the editor shows. */
export function propertiesOf(resources: Resource[]): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((resource) => resource.option),
			default: firstValue(resources),
		},
		...resources.flatMap(operationList),
		...resources.flatMap(operationFields),
	];
}

/** Finds an operation by the values that a saved workflow holds. */
export function findOperation(
	resources: Resource[],
	resource: unknown,
	operation: unknown,
): Operation {
	const found = resources
		.find(({ option }) => option.value === resource)
		?.operations.find(({ option }) => option.value === operation);
	if (!found)
		throw new UserError(`This version of the node has no operation "${resource}: ${operation}".`);
	return found;
}

function firstValue([first]: Array<{ option: INodePropertyOptions }>): string | number | boolean {
	return first.option.value;
}

function operationList({ option, operations }: Resource): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [option.value] } },
			options: operations.map((operation) => operation.option),
			default: firstValue(operations),
		},
	];
}

function operationFields({ option, operations }: Resource): INodeProperties[] {
	return operations.flatMap((operation) =>
		operation.fields.map((field) => ({
			...field,
			displayOptions: { show: { resource: [option.value], operation: [operation.option.value] } },
		})),
	);
}
