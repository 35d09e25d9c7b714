import {
	Workflow,
	type IDataObject,
	type INodeParameters,
	type INodeType,
	type NodeParameterValueType,
} from 'n8n-workflow';

/** Evaluates an expression with n8n's own evaluator, over a node's parameters and further keys. */
export function evaluate(
	nodeType: INodeType,
	expression: string,
	keys: IDataObject = {},
	parameters: INodeParameters = {},
): NodeParameterValueType {
	const node = {
		id: '1',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	};
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		node.name,
		[],
		'manual',
		keys,
	);
}
