import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { listen } from '../support/loopback';
import { startLambda, type Lambda } from '../support/phone/lambda';
import { PhoneCall, type Phone, type Trouble } from '../support/phone/phoneNetwork';

const [poolNumber, anna, ben, stranger] = [
	'+12065550150',
	'+12065550100',
	'+14015550101',
	'+13035550102',
];
const header = { LOOKUP_HEADER_NAME: 'X-Masked-Calls-Key', LOOKUP_HEADER_VALUE: 'of the tests' };
const unavailable = expect.stringMatching(/cannot be connected right now/);
const notAnswered = expect.stringMatching(/cannot be reached/);

type Responder = (response: ServerResponse, body: unknown) => void;

interface Webhook {
	url: string;
	requests: Array<{ key: unknown; body: unknown }>;
}

/** The webhook that the function calls, in the place of n8n. */
async function startWebhook(responder: Responder): Promise<Webhook> {
	const webhook: Webhook = { url: '', requests: [] };
	const server = createServer((request, response) => {
		void text(request).then((json) => {
			const body: unknown = JSON.parse(json);
			webhook.requests.push({ key: request.headers['x-masked-calls-key'], body });
			responder(response, body);
		});
	});
	const { url } = await listen(server);
	webhook.url = `${url}/webhook/masked-calls/other-party`;
	return webhook;
}

const respondWith =
	(json: unknown): Responder =>
	(response) =>
		void response.end(JSON.stringify(json));
const others: Record<string, string> = { [anna]: ben, [ben]: anna };
const byCaller: Responder = (response, body) => {
	const connectTo = others[Object(body).callerNumber];
	response.end(JSON.stringify(connectTo ? { connectTo } : { say: 'You are not expected.' }));
};

async function start(
	responder: Responder,
	environment: Record<string, string> = {},
): Promise<{ lambda: Lambda; webhook: Webhook }> {
	const webhook = await startWebhook(responder);
	const lambda = await startLambda({ LOOKUP_URL: webhook.url, ...header, ...environment });
	return { webhook, lambda };
}

/** The log may name events and transactions, but nobody's number and no secret. */
async function expectDiscreetLog(lambda: Lambda): Promise<void> {
	const log = await lambda.stop();
	expect(log).toContain('"TransactionId":"transaction-');
	const secrets = [poolNumber, anna, ben, stranger].map((number) => number.slice(1));
	expect([...secrets, header.LOOKUP_HEADER_VALUE].filter((one) => log.includes(one))).toEqual([]);
}

const everybodyAnswers: Record<string, Phone> = { [anna]: 'answers', [ben]: 'answers' };

