import {
	NodeConnectionTypes,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeType,
} from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sendStatus } from '../chime/plays';
import { sampleSession, startChime } from '../chime/server';
import { key } from '../keys';
import { succeed } from './answering';
import { chimeWorkflow, credentialType, nodeTypeName, sourceEngine } from './chimeNode';
import { outputsOf, startWorkflow } from './engine';
import {
	createProxySession,
	deleteProxySession,
	deleteVoiceConnectorProxy,
	everyOperation,
	firstPhoneNumber,
	getProxySession,
	getVoiceConnectorProxy,
	listProxySessions,
	locator,
	putVoiceConnectorProxy,
	secondPhoneNumber,
	updateProxySession,
	type AnyOperation,
} from './everyOperation';

interface Tool {
	description: string;
	invoke(args: object): Promise<unknown>;
}

/** Calls the tool that is connected to it, and emits how it is described and what it returned. */
function agent(calls: object[]): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls a tool',
			defaults: { name: 'Agent' },
			inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool, displayName: 'Tool' }],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute() {
			const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
			const [{ description }] = tools;
			const items = [];
			for (const args of calls) {
				const answer: unknown = JSON.parse(String(await tools[0].invoke(args)));
				items.push({ json: { description, answer: Object(answer) }, pairedItem: { item: 0 } });
			}
			return [items];
		},
	};
}

/** As n8n makes a tool of a node that allows it: the same class, with the output of a tool. */
function asTool(node: AwsChimeSdkVoice): INodeType {
	return Object.assign(new AwsChimeSdkVoice(), {
		description: { ...node.description, inputs: [], outputs: [NodeConnectionTypes.AiTool] },
	});
}

