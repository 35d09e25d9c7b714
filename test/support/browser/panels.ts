import type { INode } from 'n8n-workflow';

import { fixtures } from '../../operations';
import type { OperationFixture, Panel as OperationPanel } from '../../operations/fixture';
import { chimeNode, node, type Credential } from '../n8n/workflows';

/** A panel, and the operation that it belongs to. */
export type Panel = OperationPanel & Pick<OperationFixture, 'resource' | 'operation'>;

const options = { maxConcurrency: 100, maxRetries: 2, timeout: 30_000 };
const before = ['Credential', 'Resource', 'Operation'];
const optionLabels = ['Max Concurrency', 'Max Retries', 'Timeout'];

export const panels: Panel[] = fixtures.flatMap((fixture) =>
	fixture.panels.map((panel) => ({ ...panel, ...chosen(fixture) })),
);

function chosen({ resource, operation }: OperationFixture) {
	return { resource, operation };
}

/** What n8n puts at the end of both lists, where the credential signs for the HTTP Request node too. */
export const customApiCall = 'Custom API Call';

/** The list of resources. */
export const resources = [...distinct(panels.map(({ resource }) => resource[1])), customApiCall];

/** The list of a resource's operations, by the resource's name. */
export function operationsOf(resourceName: string): string[] {
	const own = panels.filter(({ resource }) => resource[1] === resourceName);
	return [...distinct(own.map(({ operation }) => operation[1])), customApiCall];
}

function distinct(names: string[]): string[] {
	return [...new Set(names)];
}

/** Of the node's panel in the list of nodes. */
export const actions = fixtures.map(({ action }) => action);

export function allLabels({ labels, optionLabels: own = [] }: Panel): string[] {
	return [...before, ...labels, 'Errors', 'Options', ...[...optionLabels, ...own].sort()];
}

/** The text below the node's name. */
export function subtitle({ resource, operation }: Panel): string {
	return `${operation[1]}: ${resource[1]}`;
}

/** The panels' nodes, side by side. */
export function nodesOf(credential: Credential): INode[] {
	return panels.map(({ name, resource, operation, parameters }, index) => ({
		...node(
			name,
			[chimeNode, 1],
			{
				resource: resource[0],
				operation: operation[0],
				...parameters,
				options: { ...options, ...Object(parameters.options) },
			},
			credential,
		),
		position: [(index % 5) * 380, Math.floor(index / 5) * 420],
	}));
}
