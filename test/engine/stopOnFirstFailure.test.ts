import type { ServerResponse } from 'node:http';

import { sendJson, sendStatus } from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { parametersFor } from '../operations';
import { itemFor, runNode, type NodeRun } from '../support/engine/chimeNode';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';
import { credentialFor } from '../support/credential';

const stop = { errors: 'onError' };

let chime: Chime;

afterEach(async () => await chime.close());

async function start(intercept?: ChimeOptions['intercept']): Promise<void> {
	chime = await startChime({ keys: [key], intercept });
}

const run = async (nodeRun: NodeRun) =>
	await runNode({ credential: credentialFor(chime.url), ...nodeRun });

/** What the server has received once each request that could be sent has been. */
async function receivedLater(): Promise<number> {
	await new Promise((resolve) => setTimeout(resolve, 200));
	return chime.received.length;
}

test('one 404 beside 99 throttled items ends the run within two seconds, with default options, and nothing is sent after it', async () => {
	const world = createSimulatedWorld();
	let refusedAt = Infinity;
	await start((response, { target }) => {
		if (target.endsWith('/gone'))
			// Meanwhile the others go to sleep; their time does not pass while this one is on the wire.
			setTimeout(() => {
				refusedAt = world.now();
				sendStatus(response, 404);
			}, 300);
		else sendStatus(response, 429);
		return true;
	});
	const items = Array.from({ length: 100 }, (_, item) => itemFor(item === 57 ? 'gone' : `${item}`));
	const { error, outputs } = await run({ items, parameters: stop, world });
	const sent = chime.received.length;

	expect(error).toMatchObject({
		name: 'NodeApiError',
		httpCode: '404',
		context: { itemIndex: 57 },
	});
	expect(outputs.flat()).toEqual([]);
	expect(world.now() - refusedAt).toBeLessThan(2_000);
	// Who has been woken sends nothing, and nobody is left who wakes later.
	expect(world.sleeping()).toBe(0);
	expect(await receivedLater()).toBe(sent);
});

test('reading that hangs does not hold up the end of a run', async () => {
	await start((response, { target }) => {
		if (target.endsWith('/gone')) sendStatus(response, 404);
		return true;
	});
	const items = ['hanging', 'gone', 'hanging too'].map(itemFor);
	const { error } = await run({ items, parameters: stop });
	expect(error).toMatchObject({ httpCode: '404', context: { itemIndex: 1 } });
	expect(chime.received).toHaveLength(3);
});

test('a request on the wire that adds something may finish, and those that wait are not sent', async () => {
	let created = 0;
	const begun: Array<() => void> = [];
	await start((response, { body }) => {
		const { Name } = JSON.parse(body.toString());
		if (Name === 'refused') begun.push(() => sendStatus(response, 409));
		else
			begun.push(() =>
				setTimeout(() => {
					created += 1;
					sendJson(response, 201, { ProxySession: sampleSession });
				}, 300),
			);
		if (begun.length === 2) begun.forEach((respond) => respond());
		return true;
	});
	const { error } = await run({
		items: ['slow', 'refused', 'later', 'latest'].map((name) => ({ name })),
		parameters: {
			...parametersFor('CreateProxySession'),
			...stop,
			additionalFields: { name: '={{ $json.name }}' },
			options: { maxConcurrency: 2 },
		},
	});
	expect(error).toMatchObject({ httpCode: '409', context: { itemIndex: 1 } });
	expect(created).toBe(1);
	expect(await receivedLater()).toBe(2);
});

test('a request on the wire that adds something, and whose response never ends, is given up at its timeout', async () => {
	await start((response, { body }) => {
		const { Name } = JSON.parse(body.toString());
		if (Name === 'refused') sendStatus(response, 409);
		else response.writeHead(201, { 'Content-Type': 'application/json' }).write(' ');
		return true;
	});
	const { error } = await run({
		items: ['endless', 'refused'].map((name) => ({ name })),
		parameters: {
			...parametersFor('CreateProxySession'),
			...stop,
			additionalFields: { name: '={{ $json.name }}' },
			options: { timeout: 2_500 },
		},
	});
	expect(error).toMatchObject({ httpCode: '409', context: { itemIndex: 1 } });
});

test('the error says for which other input items AWS has, or may have, done something, however late', async () => {
	const respond: Record<string, (response: ServerResponse) => void> = {
		placed: (response) =>
			sendJson(response, 201, { SipMediaApplicationCall: { TransactionId: 'id' } }),
		refused: (response) => sendStatus(response, 409),
		lost: (response) => void response.destroy(),
	};
	const begun: Array<() => void> = [];
	await start((response, { body }) => {
		const { how } = JSON.parse(body.toString()).ArgumentsMap;
		const end = () => respond[how](response);
		// The refusal waits for the others, and those wait until the node waits for reading requests no more.
		if (how === 'refused') begun.unshift(end);
		else begun.push(() => setTimeout(end, 1_500));
		if (begun.length === 4) begun.forEach((each) => each());
		return true;
	});
	const { error, outputs } = await run({
		items: ['refused', 'placed', 'lost', 'placed', 'placed'].map((how) => ({ how })),
		parameters: {
			...parametersFor('CreateSipMediaApplicationCall'),
			...stop,
			additionalFields: { argumentsMap: { pair: [{ name: 'how', value: '={{ $json.how }}' }] } },
			options: { maxConcurrency: 4, maxRetries: 0 },
		},
	});
	expect(outputs.flat()).toEqual([]);
	expect(error).toMatchObject({
		httpCode: '409',
		description: expect.stringMatching(
			/ AWS has carried out the requests of input items 1, 3, and may have carried out requests of input item 2\. Request ID: /,
		),
		context: { itemIndex: 0 },
	});
	expect(chime.received).toHaveLength(4);
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'under On Error %s, a failure ends nothing',
	async (onError) => {
		await start();
		const { outputs } = await run({
			items: ['status-404', 'plain', 'status-404', 'plain'].map(itemFor),
			parameters: stop,
			onError,
		});
		expect(outputs.flat()).toHaveLength(4);
		expect(chime.received).toHaveLength(4);
	},
);

test('a configuration error is reported for every item, though one item met it first', async () => {
	await start();
	const { outputs } = await run({
		items: ['a', 'b', 'c'].map(itemFor),
		credential: credentialFor('http://gateway.example.com'),
		onError: 'continueRegularOutput',
	});
	expect(outputs[0].map(({ json }) => json.message)).toEqual(
		Array(3).fill(expect.stringMatching(/"Endpoint" in the credential does not use https/)),
	);
	expect(chime.received).toEqual([]);
});
