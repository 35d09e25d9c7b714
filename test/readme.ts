import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { errors } from '../nodes/AwsChimeSdkVoice/outputs/table';
import { authentication } from '../nodes/AwsChimeSdkVoice/parameters/authentication';
import { options } from '../nodes/AwsChimeSdkVoice/parameters/options';
import { resources } from '../nodes/AwsChimeSdkVoice/resources';
import type { Operation, Resource } from '../nodes/AwsChimeSdkVoice/resources/operation';
import { fetchFromLists } from '../nodes/AwsChimeSdkVoice/resources/lookup';
import { listsOf } from '../nodes/AwsChimeSdkVoice/resources/properties';
import { get as voiceConnector } from '../nodes/AwsChimeSdkVoice/resources/voiceConnector/get';
import { getHealth } from '../nodes/AwsChimeSdkVoice/resources/voiceConnector/getHealth';
import { voiceConnectors } from '../nodes/AwsChimeSdkVoice/resources/voiceConnector/voiceConnector';
import { events, watchedLists } from '../nodes/AwsChimeSdkVoice/trigger/events';
import { settings } from '../nodes/AwsChimeSdkVoice/trigger/settings';
import { homepage } from '../package.json';
import { filled, table } from './support/table';

const root = join(__dirname, '..');
const reference = 'https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_';

/** The tables of the README that are written from the records, by their markers. */
const tables: Record<string, () => string> = {
	operations: () => operations(({ retired }) => retired === undefined),
	'retired-operations': () => operations(({ retired }) => retired !== undefined),
	permissions: () => table(['Permission', 'Needed for', 'On'], permissions()),
	parameters: () => resources.map(parametersOf).join('\n\n'),
	events: () =>
		table(
			['Event', 'When'],
			events.map(({ option }) => [`**${option.name}**`, option.description ?? '']),
		),
	'trigger-parameters': () =>
		table(['Parameter', 'Description', 'Default'], settings.slice(1).flatMap(rowsOf)),
	'common-parameters': () =>
		table(
			['Parameter', 'Description', 'Default'],
			[authentication, errors, options([])].flatMap(rowsOf),
		),
};

const operations = (isShown: (operation: Operation) => boolean) =>
	table(
		['Operation', 'What it does', 'AWS'],
		everyOperation()
			.filter(({ operation }) => isShown(operation))
			.map(({ title, operation: { option, awsName } }) => [
				`**${title}**`,
				option.description ?? '',
				`[${awsName}](${reference}${awsName}.html)`,
			]),
	);

const everyOperation = () =>
	resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ title: titleOf(resource, operation), operation })),
	);

const titleOf = (resource: Resource, operation: Operation) =>
	`${resource.option.name} → ${operation.option.name}`;

/** The resources that a policy can name; every other permission needs `*`. */
const arns = new Map([
	['{voiceConnectorId}', 'the voice connector'],
	['{sipMediaApplicationId}', 'the SIP media application'],
]);

/** The requests on SIP rules that name SIP media applications: a policy can be limited to these. */
const namingApplications = ['CreateSipRule', 'ListSipRules', 'UpdateSipRule'];

/** The requests of the trigger, depending on its events. */
const triggerRequests = [
	...watchedLists.flatMap(({ operation, end }) => [operation, ...(end ? [end.get] : [])]),
	...[getHealth, voiceConnector, voiceConnectors],
];

/** A row for each permission: of the operations, of the lists to choose from, and of the trigger. */
function permissions(): string[][] {
	const needed = [
		...everyOperation().map(({ title, operation }) => ({ ...operation, title })),
		...everyOperation().flatMap(({ title, operation }) =>
			stepsOf(operation).map(({ awsName, path, by }) => ({
				awsName,
				path,
				title: `${title} with _${by}_`,
			})),
		),
		...listsOf(resources).map((list) => ({ ...list, title: 'Choosing _From List_' })),
		...triggerRequests.map((request) => ({ ...request, title: 'the trigger' })),
	];
	const names = [...new Set(needed.map(({ awsName }) => awsName))].sort();
	return names.map((name) => {
		const same = needed.filter(({ awsName }) => awsName === name);
		const titles = same.map(({ title }) => title).join('; ');
		const { path } = same[0];
		const any = namingApplications.includes(name) ? '`*`, or SIP media applications' : '`*`';
		const [on = any] = [...arns].flatMap(([id, thing]) => (path.includes(id) ? thing : []));
		return [`\`chime:${name}\``, titles, on];
	});
}

