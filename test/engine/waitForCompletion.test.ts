import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	respondAs,
	responderFor,
	sendJson,
	sendStatus,
	status,
	type Responder,
} from '../support/chime/responses';
import { startChime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { parametersFor } from '../operations';
import { ids } from '../operations/values';
import { credentialFor } from '../support/credential';
import { chimeWorkflow, sourceEngine } from '../support/engine/chimeNode';
import { startWorkflow } from '../support/engine/engine';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';
import { counts, shown, startTelephony, type Telephony } from '../support/engine/telephony';

const numbers = ['+12065550100', '+12065550101', '+12065550102'];
const orderId = ids.phoneNumberOrderId;
const path = `/phone-number-orders/${orderId}`;
const orderOf = (Status: string, statuses: string[] = []) => ({
	PhoneNumberOrderId: orderId,
	ProductType: 'VoiceConnector',
	Status,
	OrderedPhoneNumbers: numbers.map((E164PhoneNumber, index) => ({
		E164PhoneNumber,
		Status: statuses[index] ?? Status,
	})),
});

let telephony: Telephony;

const order = async (options: INodeParameters = {}) =>
	await telephony.run('CreatePhoneNumberOrder', {
		parameters: {
			e164PhoneNumbers: numbers.join(),
			options: { waitForCompletion: true, ...options },
		},
	});

/** How AWS responds to the request that reads the order, one after the other; the last one for ever. */
type Reads = Array<object | number | string>;

/** Responds to the order with `Processing`, and to the reads with these. */
async function startWith(reads: Reads, created: unknown = orderOf('Processing')): Promise<void> {
	let count = 0;
	const intercept: ChimeOptions['intercept'] = (response, request) => {
		if (request.method === 'POST') sendJson(response, 201, { PhoneNumberOrder: created });
		else {
			const read = reads[Math.min(count++, reads.length - 1)];
			if (typeof read === 'number') sendStatus(response, read);
			else if (typeof read === 'string') responderFor(read)?.(response, request);
			else sendJson(response, 200, { PhoneNumberOrder: read });
		}
		return true;
	};
	telephony = await startTelephony({ intercept });
}

const rowsOf = (statuses: string[], OrderStatus: string): IDataObject[] =>
	numbers
		.map((E164PhoneNumber, index) => ({
			E164PhoneNumber,
			Status: statuses[index],
			OrderStatus,
			PhoneNumberOrderId: orderId,
			ProductType: 'VoiceConnector',
		}))
		.filter(({ Status }) => Status !== 'Failed');

/** The failures of the numbers that AWS could not provide. */
const failuresOf = (statuses: string[], OrderStatus: string): IDataObject[] =>
	numbers.flatMap((number, index) =>
		statuses[index] === 'Failed'
			? [
					{
						statusCode: null,
						code: 'Failed',
						message: `AWS could not provide this phone number. The order ${orderId} has the status ${OrderStatus}.`,
						hint: expect.stringMatching(/order only what has failed/),
						requestId: expect.any(String),
						attempts: 4,
						retryable: false,
						e164PhoneNumber: number.slice(-4),
					},
				]
			: [],
	);

/** The outputs with these items, without those that are empty. */
const filled = (results: IDataObject[], others: IDataObject[]) => ({
	...(results.length > 0 && { 0: results }),
	...(others.length > 0 && { 8: others }),
});

test('without the option, an order comes out at once, as AWS sends it', async () => {
	await startWith([500]);
	const result = await order({ waitForCompletion: false });
	expect(shown(result)).toEqual({ 0: [orderOf('Processing')] });
	expect(telephony.requests()).toEqual(['POST /phone-number-orders']);
});

test.each([
	['Successful', ['Acquired', 'Acquired', 'Acquired']],
	['Failed', ['Failed', 'Failed', 'Failed']],
	['Partial', ['Acquired', 'Failed', 'Acquired']],
	['Cancelled', ['Failed', 'Failed', 'Failed']],
])('an order is read until it is %s, and each number comes out', async (status, statuses) => {
	await startWith([orderOf('Processing'), orderOf('Processing'), orderOf(status, statuses)]);
	const result = await order();
	expect(shown(result)).toEqual(filled(rowsOf(statuses, status), failuresOf(statuses, status)));
	expect(telephony.requests()).toEqual([
		'POST /phone-number-orders',
		...Array(3).fill(`GET ${path}`),
	]);
	// 1, 1.5 and 2.25 seconds.
	expect(telephony.world.passed()).toBe(4_750);
});

test('waits grow up to half a minute, and an order that stays open comes out as it is', async () => {
	await startWith([orderOf('Processing', ['Acquired'])]);
	const result = await order({ waitTimeout: 300 });
	expect(shown(result)).toEqual({
		0: rowsOf(['Acquired', 'Processing', 'Processing'], 'Processing'),
	});
	// A second is left for the last request.
	expect(telephony.world.passed()).toBe(299_000);
	expect(telephony.requests().length).toBeLessThan(25);
});

test.each<[title: string, reads: Reads]>([
	['a 404, as just after it was made', [404, 404, orderOf('Successful')]],
	['faults', [500, 503, orderOf('Successful')]],
	['throttling', [429, 429, orderOf('Successful')]],
	['broken connections', ['reset', 'truncated', orderOf('Successful')]],
	['a page of a proxy', ['html-200', 'html-502', orderOf('Successful')]],
	['a body without the order', [{}, orderOf('Successful')]],
])('%s between do not end the waiting', async (_title, reads) => {
	await startWith(reads);
	const result = await order({ maxRetries: 0 });
	expect(shown(result)).toEqual({ 0: rowsOf(Array(3).fill('Successful'), 'Successful') });
	expect(telephony.requests().filter((each) => each.startsWith('POST'))).toHaveLength(1);
});

test.each([500, 404, 'reset', 'html-200'])(
	'an order that cannot be read for %s comes out as it was, and is not ordered again',
	async (read) => {
		await startWith([read]);
		const result = await order({ waitTimeout: 60 });
		expect(shown(result)).toEqual({ 0: rowsOf(Array(3).fill('Processing'), 'Processing') });
		expect(telephony.requests().filter((each) => each.startsWith('POST'))).toHaveLength(1);
	},
);

const retryAfter =
	(statusCode: number): Responder =>
	(response) => {
		response.setHeader('Retry-After', '20');
		sendStatus(response, statusCode);
	};

test.each<[title: string, responder: Responder, orders: number]>([
	['throttled', status(429), 20],
	['throttled with a Retry-After', retryAfter(429), 20],
	['down with a Retry-After', retryAfter(503), 1],
	['silent', respondAs('hang'), 1],
	['slow', respondAs('trickle'), 1],
])('Wait Timeout holds where AWS is %s', async (_title, responder, count) => {
	for (const waitTimeout of [1, 6]) {
		const orders = Array.from({ length: count }, (_, index) => `order-${index}`);
		let ordered = 0;
		let orderedAt = 0;
		telephony = await startTelephony({
			intercept: (response, request) => {
				if (request.method === 'GET') responder(response, request);
				else {
					const PhoneNumberOrderId = orders[ordered++];
					const PhoneNumberOrder = { ...orderOf('Processing'), PhoneNumberOrderId };
					orderedAt = telephony.world.passed();
					sendJson(response, 201, { PhoneNumberOrder });
				}
				return true;
			},
		});
		const result = await telephony.run('CreatePhoneNumberOrder', {
			items: orders.map(() => ({})),
			parameters: {
				e164PhoneNumbers: numbers.join(),
				options: { waitForCompletion: true, waitTimeout },
			},
		});
		expect(telephony.world.passed() - orderedAt).toBeLessThanOrEqual(1_000 * waitTimeout);
		expect(
			result.outputs[0].map(({ json }) => [json.PhoneNumberOrderId, json.OrderStatus]),
		).toEqual(orders.flatMap((id) => numbers.map(() => [id, 'Processing'])));
		expect(ordered).toBe(count);
		await telephony.chime.close();
	}
});

test.each([
	[400, 1],
	[401, 2],
	[403, 3],
	[410, 8],
])('a refusal to read it by %i says that it was ordered', async (statusCode, output) => {
	await startWith([statusCode]);
	const result = await order();
	const [{ hint, ...failure }] = shown(result)[output];
	expect(counts(result).reduce((sum, count) => sum + count)).toBe(1);
	expect(failure).toMatchObject({ statusCode, attempts: 2 });
	expect(hint).toMatch(new RegExp(`accepted the order with the ID ${orderId}\\b.*not order again`));
	if (statusCode === 403) expect(hint).toContain('chime:GetPhoneNumberOrder,');
});

test.each([
	['no id', {}],
	['an id that is none', { PhoneNumberOrderId: '../voice-connectors' }],
	['a number for an id', { PhoneNumberOrderId: 7 }],
])('an order with %s comes out as it is', async (_title, id) => {
	const created = { ...orderOf('Processing'), PhoneNumberOrderId: undefined, ...id };
	await startWith([500], created);
	const result = await order();
	expect(counts(result)).toEqual([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(telephony.requests()).toHaveLength(1);
});

test('an order without phone numbers comes out as one item', async () => {
	await startWith([{ PhoneNumberOrderId: orderId, Status: 'Failed' }]);
	expect(shown(await order())).toEqual({
		0: [
			{ E164PhoneNumber: null, Status: null, OrderStatus: 'Failed', PhoneNumberOrderId: orderId },
		],
	});
});

test('a list that is longer than any of AWS says that it was ordered', async () => {
	const OrderedPhoneNumbers = Array(1_001).fill({ E164PhoneNumber: numbers[0] });
	await startWith([{ ...orderOf('Successful'), OrderedPhoneNumbers }]);
	expect(shown(await order())[8]).toMatchObject([
		{ code: 'InvalidResponse', hint: expect.stringContaining('do not order again') },
	]);
});

test.each(['soon', '0', 0, 0.5, 86_401])(
	'a time of %j is refused before anything is bought',
	async (waitTimeout) => {
		await startWith([500]);
		const result = await order({ waitTimeout: `={{ ${JSON.stringify(waitTimeout)} }}` });
		expect(shown(result)[1]).toMatchObject([
			{ message: expect.stringContaining('"Options → Wait Timeout (Seconds)" must be') },
		]);
		expect(telephony.requests()).toEqual([]);
	},
);

test('the loopback Chime works on an order for some seconds, and fails what is taken', async () => {
	telephony = await startTelephony();
	telephony.chime.state.of('PhoneNumbers').set(numbers[1], { E164PhoneNumber: numbers[1] });
	const result = await order();
	expect(shown(result)[0]).toMatchObject([
		{ E164PhoneNumber: numbers[0], Status: 'Acquired', OrderStatus: 'Partial' },
		{ E164PhoneNumber: numbers[2], Status: 'Acquired', OrderStatus: 'Partial' },
	]);
	expect(shown(result)[8]).toMatchObject([{ code: 'Failed', e164PhoneNumber: '0101' }]);
	expect([...telephony.chime.state.of('PhoneNumbers').keys()].sort()).toEqual(numbers);
});

test('more phone numbers than the account may have are a quota, not bad input', async () => {
	telephony = await startTelephony({ quotas: { PhoneNumbers: 2 } });
	expect(shown(await order())[1]).toMatchObject([
		{
			statusCode: 400,
			code: 'ResourceLimitExceededException',
			hint: expect.stringContaining('quota'),
		},
	]);
});

test('cancelled while it waits for orders, a run ends at once and reads nothing more', async () => {
	// What waits for the time would wait for ever.
	const world = createSimulatedWorld({ isStill: true });
	const chime = await startChime({ keys: [key], ...world.ofServer });
	const run = startWorkflow(
		sourceEngine(credentialFor(chime.url), world),
		chimeWorkflow({
			items: [{}, {}],
			parameters: {
				...parametersFor('CreatePhoneNumberOrder'),
				options: { waitForCompletion: true },
			},
		}),
	);
	await world.whenIdle();
	expect(chime.received).toHaveLength(2);
	run.cancel();
	await expect(run).resolves.toMatchObject({ status: 'canceled' });
	expect([chime.received.length, world.passed()]).toEqual([2, 0]);
});
