import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sendStatus } from '../support/chime/responses';
import { sampleSession, startChime } from '../support/chime/server';
import { key } from '../support/keys';
import { fixtureOf, fixtures, parametersOf } from '../operations';
import { credentialFor } from '../support/credential';
import { succeed } from '../support/engine/runOne';
import {
	chimeWorkflow,
	credentialType,
	nodeTypeName,
	sourceEngine,
} from '../support/engine/chimeNode';
import { outputsOf, startWorkflow } from '../support/engine/engine';
import { agents, asTool } from '../support/engine/agent';

/** Lets n8n make a tool of the node with these parameters, and an agent call it. */
async function callTool(url: string, parameters: INodeParameters, calls: object[]) {
	const engine = sourceEngine(credentialFor(url));
	engine.nodeTypes.agent = agents.invokingAgent;
	engine.nodeTypes[`${nodeTypeName}Tool`] = asTool(new AwsChimeSdkVoice());
	const [items, tool] = chimeWorkflow({ items: [{}] }).nodes;
	const run = await startWorkflow(engine, {
		nodes: [
			items,
			{
				...tool,
				id: 'agent',
				name: 'Agent',
				type: 'agent',
				parameters: { calls: JSON.stringify(calls) },
				credentials: {},
			},
			{
				...tool,
				type: `${nodeTypeName}Tool`,
				parameters,
				credentials: { [credentialType]: { id: '1', name: 'Chime' } },
			},
		],
		connections: {
			Items: { main: [[{ node: 'Agent', type: NodeConnectionTypes.Main, index: 0 }]] },
			[tool.name]: { ai_tool: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]] },
		},
	});
	expect(run.data.resultData.error).toBeUndefined();
	return outputsOf(run, 'Agent')[0].map(({ json }) => json);
}

/** A parameter that the model decides. */
const fromAi = (name: string, type: string) =>
	`={{ $fromAI('${name}', 'As the user wants it', '${type}') }}`;

interface Use {
	parameters: INodeParameters;
	/** The arguments with which the model calls the tool, by the parameters' names. */
	args: IDataObject;
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name of the argument for a parameter; n8n takes up to 64 characters. */
const argumentOf = (path: string[]) => path.join('_').slice(-64);

/** The parameters of an example with every value left to the model, and the values, by their paths. */
function leaveToModel(parameters: object, path: string[] = []): Use {
	const use: Use = { parameters: {}, args: {} };
	for (const [key, value] of Object.entries(parameters)) {
		const name = argumentOf([...path, key]);
		if (key === 'output') {
			// What becomes an item is no choice of the model.
			use.parameters[key] = value;
		} else if (isObject(value) && value.__rl) {
			use.parameters[key] = { ...value, value: fromAi(name, 'string') };
			use.args[name] = value.value;
		} else if (isObject(value) || (Array.isArray(value) && value.some(isObject))) {
			const inner = leaveToModel(value, [...path, key]);
			const rows = Object.values(inner.parameters).filter(isObject);
			use.parameters[key] = Array.isArray(value)
				? JSON.parse(JSON.stringify(rows))
				: inner.parameters;
			Object.assign(use.args, inner.args);
		} else {
			use.parameters[key] = fromAi(name, Array.isArray(value) ? 'json' : typeof value);
			use.args[name] = value;
		}
	}
	return use;
}

/** The value of an expression that is plain text or a number. */
function plain(expression: string): unknown {
	const [, text] = /^'([^'\\]*)'$/.exec(expression) ?? [];
	return text ?? (/^-?\d+$/.test(expression) ? Number(expression) : undefined);
}

const node = new AwsChimeSdkVoice();

test('the node is a tool', () => expect(node.description.usableAsTool).toBe(true));