describe('a call to a number of the pool', () => {
	it.each([
		['the first party', anna, ben],
		['the second party', ben, anna],
	])('connects %s with the other one, who sees the number of the pool', async (_who, from, to) => {
		const { lambda, webhook } = await start(byCaller);

		const call = await PhoneCall.dial(lambda.invoke, everybodyAnswers, [from, poolNumber]);

		expect(call.impressionsNow()).toEqual([
			{ phone: from, shows: poolNumber, heard: [], isConnected: true },
			{ phone: to, shows: poolNumber, heard: [], isConnected: true },
		]);
		expect(webhook.requests).toEqual([
			{ key: header.LOOKUP_HEADER_VALUE, body: { dialledNumber: poolNumber, callerNumber: from } },
		]);
		await expectDiscreetLog(lambda);
	});

	it.each([anna, ben])('is over for both when %s hangs up', async (phone) => {
		const { lambda } = await start(byCaller);
		const call = await PhoneCall.dial(lambda.invoke, everybodyAnswers, [anna, poolNumber]);

		await call.hangUp(phone);

		expect(call.isOver).toBe(true);
		await expectDiscreetLog(lambda);
	});

	it('is over for both when the caller gives up before the other one answers', async () => {
		const { lambda } = await start(byCaller);
		const phones: Record<string, Phone> = { [ben]: 'answers when the caller has given up' };

		const call = await PhoneCall.dial(lambda.invoke, phones, [anna, poolNumber]);

		expect(call.impressionsNow().map(({ phone }) => phone)).toEqual([anna, ben]);
		expect(call.isOver).toBe(true);
		await expectDiscreetLog(lambda);
	});

	it.each<Phone>(['is busy', 'does not answer'])('says so when the other %s', async (reaction) => {
		const { lambda } = await start(byCaller);

		const call = await PhoneCall.dial(lambda.invoke, { [ben]: reaction }, [anna, poolNumber]);

		expect(call.impressionsNow()).toEqual([
			{ phone: anna, shows: poolNumber, heard: [notAnswered], isConnected: false },
			{ phone: ben, shows: poolNumber, heard: [], isConnected: false },
		]);
		expect(call.isOver).toBe(true);
		await expectDiscreetLog(lambda);
	});

	it.each<[string, Responder, unknown]>([
		['has a sentence for a stranger', byCaller, 'You are not expected.'],
		['has nobody and no sentence', respondWith({}), unavailable],
		['is not found', (response) => void response.writeHead(404).end('{}'), unavailable],
		['refuses the key', (response) => void response.writeHead(403).end('no'), unavailable],
		['fails', (response) => void response.writeHead(500).end(anna), unavailable],
		['sends a page', (response) => void response.end(`<p>${ben}</p>`), unavailable],
		['sends nothing', (response) => void response.end(), unavailable],
		['sends null', respondWith(null), unavailable],
		['sends no number', respondWith({ connectTo: 'Ben' }), unavailable],
		['sends the dialled number', respondWith({ connectTo: poolNumber }), unavailable],
		['sends the number of the caller', respondWith({ connectTo: stranger }), unavailable],
		['sends an object to say', respondWith({ say: { text: 'Hello' } }), unavailable],
		['breaks off', (response) => void response.destroy(), unavailable],
		[
			'leads elsewhere',
			(response) => void response.writeHead(307, { Location: '/elsewhere' }).end(),
			unavailable,
		],
	])('speaks and hangs up when n8n %s', async (_what, responder, heard) => {
		const { lambda, webhook } = await start(responder);

		const call = await PhoneCall.dial(lambda.invoke, {}, [stranger, poolNumber]);

		expect(call.impressionsNow()).toEqual([
			{ phone: stranger, shows: poolNumber, heard: [heard], isConnected: false },
		]);
		expect(call.isOver).toBe(true);
		expect(webhook.requests).toHaveLength(1);
		await expectDiscreetLog(lambda);
	});

	it.each<[string, Responder]>([
		['is silent', () => {}],
		['stops in the middle', (response) => void response.write('{"connectTo":')],
	])('does not wait for as long as AWS does when n8n %s', async (_what, responder) => {
		const { lambda } = await start(responder, { TIMEOUTS_DIVIDED_BY: '10' });

		const call = await PhoneCall.dial(lambda.invoke, {}, [anna, poolNumber]);

		expect(call.impressionsNow().map(({ heard }) => heard)).toEqual([[unavailable]]);
		expect(call.isOver).toBe(true);
		expect(lambda.timeouts()).toEqual([expect.any(Number)]);
		expect(lambda.timeouts()[0]).toBeLessThan(4_000);
		await expectDiscreetLog(lambda);
	});

	it('reads no more of a response than n8n can have sent', async () => {
		let sent = 0;
		const { lambda } = await start((response) => {
			const chunk = Buffer.alloc(1_000_000, ' ');
			const more = () => {
				while (sent < 600 && !response.destroyed) {
					sent += 1;
					if (!response.write(chunk)) return void response.once('drain', more);
				}
				response.end('{}');
			};
			more();
		});

		const call = await PhoneCall.dial(lambda.invoke, {}, [anna, poolNumber]);

		expect(call.impressionsNow().map(({ heard }) => heard)).toEqual([[unavailable]]);
		expect(call.isOver).toBe(true);
		expect(sent).toBeLessThan(100);
		expect(lambda.timeouts()).toHaveLength(1);
		await expectDiscreetLog(lambda);
	});

	it.each([
		['without https', { LOOKUP_URL: 'http://n8n.example.com/webhook', ...header }],
		['that is none', { LOOKUP_URL: 'n8n', ...header }],
		['that nobody set', {}],
		['where nothing listens', { LOOKUP_URL: 'http://127.0.0.1:1/webhook', ...header }],
	])('speaks and hangs up with a URL %s', async (_which, environment) => {
		const lambda = await startLambda(environment);

		const call = await PhoneCall.dial(lambda.invoke, {}, [anna, poolNumber]);

		expect(call.impressionsNow().map(({ heard }) => heard)).toEqual([[unavailable]]);
		expect(call.isOver).toBe(true);
		await expectDiscreetLog(lambda);
	});
});

