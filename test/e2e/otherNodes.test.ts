import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { fixtures, fixtureOf, parametersOf } from '../operations';
import { ids } from '../operations/values';
import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { credentialFor } from '../support/credential';
import { key } from '../support/keys';
import { byId } from '../support/locator';
import { storeCredential } from '../support/n8n/credential';
import {
	create,
	endedRuns,
	execute,
	publish,
	storedOutputs,
	unpublish,
	type Stored,
} from '../support/n8n/editor';
import type { N8n } from '../support/n8n/n8n';
import { sharedN8n } from '../support/n8n/sharedN8n';
import { waitFor } from '../support/n8n/wait';
import {
	chimeNode,
	connect,
	credentialType,
	everySecond,
	itemsOf,
	node,
	trigger,
	type Credential,
} from '../support/n8n/workflows';
import { outputsOf } from '../support/workflow';

const there = sampleSession.ProxySessionId;
const missing = ['status-404', there, 'status-404'];

let chime: Chime;
let n8n: N8n;
let credential: Credential;

beforeAll(async () => {
	chime = await startChime({ keys: [key] });
	n8n = await sharedN8n();
	credential = await storeCredential(n8n, chime);
});

beforeEach(() => {
	chime.received.length = 0;
	chime.state.clear();
	chime.add({ ...sampleSession });
});

/** Gets the session whose id the expression gives. */
const get = (errors: string, parameters: INodeParameters = {}, id = '={{ $json.id }}'): INode =>
	node(
		'Chime',
		[chimeNode, 1],
		{
			resource: 'proxySession',
			operation: 'get',
			voiceConnectorId: byId(sampleSession.VoiceConnectorId),
			proxySessionId: byId(id),
			output: 'session',
			errors,
			...parameters,
		},
		credential,
	);

/** What an item is about: the status of a failure, or the session. */
const told = ({ statusCode, ProxySessionId }: IDataObject) => statusCode ?? ProxySessionId;

/** What the nodes of n8n that look at the first output only give, by where failed items go. */
const choices: Array<[errors: string, all: unknown[], failure: unknown]> = [
	['firstOutput', [404, there, 404], 404],
	// Without the choice, failures vanish: that is what it is for.
	['outputs', [there], undefined],
];

describe.each(choices)('with Errors set to %s', (errors, all, failure) => {
	test('the end of a sub-workflow, for Execute Sub-workflow', async () => {
		const called = await create(n8n, {
			name: 'Called',
			nodes: [
				node('Called', ['n8n-nodes-base.executeWorkflowTrigger', 1.1], {
					inputSource: 'passthrough',
				}),
				get(errors),
			],
			connections: connect({ Called: [['Chime']] }),
		});
		await publish(n8n, called);
		const calling = node('Call', ['n8n-nodes-base.executeWorkflow', 1.1], {
			source: 'database',
			workflowId: byId(called.id),
			options: {},
		});
		const run = await execute(n8n, {
			name: 'Calling',
			nodes: [trigger('Start'), ...itemsOf(missing), calling],
			connections: connect({ Start: [['List']], List: [['Items']], Items: [['Call']] }),
		});
		expect(outputsOf(run, 'Call')[0].map(({ json }) => told(json))).toEqual(all);
		await unpublish(n8n, called);
	});

	test('Loop Over Items, one item at a time', async () => {
		const run = await execute(n8n, {
			name: 'Looping',
			nodes: [
				trigger('Start'),
				...itemsOf(missing),
				node('Loop', ['n8n-nodes-base.splitInBatches', 3], { options: {} }),
				get(errors),
				node('Done', ['n8n-nodes-base.noOp', 1]),
			],
			connections: connect({
				Start: [['List']],
				List: [['Items']],
				Items: [['Loop']],
				Loop: [['Done'], ['Chime']],
				Chime: [['Loop']],
			}),
		});
		const done = outputsOf(run, 'Done').flat();
		// A batch of which nothing comes back ends the loop, and n8n says that all is well.
		expect(run.status).toBe('success');
		expect(done.map(({ json }) => told(json))).toEqual(failure ? all : []);
		expect(chime.received).toHaveLength(failure ? 3 : 1);
	});

	test('a web hook that responds when the last node finishes', async () => {
		const path = `last-node-${errors}`;
		const hook = {
			...node('Hook', ['n8n-nodes-base.webhook', 2], {
				path,
				responseMode: 'lastNode',
				options: {},
			}),
			webhookId: path,
		};
		const stored = await create(n8n, {
			name: path,
			nodes: [hook, get(errors, {}, 'status-404')],
			connections: connect({ Hook: [['Chime']] }),
		});
		await publish(n8n, stored);
		const response = await fetch(`${n8n.url}/webhook/${path}`);
		const body: IDataObject = Object(await response.json());
		expect([response.status, body.statusCode]).toEqual(failure ? [200, 404] : [500, undefined]);
		await unpublish(n8n, stored);
	});
});