test.each(fixtures)('a model calls $awsName, and receives the result', async (fixture) => {
	const { awsName, resource, operation, example, constraints, action } = fixture;
	const { parameters, args } = leaveToModel(example.parameters);
	const chime = await startChime({
		keys: [key],
		intercept: (response, received) => {
			if (chime.received.length === 2) sendStatus(response, 403);
			else succeed(fixture)(response, received);
			return true;
		},
	});
	// An argument that is refused, of the type that the tool takes.
	const wrong = constraints.flatMap(({ parameter, label, refused }) => {
		const name = argumentOf(parameter.split('.'));
		const values = refused.map(plain).filter((value) => typeof value === typeof args[name]);
		return values.slice(0, 1).map((value) => ({ name, label, value }));
	});
	const { name, label, value } = wrong[wrong.length - 1];
	const calls = [args, args, { ...args, [name]: value }];
	const choice = { resource: resource[0], operation: operation[0] };
	const results = await callTool(chime.url, { ...choice, ...parameters }, calls);
	await chime.close();

	expect(results.map((json) => json.result)).toEqual([
		example.items,
		[
			expect.objectContaining({
				statusCode: 403,
				code: 'ForbiddenException',
				hint: expect.stringContaining(`chime:${awsName},`),
			}),
		],
		[
			expect.objectContaining({
				statusCode: null,
				code: 'InvalidParameter',
				attempts: 0,
				message: expect.stringContaining(`"${label}" must `),
			}),
		],
	]);
	expect(chime.received).toHaveLength(2);
	const [{ method, target, body, verdict }] = chime.received;
	expect(verdict.isVerified).toBe(true);
	expect([method, target, ...(body.length > 0 ? [JSON.parse(body.toString())] : [])]).toEqual(
		example.request,
	);
	expect(results[0].description).toContain(action);
});

test('a model that decides Return All gets all pages, and its wrong limit is refused', async () => {
	const fixture = fixtureOf('ListProxySessions');
	const chime = await startChime({ keys: [key] });
	const { parameters } = leaveToModel(fixture.example.parameters);
	const calls = [
		{ returnAll: true, limit: 1 },
		{ returnAll: false, limit: 0 },
	].map((args) => ({
		...args,
		voiceConnectorId: sampleSession.VoiceConnectorId,
		filters_status: 'Open',
	}));
	const results = await callTool(chime.url, { ...parametersOf(fixture), ...parameters }, calls);
	await chime.close();
	expect(results[0].result).toEqual([sampleSession]);
	expect(results[1].result).toMatchObject([
		{ message: expect.stringContaining('"Limit" must be a whole number of at least 1') },
	]);
	expect(chime.received.map(({ target }) => target)).toEqual([
		`${fixture.example.request[1].split('?')[0]}?max-results=100&status=Open`,
	]);
});

test.each(fixtures)(
	'$awsName says of itself and of every parameter what it is',
	({ resource, operation, action, example }) => {
		const shown = node.description.properties.filter(
			({ displayOptions: { show = {} } = {} }) =>
				show.resource?.includes(resource[0]) && show.operation?.includes(operation[0]),
		);
		expect(shown.map(({ name }) => name)).toEqual(
			expect.arrayContaining(Object.keys(example.parameters)),
		);
		const common = node.description.properties.filter(({ displayOptions }) => !displayOptions);
		const silent = [...shown, ...common.filter(({ name }) => name !== 'resource')]
			.flatMap(withInner)
			// A collection is a list of parameters, and says no more than they do; a notice is its text; and
			// nobody sees what is hidden.
			.filter(({ type }) => !['collection', 'notice', 'hidden'].includes(type))
			.filter(({ description = '' }) => !/\w+ \w+/.test(description));
		expect(silent.map(({ displayName }) => displayName)).toEqual([]);
		const options = node.description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((list) => list.options ?? [])
			.filter(isOption);
		const own = options.filter((option) => option.action === action);
		expect(own).toHaveLength(1);
		expect(own[0].description).toMatch(/\w+ \w+/);
	},
);

/** A parameter, and those that a collection holds. */
function withInner(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if (isFixed(option)) return option.values;
		return isOption(option) ? [] : [option];
	});
	return [property, ...inner.flatMap(withInner)];
}

type Option = NonNullable<INodeProperties['options']>[number];

function isFixed(option: Option): option is INodePropertyCollection {
	return 'values' in option;
}

function isOption(option: Option): option is INodePropertyOptions {
	return 'value' in option;
}
