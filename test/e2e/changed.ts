import { jsonParse, type INode } from 'n8n-workflow';

import type { Workflow } from './workflows';

/** A copy with other texts in its parameters. */
export function withText(
	{ name, nodes, connections, settings }: Workflow,
	texts: string[][],
): Workflow {
	const changed = nodes.map((node): INode => {
		const parameters = JSON.stringify(node.parameters);
		const replaced = texts.reduce((text, [from, to]) => text.replaceAll(from, to), parameters);
		return { ...node, parameters: jsonParse<INode['parameters']>(replaced) };
	});
	return { name, nodes: changed, connections, settings };
}

/** A copy in which one node has other parameters. */
export function withParameters(
	{ name, nodes, connections, settings }: Workflow,
	nodeName: string,
	parameters: INode['parameters'],
): Workflow {
	const changed = nodes.map((node) =>
		node.name === nodeName ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
	);
	if (!nodes.some((node) => node.name === nodeName)) throw new Error(`No node ${nodeName}`);
	return { name, nodes: changed, connections, settings };
}
