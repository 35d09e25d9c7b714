import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { refused, sampleSession, startChime, type Chime } from '../support/chime/server';
import { awsQuotas } from '../support/chime/telephony';
import { key } from '../support/keys';
import { fixtures, takenAtOnce } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { ids } from '../operations/values';
import { byId } from '../support/locator';
import { outputsOf } from '../support/workflow';
import { storeCredential } from '../support/n8n/credential';
import { create, execute, runOnce } from '../support/n8n/editor';
import type { N8n } from '../support/n8n/n8n';
import { sharedN8n } from '../support/n8n/sharedN8n';
import { chimeNode, connect, node, trigger, type Credential } from '../support/n8n/workflows';

let chime: Chime;
let n8n: N8n;
let credential: Credential;

beforeAll(async () => {
	chime = await startChime({ keys: [key], quotas: awsQuotas });
	n8n = await sharedN8n();
	credential = await storeCredential(n8n, chime);
});

beforeEach(() => {
	chime.received.length = 0;
	chime.state.clear();
	chime.add({ ...sampleSession });
});

const chimeStep = (
	name: string,
	resource: string,
	operation: string,
	parameters: INodeParameters,
) => node(name, [chimeNode, 1], { resource, operation, ...parameters }, credential);

/** Runs a row of nodes, each with the items of the first output of the one before. */
async function runRow(name: string, steps: INode[], from = steps.slice(0, -1)): Promise<Results> {
	const first = trigger('Start');
	const nodes = [first, ...steps].map((each, index): INode => ({
		...each,
		position: [index * 200, 0],
	}));
	const names = nodes.map((each) => each.name);
	const connections = connect(
		Object.fromEntries([first, ...from].map((each, index) => [each.name, [[names[index + 1]]]])),
	);
	const run = await execute(n8n, { name, nodes, connections });
	expect(run.status).toBe('success');
	return (nodeName) => outputsOf(run, nodeName).map((items) => items.map(({ json }) => json));
}

/** The items of a node, output by output. */
type Results = (nodeName: string) => IDataObject[][];

describe('one workflow a resource', () => {
	/** What each operation needs of those before it; a fixture's own thing is there at the start. */
	const orders: Record<string, string[]> = {
		address: ['validate'],
		call: ['create', 'update'],
		phoneNumber: [
			...['search', 'getCountries', 'getAll', 'get', 'update', 'assign', 'unassign'],
			...['delete', 'restore'],
		],
		phoneNumberOrder: ['create', 'getAll', 'get'],
		proxySession: ['create', 'getAll', 'get', 'update', 'delete'],
		sipMediaApplication: ['create', 'getAll', 'get', 'update', 'delete'],
		sipRule: ['create', 'getAll', 'get', 'update', 'delete'],
		voiceConnector: [
			...['create', 'getAll', 'get', 'update', 'getHealth', 'setOrigination', 'getOrigination'],
			...['setTermination', 'getTermination', 'delete'],
		],
		voiceConnectorProxy: ['set', 'get', 'delete'],
	};

	const byResource = (resource: string) =>
		fixtures.filter((fixture) => fixture.resource[0] === resource);

	it('covers every operation', () => {
		const found = fixtures.map(({ resource, operation }) => `${resource[0]}.${operation[0]}`);
		const run = Object.entries(orders).flatMap(([resource, operations]) =>
			operations.map((operation) => `${resource}.${operation}`),
		);
		expect(run.sort()).toEqual(found.sort());
	});

	it.each(Object.entries(orders))('%s', async (resource, operations) => {
		const own = byResource(resource);
		for (const { seed } of own) seed?.(chime.state, ids);
		const ordered = operations.flatMap((name) =>
			own.filter(({ operation }) => operation[0] === name),
		);
		const steps = ordered.map((fixture) =>
			// One request each, whatever the node before gives.
			({
				...chimeStep(fixture.awsName, resource, fixture.operation[0], parametersOf(fixture)),
				executeOnce: true,
			}),
		);
		const results = await runRow(resource, steps);

		expect(refused(chime.received)).toEqual([]);
		const pathOf = (target: string) => target.split('?')[0];
		expect(chime.received.map(({ method, target }) => [method, pathOf(target)])).toEqual(
			ordered.map(({ example: { request } }) => [request[0], pathOf(request[1])]),
		);
		for (const { awsName } of ordered) {
			const [items, ...failures] = results(awsName);
			expect([awsName, failures.flat()]).toEqual([awsName, []]);
			expect(items.length).toBeGreaterThan(0);
		}
	});
});

const parametersOf = (fixture: OperationFixture): INodeParameters => ({
	...takenAtOnce(fixture),
	// The filters of an example fit nothing in particular.
	filters: {},
});