describe('a call that n8n places', () => {
	const placed = { from: poolNumber, to: anna, argumentsMap: { sessionId: 'mi2x-7.0' } };

	it('connects the second party when the first one answers', async () => {
		const { lambda, webhook } = await start(byCaller);

		const call = await PhoneCall.place(lambda.invoke, everybodyAnswers, placed);

		expect(call.impressionsNow()).toEqual([
			{ phone: anna, shows: poolNumber, heard: [], isConnected: true },
			{ phone: ben, shows: poolNumber, heard: [], isConnected: true },
		]);
		expect(webhook.requests.map(({ body }) => body)).toEqual([
			{ dialledNumber: poolNumber, callerNumber: anna },
		]);
		await expectDiscreetLog(lambda);
	});

	it.each<Phone>(['is busy', 'does not answer'])('ends when the first party %s', async (phone) => {
		const { lambda, webhook } = await start(byCaller);

		const call = await PhoneCall.place(lambda.invoke, { [anna]: phone }, placed);

		expect(call.isOver).toBe(true);
		expect(webhook.requests).toEqual([]);
		await expectDiscreetLog(lambda);
	});

	it('says so when the second party does not answer', async () => {
		const { lambda } = await start(byCaller);
		const phones: Record<string, Phone> = { [anna]: 'answers', [ben]: 'does not answer' };

		const call = await PhoneCall.place(lambda.invoke, phones, placed);

		expect(call.impressionsNow()[0].heard).toEqual([notAnswered]);
		expect(call.isOver).toBe(true);
		await expectDiscreetLog(lambda);
	});
});

describe('whatever happens, no leg stays open alone', () => {
	const events = [
		...['ACTION_INTERRUPTED', 'CALL_UPDATE_REQUESTED', 'INVALID_LAMBDA_RESPONSE', 'HANGUP'],
		...['DIGITS_RECEIVED', 'SOMETHING_NEW'],
	];
	const reactions: Phone[] = ['answers', 'answers when the caller has given up', 'is busy'];
	const actions = ['CallAndBridge', 'Speak', 'Hangup'];
	let lambda: Lambda;

	beforeAll(async () => {
		({ lambda } = await start(byCaller));
	});

	/** The first actions of this type are hit, and no others. */
	const first = <Result>(type: string, count: number, result: Result) => {
		let left = count;
		return (action: { Type: string }) => (action.Type === type && left-- > 0 ? result : undefined);
	};

	const calls: Array<
		[string, (phones: Record<string, Phone>, trouble: Trouble) => Promise<PhoneCall>]
	> = [
		[
			'an expected call',
			(phones, trouble) => PhoneCall.dial(lambda.invoke, phones, [anna, poolNumber], trouble),
		],
		[
			'a call of a stranger',
			(phones, trouble) => PhoneCall.dial(lambda.invoke, phones, [stranger, poolNumber], trouble),
		],
		[
			'a call that n8n places',
			(phones, trouble) =>
				PhoneCall.place(
					lambda.invoke,
					{ ...phones, [anna]: 'answers' },
					{ from: poolNumber, to: anna },
					trouble,
				),
		],
	];

	/** Two who talk may go on; then one hangs up, and so the other leg ends. */
	async function expectEnd(call: PhoneCall): Promise<void> {
		expect(call.openLegs).not.toBe(1);
		if (!call.isOver) await call.hangUp(call.impressionsNow()[0].phone);
		expect(call.openLegs).toBe(0);
		expect(call.events).toBeLessThan(20);
	}

	describe.each(calls)('%s', (_which, start) => {
		const cases = reactions.flatMap((reaction) =>
			actions.flatMap((action) =>
				[false, true].map((hidesStatus) => [reaction, action, hidesStatus] as const),
			),
		);

		it.each(cases)(
			'when the other %s, instead of a %s (status hidden: %s)',
			async (reaction, action, hidesStatus) => {
				for (const event of events)
					for (const count of [1, 2]) {
						const trouble = { event: first(action, count, event), hidesStatus };
						await expectEnd(await start({ [ben]: reaction }, trouble));
					}
			},
		);

		it.each(cases)(
			'when the other %s, and a %s fails (status hidden: %s)',
			async (reaction, action, hidesStatus) => {
				for (const isConnected of [false, action === 'CallAndBridge'])
					for (const count of [1, 2, 3]) {
						const failure = first(action, count, { error: 'InternalError', isConnected });
						await expectEnd(await start({ [ben]: reaction }, { failure, hidesStatus }));
					}
			},
		);
	});

	it('gives up where nothing can be hung up', async () => {
		const failure = first('Hangup', 100, { error: 'InternalError' });
		const call = await calls[1][1]({}, { failure });
		expect(call.openLegs).toBe(1);
		expect(call.events).toBeLessThan(15);
	});
});