/** The requests beside an operation's own, with the label of the parameter that switches them on. */
function stepsOf(operation: Operation) {
	if (!('result' in operation)) return [];
	const { before, after, lookup, fields, options: own = [] } = operation;
	const inList = lookup && { ifSet: fetchFromLists, requests: [lookup.list] };
	return [before, after, inList].flatMap((steps) => {
		const parameter = [...fields, ...own].find(({ property }) => property.name === steps?.ifSet);
		const by = parameter?.property.displayName ?? '';
		return (steps?.requests ?? []).map(({ awsName, path }) => ({ awsName, path, by }));
	});
}

/** The parameters of a resource: one row for those that several operations have alike. */
function parametersOf({ option, operations }: Resource): string {
	const rows = new Map<string, { cells: string[]; names: string[] }>();
	for (const operation of operations)
		for (const cells of rowsOfOperation(operation)) {
			const row = rows.get(cells.join('|')) ?? { cells, names: [] };
			rows.set(cells.join('|'), { cells, names: [...row.names, operation.option.name] });
		}
	const named = [...rows.values()].map(({ cells: [label, ...others], names }) => [
		label,
		names.length === operations.length ? 'All' : names.join(', '),
		...others,
	]);
	return `**${option.name}**\n\n${table(['Parameter', 'Operations', 'Description', 'Default'], named)}`;
}

/** A row for each parameter of an operation, and for what it adds to the collection Options. */
function rowsOfOperation({ fields, options: own = [] }: Operation): string[][] {
	return [
		...fields.flatMap(({ property }) => rowsOf(property)),
		...own
			.flatMap(({ property }) => rowsOf(property))
			.map(([label, ...others]) => [`Options → ${label}`, ...others]),
	];
}

/** A row for a parameter, or for each of the parameters that a collection holds. */
function rowsOf(property: INodeProperties): string[][] {
	return leavesOf(property).map(({ label, leaf }) => {
		const description = (leaf.description ?? '').replace(/\.$/, '');
		const sentences = [description, ...valuesOf(leaf.options ?? [])];
		// What the panel fills in when the user adds a field is no default of the node.
		const isAdded = property.type === 'collection' && property.name !== 'options';
		return [label, sentences.join('. '), isAdded ? '' : defaultOf(leaf)];
	});
}

type Leaf = { label: string; leaf: INodeProperties };

function leavesOf(property: INodeProperties): Leaf[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if (isGroup(option)) return option.values;
		return isOption(option) ? [] : [option];
	});
	if (inner.length === 0) return [{ label: property.displayName, leaf: property }];
	return inner
		.flatMap(leavesOf)
		.map(({ label, leaf }) => ({ label: `${property.displayName} → ${label}`, leaf }));
}

type Choice = NonNullable<INodeProperties['options']>[number];

const isGroup = (option: Choice): option is INodePropertyCollection => 'values' in option;
const isOption = (option: Choice): option is INodePropertyOptions => 'value' in option;

/** A sentence for each value, or one for all of them where they explain themselves. */
function valuesOf(choices: Choice[]): string[] {
	const values = choices.filter(isOption);
	const explained = values.filter(({ description }) => description !== undefined);
	const names = values.filter((value) => !explained.includes(value)).map(({ name }) => `_${name}_`);
	const sentences = explained.map(({ name, description }) => `_${name}_: ${description}`);
	return names.length > 0 ? [`Values: ${names.join(', ')}`, ...sentences] : sentences;
}

/** The default as the panel shows it; empty where the user has to give a value. */
function defaultOf({ default: value, options = [], type }: INodeProperties): string {
	if (type === 'resourceLocator') return '';
	const shown = [value].flat().map((each) => {
		const option = options.filter(isOption).find((choice) => choice.value === each);
		return option?.name ?? String(each);
	});
	return shown.join(', ');
}

/** The README with its tables as the records say now. */
export const written = (readme: string) => filled(readme, tables);

/** Where n8n takes its links to the documents from. It appends a query, so a fragment leads to the top of a page. */
export const linkingFiles = [
	'credentials/AwsChimeSdkVoiceApi.credentials.ts',
	'credentials/AwsChimeSdkVoiceAssumeRoleApi.credentials.ts',
	'nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node.json',
	'nodes/AwsChimeSdkVoice/AwsChimeSdkVoiceTrigger.node.json',
];

/** Such a file with its links as the homepage in package.json says now. */
export function linked(text: string): string {
	const link = /https:[^'"#]*?(?=#(?:readme|credential|assume-a-role)\b|\/blob\/)/g;
	return text.replace(link, homepage);
}

if (require.main === module) {
	const rewrite = (file: string, change: (text: string) => string) =>
		writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
	rewrite('README.md', written);
	linkingFiles.forEach((file) => rewrite(file, linked));
}