describe('buying', () => {
	const application = ids.sipMediaApplicationId;
	const numbers = ['+12065550100', '+12065550101', '+12065550102'];
	const order: INodeParameters = {
		productType: 'SipMediaApplicationDialIn',
		e164PhoneNumbers: '={{ $json.E164PhoneNumber }}',
		options: { waitForCompletion: true, waitTimeout: 60 },
	};
	const steps = () => [
		chimeStep('Search', 'phoneNumber', 'search', { limit: 3, filters: { areaCode: '206' } }),
		node('One list', ['n8n-nodes-base.aggregate', 1], {
			fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'E164PhoneNumber' }] },
			options: {},
		}),
		chimeStep('Order', 'phoneNumberOrder', 'create', order),
		chimeStep('Rule', 'sipRule', 'create', {
			name: '={{ "Rides " + $json.E164PhoneNumber.slice(1) }}',
			triggerType: 'ToPhoneNumber',
			triggerValue: '={{ $json.E164PhoneNumber }}',
			targetApplications: {
				application: [{ sipMediaApplicationId: application, priority: 1, awsRegion: 'us-east-1' }],
			},
		}),
		chimeStep('Remove rule', 'sipRule', 'delete', {
			sipRuleId: byId('={{ $json.SipRuleId }}'),
			options: { disableFirst: true },
		}),
		chimeStep('Release', 'phoneNumber', 'delete', {
			phoneNumberId: byId("={{ $('Order').item.json.E164PhoneNumber }}"),
		}),
	];

	it('searches, orders three numbers, waits, makes a rule for each, and releases them', async () => {
		chime.state.of('SipMediaApplications').set(application, { SipMediaApplicationId: application });
		const results = await runRow('Buy', steps());

		expect(results('Order')[0]).toMatchObject(
			numbers.map((E164PhoneNumber) => ({
				E164PhoneNumber,
				Status: 'Acquired',
				OrderStatus: 'Successful',
			})),
		);
		expect(results('Rule')[0]).toMatchObject(
			numbers.map((TriggerValue) => ({ TriggerValue, Name: `Rides ${TriggerValue.slice(1)}` })),
		);
		expect(results('Release')[0]).toEqual(
			numbers.map((PhoneNumberId) => ({ deleted: true, PhoneNumberId })),
		);
		const bought = chime.received.filter(({ target }) => target === '/phone-number-orders');
		expect(bought).toHaveLength(1);
		expect(chime.state.of('SipRules').size).toBe(0);
		const inventory = [...chime.state.of('PhoneNumbers').values()];
		expect(inventory.map(({ E164PhoneNumber, Status }) => [E164PhoneNumber, Status])).toEqual(
			numbers.map((number) => [number, 'DeleteInProgress']),
		);
	});

	it('says that three more are over the quota of the account, and buys nothing', async () => {
		for (const number of ['+12065550190', '+12065550191', '+12065550192'])
			chime.state.of('PhoneNumbers').set(number, { E164PhoneNumber: number });
		const results = await runRow('Buy too many', steps());
		expect(results('Order')[1]).toMatchObject([
			{ statusCode: 400, code: 'ResourceLimitExceededException', hint: expect.any(String) },
		]);
		expect(results('Rule')).toEqual([]);
		expect(chime.state.of('PhoneNumbers').size).toBe(3);
	});
});

test('the history of Remove Duplicates is full one day, and is cleared as the README says', async () => {
	const options = { scope: 'workflow' };
	const newOnly = {
		operation: 'removeItemsSeenInPreviousExecutions',
		logic: 'removeItemsWithAlreadySeenKeyValues',
		dedupeValue: '={{ $execution.id }}',
		options: { ...options, historySize: 1 },
	};
	const clear = { operation: 'clearDeduplicationHistory', mode: 'cleanDatabase', options };
	const removeDuplicates: [string, number] = ['n8n-nodes-base.removeDuplicates', 2];
	const stored = await create(n8n, {
		name: 'Remove Duplicates',
		nodes: [
			...[trigger('Start'), node('New only', removeDuplicates, newOnly)],
			...[trigger('Once a month'), node('Clear', removeDuplicates, clear)],
		],
		connections: connect({ Start: [['New only']], 'Once a month': [['Clear']] }),
	});
	const runFrom = async (name: string) => {
		const first = stored.nodes.filter((each) => each.name === name);
		return await runOnce(n8n, { ...stored, nodes: first });
	};
	const statuses = [];
	for (const name of ['Start', 'Start', 'Start', 'Once a month', 'Start'])
		statuses.push(await runFrom(name));
	expect(statuses).toEqual(['success', 'error', 'error', 'success', 'success']);
});
