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
	/** Of a POST that may be sent again: it sets what is, and adds nothing. */
	isRepeatable?: boolean;
}

/** The values of an operation's fields for one input item, by name, expressions resolved. */
export type Parameters = Record<string, unknown>;

/** One operation: what the user sees, what AWS is asked, and what the answer becomes. */
export interface Operation {
	/** AWS's name for it, which is also the IAM permission that it needs. */
	awsName: string;
	/** Its entry in the Operation list. */
	option: INodePropertyOptions & { action: string };
	/** Its parameters; where the operation is registered is added to their display options. */
	fields: INodeProperties[];
	/** @throws InvalidParameter when the request must not be sent */
	request(parameters: Parameters): ChimeRequest;
	/**
	 * The items that a successful answer becomes, maybe none; undefined when the body is not what
	 * the API promises.
	 */
	items(body: unknown, parameters: Parameters): IDataObject[] | undefined;
	/**
	 * The parameters that ask for what this answer has left out, its place in the list as
	 * `nextToken`; undefined when the answer is complete.
	 */
	rest?(body: unknown, parameters: Parameters): Parameters | undefined;
	/** What to check when a request of it may have had its effect, but no answer tells. */
	doubt?: string;
}

/** Operations on one kind of thing, as the Resource list shows it. */
export interface Resource {
	option: INodePropertyOptions;
	operations: Operation[];
	/** The one that a new node has. */
	defaultOperation: Operation;
}

/** A parameter for which no request may be sent. The message names the parameter and its fault. */
export class InvalidParameter extends UserError {
	constructor(name: string, fault: string) {
		super(`The parameter "${name}" ${fault}.`);
	}
}

/** The Resource and Operation lists and every operation's fields, in the order the editor shows. */
export function propertiesOf(resources: Resource[]): INodeProperties[] {
	const first = resources[0].option.value;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((resource) => resource.option),
			default: first,
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

function operationList({ option, operations, defaultOperation }: Resource): INodeProperties[] {
	const initial = defaultOperation.option.value;
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [option.value] } },
			options: operations.map((operation) => operation.option),
			default: initial,
		},
	];
}

function operationFields({ option, operations }: Resource): INodeProperties[] {
	return operations.flatMap((operation) =>
		operation.fields.map((field) => ({
			...field,
			displayOptions: {
				show: {
					...field.displayOptions?.show,
					resource: [option.value],
					operation: [operation.option.value],
				},
			},
		})),
	);
}