test('pinned data of the first output has results and failures', async () => {
	const run = await execute(n8n, {
		name: 'To be pinned',
		nodes: [trigger('Start'), ...itemsOf(missing), get('firstOutput')],
		connections: connect({ Start: [['List']], List: [['Items']], Items: [['Chime']] }),
	});
	const [items] = outputsOf(run, 'Chime');
	chime.received.length = 0;
	const again = await execute(n8n, {
		name: 'Pinned',
		nodes: [
			trigger('Start'),
			get('firstOutput'),
			node('Failed', ['n8n-nodes-base.filter', 2.2], {
				conditions: {
					options: { caseSensitive: true, typeValidation: 'loose', version: 2 },
					conditions: [
						{
							id: 'code',
							leftValue: '={{ $json.code }}',
							rightValue: '',
							operator: { type: 'string', operation: 'exists', singleValue: true },
						},
					],
					combinator: 'and',
				},
				options: {},
			}),
		],
		connections: connect({ Start: [['Chime']], Chime: [['Failed']] }),
		pinData: { Chime: items.map(({ json }) => ({ json })) },
	});
	expect(outputsOf(again, 'Failed')[0].map(({ json }) => told(json))).toEqual([404, 404]);
	expect(chime.received).toEqual([]);
});

test('Fail on 401 and 403: a schedule with a wrong key ends red, and the error workflow starts', async () => {
	const data = {
		sessionToken: '',
		...credentialFor(chime.url),
		secretAccessKey: 'wrong'.repeat(8),
	};
	const { id } = await n8n.rest<Credential>('POST', '/credentials', {
		name: 'Wrong',
		type: credentialType,
		data,
	});
	const wrong = (each: INode) => ({
		...each,
		credentials: { [credentialType]: { id, name: 'Wrong' } },
	});
	const alarm = await create(n8n, {
		name: 'Alarm',
		nodes: [
			node('Alarm', ['n8n-nodes-base.errorTrigger', 1]),
			node('Ring', ['n8n-nodes-base.noOp', 1]),
		],
		connections: connect({ Alarm: [['Ring']] }),
	});
	await publish(n8n, alarm);
	const scheduled = async (options: INodeParameters): Promise<Stored> => {
		const stored = await create(n8n, {
			name: 'Scheduled',
			nodes: [everySecond('Clock'), wrong(get('outputs', { options }, there))],
			connections: connect({ Clock: [['Chime']] }),
			settings: { errorWorkflow: alarm.id },
		});
		await publish(n8n, stored);
		await waitFor('a run', async () => (await endedRuns(n8n, stored)).length > 0);
		await unpublish(n8n, stored);
		return stored;
	};
	const statuses = async (stored: Stored) =>
		new Set((await endedRuns(n8n, stored)).map(({ status }) => status));
	expect(await statuses(await scheduled({}))).toEqual(new Set(['success']));
	const red = await scheduled({ failOn401And403: true });
	expect(await statuses(red)).toEqual(new Set(['error']));
	const [rung] = await endedRuns(n8n, alarm);
	const [[{ json }]] = await storedOutputs(n8n, rung, 'Alarm');
	expect(Object(json.workflow).id).toBe(red.id);
	expect(Object(json.execution).error.message).toMatch(/^(InvalidSignature|SignatureDoesNotMatch)/);
	await unpublish(n8n, alarm);
});

describe('a misspelt field, with Delete behind it', () => {
	/** Every collection of every operation: its filters, or what it sets. */
	const places = resources.flatMap((resource) =>
		resource.operations.flatMap(({ awsName, fields }) =>
			fields.flatMap((field) => {
				if (!('fields' in field) || field.property.type !== 'collection') return [];
				const { name, displayName } = field.property;
				return [{ awsName, name, displayName }];
			}),
		),
	);
	const misspelt = 'sipMediaAplicationId';
	const remove = (name: string) =>
		node(
			name,
			[chimeNode, 1],
			{ resource: 'sipRule', operation: 'delete', sipRuleId: byId(ids.sipRuleId) },
			credential,
		);
	/** Each operation, with a Delete of its own behind its results. */
	const runBehind = async (steps: INode[]) => {
		for (const fixture of fixtures) fixture.seed?.(chime.state, {}, {});
		return await execute(n8n, {
			name: 'Delete behind',
			nodes: [trigger('Start'), ...steps, ...steps.map(({ name }) => remove(`Delete ${name}`))],
			connections: connect({
				Start: [steps.map(({ name }) => name)],
				...Object.fromEntries(steps.map(({ name }) => [name, [[`Delete ${name}`]]])),
			}),
		});
	};
	const step = (awsName: string, parameters: INodeParameters) =>
		node(
			awsName,
			[chimeNode, 1],
			{ ...parametersOf(fixtureOf(awsName)), ...parameters },
			credential,
		);

	test('nothing is deleted, and a sentence names the field', async () => {
		expect(places.length).toBeGreaterThan(10);
		const steps = places.map(({ awsName, name }, index) => ({
			...step(awsName, { [name]: { [misspelt]: 'a' } }),
			name: `${awsName} ${index}`,
		}));
		const run = await runBehind(steps);
		expect(chime.received).toEqual([]);
		expect(
			steps.map(({ name }) => {
				const [results, invalid, ...others] = outputsOf(run, name);
				expect([name, results, others.flat()]).toEqual([name, [], []]);
				return invalid.map(({ json }) => json.message);
			}),
		).toEqual(
			places.map(({ displayName }) => [
				expect.stringMatching(new RegExp(`"${displayName}.*${misspelt}`)),
			]),
		);
	});

	test('with the right name, what it finds is deleted', async () => {
		await runBehind([step('ListSipRules', { filters: {} })]);
		expect(chime.received.map(({ method }) => method)).toContain('DELETE');
	});
});
