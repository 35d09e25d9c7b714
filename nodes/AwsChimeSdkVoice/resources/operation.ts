import {
	UserError,
	type IDataObject,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import type { Answer } from '../transport/response';
import type { Page } from '../transport/pages';

/** What AWS is asked, before it is signed. */
export interface ChimeRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Percent-encoded; see path.ts. */
	path: string;
	body?: IDataObject;
	/** Of a POST that may be sent again: the second one changes nothing more. */
	isRepeatable?: boolean;
}

/** The values of an operation's fields for one input item, by name, expressions resolved. */
export type Parameters = Record<string, unknown>;

/** One operation: what the user sees, what AWS is asked, and what the answer becomes. */
export type Operation = SingleOperation | ListOperation;

interface OperationBase {
	/** AWS's name for it, which is also the IAM permission that it needs. */
	awsName: string;
	/** Its entry in the Operation list. */
	option: INodePropertyOptions & { action: string };
	/** Its parameters; where the operation is registered is added to their display options. */
	fields: INodeProperties[];
	/** What to check when a request of it may have had its effect, but no answer tells. */
	doubt?: string;
}

/** One request for each input item. */
export interface SingleOperation extends OperationBase {
	/** @throws InvalidParameter when the request must not be sent */
	request(parameters: Parameters): ChimeRequest;
	/**
	 * The items that a successful answer becomes, maybe none; undefined when it is not what the API
	 * promises.
	 */
	items(answer: Answer, parameters: Parameters): IDataObject[] | undefined;
}

/** One request for each page of a list. */
export interface ListOperation extends OperationBase {
	list: {
		/** Where a page holds its entries. */
		field: string;
	};
	/** @throws InvalidParameter when the request must not be sent */
	request(parameters: Parameters, page: Page): ChimeRequest;
	/** The most entries that are wanted. */
	most(parameters: Parameters): number;
	/** The items that an entry becomes; undefined when it is not what the API promises. */
	itemsOf(entry: IDataObject, parameters: Parameters): IDataObject[] | undefined;
}

/** Operations on one kind of thing, as the Resource list shows it. */
export interface Resource {
	option: INodePropertyOptions;
	operations: Operation[];
	/** The one that a new node has. */
	defaultOperation: Operation;
}

/** A parameter for which no request may be sent, and why not; the value itself is never told. */
export class InvalidParameter extends UserError {
	constructor(
		readonly parameterName: string,
		readonly fault: string,
	) {
		super(`The parameter "${parameterName}" ${fault}.`);
	}
}

/** What an exception says to a user: of a parameter, by the label that the panel shows. */
export function messageOf(error: unknown, properties: INodeProperties[]): string {
	if (!(error instanceof InvalidParameter))
		return error instanceof Error ? error.message : String(error);
	const { parameterName, fault } = error;
	return `The parameter "${labelOf(parameterName, properties) ?? parameterName}" ${fault}.`;
}

/** The label of a parameter, behind those of the collections that hold it. */
function labelOf(
	name: string,
	properties: Array<INodeProperties | INodePropertyOptions | INodePropertyCollection>,
): string | undefined {
	for (const property of properties) {
		// The options of a list have values, not parameters.
		if ('value' in property) continue;
		if (property.name === name && !('values' in property)) return property.displayName;
		const inner = 'values' in property ? property.values : (property.options ?? []);
		const label = labelOf(name, inner);
		if (label !== undefined)
			return 'values' in property ? label : `${property.displayName} → ${label}`;
	}
	return undefined;
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
	if (found) return found;
	// n8n offers this in both lists, for every node whose credential the HTTP Request node can use.
	if ([resource, operation].includes('__CUSTOM_API_CALL__'))
		throw new UserError(
			'A custom API call is made with the HTTP Request node: choose this credential there, as Predefined Credential Type.',
		);
	throw new UserError(`This version of the node has no operation "${resource}: ${operation}".`);
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
