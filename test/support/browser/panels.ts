import type { INode, INodeParameters } from 'n8n-workflow';

import { options as optionsField } from '../../../nodes/AwsChimeSdkVoice/parameters/options';
import { defaultResource, resources as records } from '../../../nodes/AwsChimeSdkVoice/resources';
import { optionsOf, propertiesOf } from '../../../nodes/AwsChimeSdkVoice/resources/properties';
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

const collections = [
	...propertiesOf(records, defaultResource),
	optionsField(optionsOf(records)),
].filter(({ type }) => type === 'collection');

/** Parameters with the fields of each collection in the order of its list: the panel shows them as they are stored. */
function asChosen(parameters: INodeParameters): INodeParameters {
	const ordered = Object.entries(parameters).map(([name, value]) => {
		const fields = Object.entries(Object(value));
		const lists = collections.filter((collection) => collection.name === name);
		const names = lists
			.map(({ options: list = [] }) => list.map((option) => option.name))
			.find((list) => fields.every(([field]) => list.includes(field)));
		if (!names) return [name, value];
		fields.sort(([one], [other]) => names.indexOf(one) - names.indexOf(other));
		return [name, Object.fromEntries(fields)];
	});
	return Object.fromEntries(ordered);
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
				...asChosen({ ...parameters, options: { ...options, ...Object(parameters.options) } }),
			},
			credential,
		),
		position: [(index % 5) * 380, Math.floor(index / 5) * 420],
	}));
}
