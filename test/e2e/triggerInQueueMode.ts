import { jsonParse, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { boughtNumber } from '../support/chime/telephony';
import { phoneNumberOrders, sipMediaApplications } from '../operations/kinds';
import { ids } from '../operations/values';
import type { Cluster, Worker } from '../support/n8n/cluster';
import { storeCredential } from '../support/n8n/credential';
import { create, endedRuns, publish, unpublish, update, type Stored } from '../support/n8n/editor';
import { startSink, type Sink } from '../support/n8n/sink';
import { waitFor } from '../support/n8n/wait';
import {
	connect,
	example,
	node,
	notify,
	triggerNode,
	type Credential,
	type Workflow,
} from '../support/n8n/workflows';

/** The tests of the trigger, in a cluster that has been started when they begin. */
export function describeTrigger(started: () => Cluster): void {
	const connector = sampleSession.VoiceConnectorId;
	const name = 'When something changes';

	/** The keys that the stand-in Chime knows; a revoked one is taken out. */
	const keys = [key];

	let chime: Chime;
	let sink: Sink;
	let cluster: Cluster;
	let credential: Credential;
	let stored: Stored;

	beforeAll(async () => {
		chime = await startChime({ keys });
		sink = await startSink();
		cluster = started();
		credential = await storeCredential(cluster.main, chime);
		stored = await create(cluster.main, watch());
	});

	function watch(): Workflow {
		const event = ['proxySessionOpened', 'proxySessionEnded', 'phoneNumberOrderFinished'];
		// n8n takes no poll time more often than once a minute, but several.
		const pollTimes = {
			item: [0, 10, 20, 30, 40, 50].map((second) => ({
				mode: 'custom',
				cronExpression: `${second} * * * * *`,
			})),
		};
		return {
			name: 'Watch',
			nodes: [
				node(name, [triggerNode, 1], { pollTimes, event, options: {} }, credential),
				notify('Tell', sink.url, '{ event: $json.event, eventId: $json.eventId }'),
			],
			connections: connect({ [name]: [['Tell']] }),
		};
	}

	const open = (id: string) => chime.add({ ...sampleSession, ProxySessionId: id });
	const opened = (id: string) => `proxySessionOpened/${connector}/${id}`;
	const arrived = () => sink.received.map(({ body }) => String(body.eventId));
	const arrival = async (...events: string[]) =>
		await waitFor(`the events ${events.join(', ')}`, () =>
			events.every((event) => arrived().includes(event)),
		);
	const polls = () =>
		chime.received.filter(({ target }) => target.includes('/proxy-sessions?')).length;

	/** Has n8n poll after a change, and not during it: it polls as soon as a workflow is published. */
	const pollAfter = async (change: () => void) => {
		await unpublish(cluster.main, stored);
		change();
		await publish(cluster.main, stored);
	};

	it('begins with what there is, without an execution', async () => {
		await publish(cluster.main, stored);
		const before = polls();
		expect(before).toBeGreaterThan(0);
		await pollAfter(() => {});
		expect(polls()).toBeGreaterThan(before);
		expect(await runs()).toEqual([]);
	});

	it('starts one execution, on a worker, for all that a poll has found', async () => {
		const order = { ...phoneNumberOrders.sample, PhoneNumberOrderId: 'order' };
		await pollAfter(() => {
			chime.state.of('PhoneNumberOrders').set('order', order);
			open('new');
			chime.add({ ...sampleSession, Status: 'Closed' });
		});
		const ended = `proxySessionEnded/${connector}/${sampleSession.ProxySessionId}`;
		await arrival(opened('new'), ended, 'phoneNumberOrderFinished/order/Successful');
		const [run, ...others] = await endedRuns(cluster.main, stored);
		expect([run.status, run.mode, others]).toEqual(['success', 'trigger', []]);
		const isIn = ({ printed }: Worker) => printed().includes(`finished execution ${run.id} `);
		await waitFor('the end of the execution in a log', () => cluster.workers.some(isIn));
		expect(cluster.workers.filter(isIn)).toHaveLength(1);
	});

	it('reports a revoked key as a failed execution by its schedule, and makes up for it with the next key', async () => {
		keys.length = 0;
		open('while revoked');
		await waitFor('a failed execution', async () => (await statuses()).includes('error'));
		await pollAfter(() => keys.push(key));
		await arrival(opened('while revoked'));
	});

	describe('after a restart of n8n', () => {
		beforeAll(async () => await cluster.replaceMain(() => open('while n8n was away')));

		it('reports what has changed meanwhile, and what changes then', async () => {
			await arrival(opened('while n8n was away'));
			await pollAfter(() => open('after the restart'));
			await arrival(opened('after the restart'));
		});

		it('reports what has changed while the workflow was not published, as soon as it is again', async () => {
			await pollAfter(() => open('while not published'));
			await arrival(opened('while not published'));
		});

		it('has reported every event once, and the last one before the restart again', async () => {
			await unpublish(cluster.main, stored);
			const events = arrived();
			console.log(`Arrived: ${events.join(', ')}`);
			const repeated = events.filter((id, at) => events.indexOf(id) !== at);
			expect(repeated).toEqual([opened('while revoked')]);
			expect(new Set(events).size).toBe(7);
			expect((await statuses()).filter((status) => status !== 'error')).not.toContain('crashed');
		});

		describe('the examples that begin with the trigger', () => {
			const numbers = ['+12065550141', '+12065550142'];
			const order = (Status: string, statuses: string[]) =>
				void chime.state.of('PhoneNumberOrders').set('ordered', {
					...phoneNumberOrders.sample,
					PhoneNumberOrderId: 'ordered',
					Status,
					OrderedPhoneNumbers: numbers.map((E164PhoneNumber, index) => ({
						E164PhoneNumber,
						Status: statuses[index],
					})),
				});
			const inventory = (number: string, change: object) =>
				void chime.state.of('PhoneNumbers').set(number, {
					...boughtNumber(number, phoneNumberOrders.sample, new Date()),
					...change,
				});
			const heard = (minutes: number) =>
				void chime.state.of('TerminationHealth').set(connector, {
					Timestamp: new Date(Date.now() - minutes * 60_000).toISOString(),
					Source: '192.0.2.7',
				});

			beforeAll(() => {
				sink.received.length = 0;
				const { sipMediaApplicationId: id } = ids;
				chime.state.of('SipMediaApplications').set(id, sipMediaApplications.sample);
				inventory('+12065550100', {});
			});

			/** The messages of an example, after each change but the first one; a change may be one of its trigger's parameters. */
			async function texts(
				file: string,
				...changes: Array<() => INodeParameters | void>
			): Promise<string[]> {
				const credentials = { awsChimeSdkVoiceApi: credential };
				let workflow = await create(cluster.main, await example(file, credentials, sink.url));
				const before = sink.received.length;
				for (const [index, change] of changes.entries()) {
					const parameters = change();
					const nodes = workflow.nodes.map((each) =>
						each.type === triggerNode
							? { ...each, parameters: { ...each.parameters, ...parameters } }
							: each,
					);
					if (parameters) workflow = await update(cluster.main, { ...workflow, nodes });
					await publish(cluster.main, workflow);
					await unpublish(cluster.main, workflow);
					// The first poll starts none.
					if (index > 0)
						await waitFor(
							'another run',
							async () => (await endedRuns(cluster.main, workflow)).length === index,
						);
				}
				return sink.received.slice(before).map(({ body }) => String(body.text));
			}

			it('a rule for each number of an order, or a message', async () => {
				inventory(numbers[0], {});
				const messages = await texts(
					'add-rules-for-new-numbers.json',
					() => order('Processing', ['Processing', 'Processing']),
					() => order('Partial', ['Acquired', 'Failed']),
				);
				expect(messages.sort()).toEqual([
					'+12065550141 is ready: your SIP media application takes its calls.',
					'+12065550142 could not be ordered: Failed',
				]);
				const [rule] = [...chime.state.of('SipRules').values()];
				expect(rule).toMatchObject({
					Name: 'Calls to 12065550141',
					TriggerValue: '+12065550141',
				});
			});

			it('says where a rule could not be created', async () => {
				const messages = await texts(
					'add-rules-for-new-numbers.json',
					() => order('Processing', ['Processing', 'Processing']),
					() => order('Successful', ['Acquired', 'Acquired']),
				);
				expect(messages.sort()).toEqual([
					expect.stringMatching(/^\+12065550141 has no SIP rule yet\. /),
					expect.stringMatching(/^\+12065550142 has no SIP rule yet\. /),
				]);
			});

			it('an alert while a number can be restored', async () => {
				const DeletionTimestamp = '2026-12-01T10:00:00.000Z';
				const messages = await texts(
					'alert-before-number-is-deleted.json',
					() => inventory(numbers[0], { Name: 'Rides' }),
					() => {
						inventory(numbers[0], {
							Name: 'Rides',
							Status: 'ReleaseInProgress',
							DeletionTimestamp,
						});
						inventory(numbers[1], { Name: null });
					},
				);
				expect(messages).toEqual([
					'+12065550141 (Rides) will be deleted on 2026-12-01. Until then, you can restore it with Phone Number → Restore.',
				]);
			});

			it('a call when a trunk is silent, and the all-clear', async () => {
				chime.received.length = 0;
				const messages = await texts(
					'call-when-trunk-is-silent.json',
					() => {
						heard(20);
						return { silentMinutes: 30 };
					},
					() => ({ silentMinutes: 10 }),
					() => heard(0),
				);
				const trunk = `SIP trunk ${connector}`;
				expect(messages).toEqual([
					expect.stringMatching(
						new RegExp(
							`^${trunk} has been silent since 20.*Z\\. The engineer on duty is being called\\.$`,
						),
					),
					`${trunk} is heard again.`,
				]);
				const calls = chime.received.filter(({ target }) => target.endsWith('/calls'));
				expect(calls.map(({ body }) => jsonParse(body.toString()))).toEqual([
					{
						FromPhoneNumber: '+12065550100',
						ToPhoneNumber: '+12065550199',
						ArgumentsMap: {
							message: expect.stringContaining(`${trunk.slice(4)} has been silent since 20`),
						},
					},
				]);
			});
		});
	});

	async function runs() {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: stored.id }));
		const { results } = await cluster.main.rest<{ results: IDataObject[] }>(
			'GET',
			`/executions?filter=${filter}&limit=100`,
		);
		return results;
	}

	async function statuses(): Promise<unknown[]> {
		return (await runs()).map(({ status }) => status);
	}
}
