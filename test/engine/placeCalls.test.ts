import { always, sendJson, sendStatus, status, type Responder } from '../support/chime/responses';
import type { ChimeOptions } from '../support/chime/server';
import { tokenBucket } from '../support/chime/tokenBucket';
import {
	counts,
	fromItem,
	shown,
	startTelephony,
	type Telephony,
} from '../support/engine/telephony';

const create = 'CreateSipMediaApplicationCall';
const callees = Array.from({ length: 60 }, (_, index) => `+1206555${1_000 + index}`);

let telephony: Telephony;
/** Whom the network has called, in the order of the calls. */
let placed: string[];

/** How the connection of a request breaks, and whether the call has been placed by then. */
interface Break {
	isPlaced: boolean;
	how(response: Parameters<Responder>[0]): void;
}

const wholeBody = JSON.stringify({ SipMediaApplicationCall: { TransactionId: 'a' } });

/** Sends the head, and a part of the body. */
const begin = (response: Parameters<Responder>[0], part: string, then: () => void) => {
	response.writeHead(201, {
		'Content-Type': 'application/json',
		'Content-Length': wholeBody.length,
	});
	response.write(part, then);
};

const breaks: Record<string, Break> = {
	'before AWS acts': { isPlaced: false, how: (response) => response.socket?.resetAndDestroy() },
	'after AWS has acted': { isPlaced: true, how: (response) => response.socket?.resetAndDestroy() },
	'closed without a response': { isPlaced: true, how: (response) => response.socket?.end() },
	'within the status line': {
		isPlaced: true,
		how: (response) => response.socket?.end('HTTP/1.1 2'),
	},
	'within the headers': {
		isPlaced: true,
		how: (response) => response.socket?.end('HTTP/1.1 201 Created\r\nContent-Le'),
	},
	'after the headers': {
		isPlaced: true,
		how: (response) => begin(response, '', () => response.socket?.destroy()),
	},
	'within the body': {
		isPlaced: true,
		how: (response) => begin(response, wholeBody.slice(0, 20), () => response.socket?.destroy()),
	},
	'before the last byte': {
		isPlaced: true,
		how: (response) => begin(response, wholeBody.slice(0, -1), () => response.socket?.destroy()),
	},
};

/** @param breakOf how the n-th request that is let through breaks, if it does */
async function startNetwork(breakOf: (count: number) => Break | undefined): Promise<void> {
	placed = [];
	let count = 0;
	const intercept: ChimeOptions['intercept'] = (response, { body }) => {
		if (!isLetThrough()) {
			sendStatus(response, 429);
			return true;
		}
		const { ToPhoneNumber } = JSON.parse(body.toString());
		const breaking = breakOf(count++);
		if (!breaking || breaking.isPlaced) placed.push(ToPhoneNumber);
		if (breaking) breaking.how(response);
		else sendJson(response, 201, { SipMediaApplicationCall: { TransactionId: ToPhoneNumber } });
		return true;
	};
	telephony = await startTelephony({ intercept });
	const isLetThrough = tokenBucket(1, 1, telephony.world.now);
}

const callAll = async () =>
	await telephony.run(create, {
		items: callees.map((toPhoneNumber) => ({ toPhoneNumber })),
		parameters: fromItem('toPhoneNumber'),
	});

test('under a limit of one call a second, 60 calls are placed, and none twice', async () => {
	await startNetwork(() => undefined);
	const result = await callAll();
	const seconds = telephony.world.passed() / 1_000;
	const floor = callees.length - 1;
	console.log(
		`60 calls in ${seconds} s (${(seconds / floor).toFixed(2)} times the floor of ${floor} s), ${telephony.chime.received.length} requests`,
	);
	expect([...placed].sort()).toEqual(callees);
	expect(shown(result)).toEqual({ 0: callees.map((TransactionId) => ({ TransactionId })) });
	expect(seconds).toBeGreaterThanOrEqual(floor);
	expect(seconds).toBeLessThan(1.3 * floor);
});

test.each(Object.entries(breaks))(
	'with connections that break %s, no call is placed twice, and each uncertain one is reported',
	async (_title, breaking) => {
		await startNetwork((count) => (count % 3 === 1 ? breaking : undefined));
		const result = await callAll();
		expect(new Set(placed).size).toBe(placed.length);
		const [done, ...failed] = counts(result);
		expect([done, failed[7], failed.slice(0, 7)]).toEqual([40, 20, Array(7).fill(0)]);
		for (const { json } of result.outputs[8])
			expect(json).toMatchObject({
				statusCode: null,
				hint: expect.stringContaining('may have been placed'),
			});
		// Every call that was placed is either done or reported as uncertain.
		const uncertain = result.outputs[8].map(({ pairedItem }) => callees[Object(pairedItem).item]);
		const certain = result.outputs[0].map(({ json }) => String(json.TransactionId));
		expect([...certain, ...uncertain].sort()).toEqual(callees);
		expect(
			placed.filter((callee) => !certain.includes(callee) && !uncertain.includes(callee)),
		).toEqual([]);
	},
);

test('connections that break at every moment in turn place no call twice', async () => {
	const all = Object.values(breaks);
	await startNetwork((count) => (count % 2 === 1 ? all[(count >> 1) % all.length] : undefined));
	const result = await callAll();
	expect(new Set(placed).size).toBe(placed.length);
	expect(counts(result)).toEqual([30, 0, 0, 0, 0, 0, 0, 0, 30, 0]);
});

test.each([
	['a number in China', '+8613812345678', true],
	['another number', '+14015550101', false],
])('a refused call to %s says what AWS requires there', async (_title, toPhoneNumber, isSaid) => {
	telephony = await startTelephony({
		intercept: always(status(403)),
	});
	const result = await telephony.run(create, { parameters: { toPhoneNumber } });
	const [{ hint }] = shown(result)[3];
	expect(String(hint).includes('China (+86)')).toBe(isSaid);
	expect(hint).not.toMatch(/\d{7}/);
});

test.each([
	['eu-central-1', true],
	['us-east-1', false],
	['us-west-2', false],
])('a refused call in %s says where calls exist: %s', async (region, isSaid) => {
	telephony = await startTelephony({}, region);
	const result = await telephony.run(create);
	const [{ hint }] = shown(result)[4];
	const said = `in us-east-1 and us-west-2 only, but "Region" in the credential is ${region}`;
	expect(String(hint).includes(said)).toBe(isSaid);
});
