import {
	Workflow,
	type IDataObject,
	type INodeParameters,
	type INodeType,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { node } from '../workflow';

/** Evaluates an expression with n8n's own evaluator, over a node's parameters and further keys. */
export function evaluate(
	nodeType: INodeType,
	expression: string,
	keys: IDataObject = {},
	parameters: INodeParameters = {},
): NodeParameterValueType {
	const only = node('Node', ['node', 1], parameters);
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [only], connections: {}, active: false, nodeTypes });
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		only.name,
		[],
		'manual',
		keys,
	);
}
