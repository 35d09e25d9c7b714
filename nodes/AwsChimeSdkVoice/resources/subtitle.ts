import type { ExpressionString } from 'n8n-workflow';

import type { Resource } from './operation';

/** What stands below the node's name on the canvas, such as "Get Many: Proxy Session". */
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