/** Lets n8n make a tool of the node with these parameters, and an agent call it. */
async function callTool(url: string, parameters: INodeParameters, calls: object[]) {
	const engine = sourceEngine({ ...key, region: 'us-east-1', endpoint: url });
	engine.nodeTypes.agent = agent(calls);
	engine.nodeTypes[`${nodeTypeName}Tool`] = asTool(new AwsChimeSdkVoice());
	const [items, tool] = chimeWorkflow({ items: [{}] }).nodes;
	const run = await startWorkflow(engine, {
		nodes: [
			items,
			{ ...tool, id: 'agent', name: 'Agent', type: 'agent', parameters: {}, credentials: {} },
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
const fromAi = (name: string, type: 'string' | 'number' | 'boolean' | 'json' = 'string') =>
	`={{ $fromAI('${name}', 'As the user wants it', '${type}') }}`;
const aiConnector = { voiceConnectorId: locator(fromAi('voiceConnectorId')) };
const aiSession = { ...aiConnector, proxySessionId: locator(fromAi('proxySessionId')) };

/** An operation of which the model decides parameters. */
interface Use {
	operation: AnyOperation;
	parameters: INodeParameters;
	args: { voiceConnectorId: string };
	/** What AWS is asked then. */
	request: [method: string, target: string, body?: object];
	answer: unknown[];
	/** Arguments that must not be sent, and what the model is told of them. */
	wrong: [args: object, told: RegExp];
}

const { VoiceConnectorId: voiceConnectorId, ProxySessionId: proxySessionId } = sampleSession;
const sessions = `/voice-connectors/${voiceConnectorId}/proxy-sessions`;
const proxy = `/voice-connectors/${voiceConnectorId}/programmable-numbers/proxy`;
const proxyItem = {
	VoiceConnectorId: voiceConnectorId,
	DefaultSessionExpiryMinutes: 60,
	PhoneNumberCountries: ['US'],
};

const uses: Use[] = [
	{
		operation: createProxySession,
		parameters: {
			...aiConnector,
			firstPhoneNumber: fromAi('first'),
			secondPhoneNumber: fromAi('second'),
			capabilities: fromAi('capabilities', 'json'),
			output: 'participants',
			additionalFields: {
				name: fromAi('name'),
				expiryMinutes: fromAi('minutes', 'number'),
				numberSelectionBehavior: fromAi('behavior'),
				geoMatch: {
					match: {
						level: fromAi('level'),
						country: fromAi('country'),
						areaCode: fromAi('areaCode'),
					},
				},
			},
		},
		args: {
			voiceConnectorId,
			...{ first: firstPhoneNumber, second: secondPhoneNumber, capabilities: ['Voice', 'SMS'] },
			...{ name: 'Ride 4711', minutes: 30, behavior: 'AvoidSticky' },
			...{ level: 'AreaCode', country: 'US', areaCode: '206' },
		},
		request: [
			'POST',
			sessions,
			{
				ParticipantPhoneNumbers: [firstPhoneNumber, secondPhoneNumber],
				Capabilities: ['Voice', 'SMS'],
				Name: 'Ride 4711',
				ExpiryMinutes: 30,
				NumberSelectionBehavior: 'AvoidSticky',
				GeoMatchLevel: 'AreaCode',
				GeoMatchParams: { Country: 'US', AreaCode: '206' },
			},
		],
		answer: [
			expect.objectContaining({ PhoneNumber: firstPhoneNumber, Status: 'Open' }),
			expect.objectContaining({ PhoneNumber: secondPhoneNumber, Status: 'Open' }),
		],
		wrong: [{ first: '(206) 555-0100' }, /"First Phone Number" must be .*E\.164/],
	},
	{
		operation: deleteProxySession,
		parameters: aiSession,
		args: { voiceConnectorId, ...{ proxySessionId } },
		request: ['DELETE', `${sessions}/${proxySessionId}`],
		answer: [{ deleted: true, VoiceConnectorId: voiceConnectorId, ProxySessionId: proxySessionId }],
		wrong: [{ proxySessionId: '..' }, /"Proxy Session" must not be "\.\."/],
	},
	{
		operation: getProxySession,
		parameters: { ...aiSession, output: 'participants' },
		args: { voiceConnectorId, ...{ proxySessionId } },
		request: ['GET', `${sessions}/${proxySessionId}`],
		answer: [
			expect.objectContaining({ PhoneNumber: firstPhoneNumber }),
			expect.objectContaining({ PhoneNumber: secondPhoneNumber }),
		],
		wrong: [{ proxySessionId: '' }, /"Proxy Session" must not be empty/],
	},
	{
		operation: listProxySessions,
		parameters: {
			...aiConnector,
			returnAll: fromAi('all', 'boolean'),
			limit: fromAi('limit', 'number'),
			filters: { status: fromAi('status') },
		},
		args: { voiceConnectorId, ...{ all: false, limit: 10, status: 'InProgress' } },
		request: ['GET', `${sessions}?max-results=10&status=InProgress`],
		answer: [sampleSession],
		wrong: [{ status: 'Finished' }, /"Filters → Status" must be one of Closed, InProgress, Open/],
	},
	{
		operation: listProxySessions,
		parameters: {
			...aiConnector,
			returnAll: fromAi('all', 'boolean'),
			limit: fromAi('limit', 'number'),
		},
		args: { voiceConnectorId, ...{ all: true, limit: 1 } },
		request: ['GET', `${sessions}?max-results=100`],
		answer: [sampleSession],
		wrong: [{ all: false, limit: 0 }, /"Limit" must be a whole number of at least 1/],
	},
	{
		operation: updateProxySession,
		parameters: {
			...aiSession,
			capabilities: fromAi('capabilities'),
			output: 'session',
			updateFields: { expiryMinutes: fromAi('minutes', 'number') },
		},
		args: { voiceConnectorId, ...{ proxySessionId, capabilities: 'Voice, SMS', minutes: 90 } },
		request: [
			'POST',
			`${sessions}/${proxySessionId}`,
			{ Capabilities: ['Voice', 'SMS'], ExpiryMinutes: 90 },
		],
		answer: [sampleSession],
		wrong: [{ capabilities: 'voice' }, /"Capabilities" must be one of SMS, Voice/],
	},
	{
		operation: deleteVoiceConnectorProxy,
		parameters: aiConnector,
		args: { voiceConnectorId },
		request: ['DELETE', proxy],
		answer: [{ deleted: true, VoiceConnectorId: voiceConnectorId }],
		wrong: [{ voiceConnectorId: '.' }, /"Voice Connector" must not be "\."/],
	},
	{
		operation: getVoiceConnectorProxy,
		parameters: aiConnector,
		args: { voiceConnectorId },
		request: ['GET', proxy],
		answer: [proxyItem],
		wrong: [{ voiceConnectorId: ' ' }, /"Voice Connector" must not be empty/],
	},
	{
		operation: putVoiceConnectorProxy,
		parameters: {
			...aiConnector,
			defaultSessionExpiryMinutes: fromAi('minutes', 'number'),
			phoneNumberPoolCountries: fromAi('countries'),
			additionalFields: {
				disabled: fromAi('disabled', 'boolean'),
				fallBackPhoneNumber: fromAi('fallback'),
			},
		},
		args: {
			voiceConnectorId,
			...{ minutes: 60, countries: 'US, CA', disabled: false, fallback: firstPhoneNumber },
		},
		request: [
			'PUT',
			proxy,
			{
				DefaultSessionExpiryMinutes: 60,
				PhoneNumberPoolCountries: ['US', 'CA'],
				FallBackPhoneNumber: firstPhoneNumber,
				Disabled: false,
			},
		],
		answer: [proxyItem],
		wrong: [{ countries: 'Canada' }, /"Countries" must .*two capital letters/],
	},
];

const node = new AwsChimeSdkVoice();
const titled = uses.map((use) => [use.operation.awsName, use] as const);

test('the node is a tool, and every operation of it is used here', () => {
	expect(node.description.usableAsTool).toBe(true);
	expect(new Set(uses.map(({ operation }) => operation))).toEqual(new Set(everyOperation));
});

test.each(titled)('a model calls %s, and is told what came of it', async (awsName, use) => {
	const { operation, parameters, args, request, answer, wrong } = use;
	const { resource, operation: name } = operation.parameters;
	const chime = await startChime({
		keys: [key],
		intercept: (response, received) => {
			if (received.target.includes('/forbidden/')) sendStatus(response, 403);
			else succeed(operation)(response, received);
			return true;
		},
	});
	const calls = [args, { ...args, voiceConnectorId: 'forbidden' }, { ...args, ...wrong[0] }];
	const said = await callTool(chime.url, { resource, operation: name, ...parameters }, calls);
	await chime.close();

	expect(said.map((json) => json.answer)).toEqual([
		answer,
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
				message: expect.stringMatching(wrong[1]),
			}),
		],
	]);
	expect(chime.received).toHaveLength(2);
	const [{ method, target, body, verdict }] = chime.received;
	expect(verdict.isVerified).toBe(true);
	expect([method, target, ...(body.length > 0 ? [JSON.parse(body.toString())] : [])]).toEqual(
		request,
	);
	const { action } = optionOf(operation);
	expect(action).toBeTruthy();
	expect(said[0].description).toContain(action);
});

test.each(everyOperation.map((operation) => [operation.awsName, operation] as const))(
	'%s says of itself and of every parameter what it is',
	(_awsName, operation) => {
		const { resource, operation: name } = operation.parameters;
		const shown = node.description.properties.filter(
			({ displayOptions: { show = {} } = {} }) =>
				show.resource?.includes(resource) && show.operation?.includes(name),
		);
		expect(shown.map(({ name: each }) => each)).toEqual(
			expect.arrayContaining(Object.keys(operation.parameters).slice(2)),
		);
		const common = node.description.properties.filter(({ displayOptions }) => !displayOptions);
		const silent = [...shown, ...common.filter(({ name: each }) => each !== 'resource')]
			.flatMap(withInner)
			// A collection is a list of parameters, and says no more than they do.
			.filter(({ type }) => type !== 'collection')
			.filter(({ description = '' }) => !/\w+ \w+/.test(description));
		expect(silent.map(({ displayName }) => displayName)).toEqual([]);
		const option = optionOf(operation);
		expect(option.description).toMatch(/\w+ \w+/);
		const actions = everyOperation.map((each) => optionOf(each).action);
		expect(actions.filter((action) => action === option.action)).toEqual([option.action]);
	},
);

/** The entry of an operation in the Operation list of its resource. */
function optionOf({ parameters }: AnyOperation): INodePropertyOptions {
	const options = node.description.properties
		.filter(({ name, displayOptions }) =>
			Boolean(
				name === 'operation' && displayOptions?.show?.resource?.includes(parameters.resource),
			),
		)
		.flatMap((list) => list.options ?? []);
	const found = options.filter(isOption).find(({ value }) => value === parameters.operation);
	if (!found) throw new Error(`There is no operation ${parameters.operation}.`);
	return found;
}

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
