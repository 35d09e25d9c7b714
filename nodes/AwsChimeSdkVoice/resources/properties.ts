import { UserError, type ExpressionString, type INodeProperties } from 'n8n-workflow';

import type { Operation, Resource } from './operation';
import type { Field, List, Parameters, SentField } from './record';

/**
 * The Resource and Operation lists and every operation's fields, in the order the editor shows.
 *
 * @param initial the resource of a new node
 */
export function propertiesOf(resources: Resource[], initial: Resource): INodeProperties[] {
	const first = initial.option.value;
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
		...resources.flatMap(endOfSupport),
		...resources.flatMap(notices),
		...resources.flatMap(operationFields),
	];
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

const bridging = 'https://docs.aws.amazon.com/chime-sdk/latest/dg/call-and-bridge.html';

/** What the panel says above the fields of operations that AWS has retired. */
function endOfSupport({ option, operations }: Resource): INodeProperties[] {
	const retired = operations.filter((operation) => operation.retired !== undefined);
	if (retired.length === 0) return [];
	const operation = retired.map((each) => each.option.value);
	return [
		{
			displayName: `AWS ended support for proxy sessions on ${retired[0].retired}, and may refuse this operation. SIP rules and a SIP media application replace them: see <a href="${bridging}" target="_blank">CallAndBridge</a>.`,
			name: 'endOfSupport',
			type: 'notice',
			default: '',
			displayOptions: { show: { resource: [option.value], operation } },
		},
	];
}

/** What the panel says above the fields of single operations. */
function notices({ option, operations }: Resource): INodeProperties[] {
	return operations.flatMap(({ notice, option: { value } }) => {
		const displayOptions = { show: { resource: [option.value], operation: [value] } };
		const property = { name: 'notice', type: 'notice' as const, default: '', displayOptions };
		return notice === undefined ? [] : [{ displayName: notice, ...property }];
	});
}

/** A field that operations share is one property, unless one of them shows its fields in another order. */
function operationFields({ option, operations }: Resource): INodeProperties[] {
	const shown: Array<{ field: Field; operation: Array<string | number | boolean> }> = [];
	for (const {
		option: { value },
		fields,
	} of operations) {
		let last = -1;
		for (const field of fields) {
			const shared = shown.findIndex((each, index) => index > last && each.field === field);
			last = shared === -1 ? shown.push({ field, operation: [] }) - 1 : shared;
			shown[last].operation.push(value);
		}
	}
	return shown.map(({ field: { property }, operation }) => ({
		...property,
		displayOptions: {
			show: { ...property.displayOptions?.show, resource: [option.value], operation },
		},
	}));
}

/** What single operations add to the collection Options. */
export function optionsOf(resources: Resource[]): INodeProperties[] {
	return resources.flatMap(({ option, operations }) =>
		operations.flatMap((operation) =>
			(operation.options ?? []).map(({ property }) => ({
				...property,
				displayOptions: {
					show: {
						...property.displayOptions?.show,
						'/resource': [option.value],
						'/operation': [operation.option.value],
					},
				},
			})),
		),
	);
}

/** The text below the node's name on the canvas, such as "Get Many: Proxy Session". */
export function subtitleOf(resources: Resource[]): ExpressionString {
	const subtitles = resources.flatMap(({ option, operations }) =>
		operations.map((operation) => [
			`${option.value}.${operation.option.value}`,
			`${operation.option.name}: ${option.name}`,
		]),
	);
	const table = JSON.stringify(Object.fromEntries(subtitles));
	return `={{ (${table})[$parameter.resource + '.' + $parameter.operation] }}`;
}

/**
 * Finds an operation by the values that a saved workflow holds.
 *
 * @throws UserError
 */
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

/** Every field that goes into a request, also those inside collections. */
export function sentFieldsOf(fields: Field[]): SentField[] {
	return fields.flatMap((field) => {
		if ('fields' in field) return sentFieldsOf(field.fields);
		return 'in' in field ? [field] : [];
	});
}

function allSentFields(resources: Resource[]): SentField[] {
	return resources.flatMap(({ operations }) =>
		operations.flatMap(({ fields }) => sentFieldsOf(fields)),
	);
}

/** The lists that the editor offers to choose from. */
export function listsOf(resources: Resource[]): List[] {
	const lists = allSentFields(resources).flatMap(({ list }) => list ?? []);
	return [...new Set(lists)];
}

/**
 * The names of the parameters whose values must not be shown in errors: those of the chosen operation,
 * or of all operations where none is chosen.
 */
export function sensitiveParametersOf(
	resources: Resource[],
	{ resource, operation }: Parameters,
): Set<string> {
	const chosen = resources
		.filter(({ option }) => option.value === resource)
		.map((each) => ({
			...each,
			operations: each.operations.filter(({ option }) => option.value === operation),
		}));
	const isChosen = chosen.some(({ operations }) => operations.length > 0);
	const fields = allSentFields(isChosen ? chosen : resources);
	const sensitive = fields.filter(({ isSensitive }) => isSensitive);
	return new Set(sensitive.map(({ property }) => property.name));
}
