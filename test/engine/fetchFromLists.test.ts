import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { responderFor, sendJson, sendStatus } from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { tokenBucket } from '../support/chime/tokenBucket';
import fc from '../support/fastCheck';
import { key } from '../support/keys';
import { fixtures, parametersFor, parametersOf } from '../operations';
import { credentialFor } from '../support/credential';
import { byId } from '../support/locator';
import { isLarge, scale, scaledTest } from '../support/scale';
import { itemFor, runNode, type NodeResult } from '../support/engine/chimeNode';
import { createSimulatedWorld, type SimulatedWorld } from '../support/engine/simulatedWorld';

let chime: Chime;
let world: SimulatedWorld;

async function start(intercept?: ChimeOptions['intercept']): Promise<void> {
	world = createSimulatedWorld();
	chime = await startChime({ keys: [key], ...world.ofServer, intercept });
}

const get = async (items: IDataObject[], parameters: INodeParameters = {}) =>
	await runNode({ items, world, credential: credentialFor(chime.url), parameters });

const fromLists = async (
	items: IDataObject[],
	options: INodeParameters = {},
	parameters?: INodeParameters,
) => await get(items, { options: { fetchFromLists: true, ...options }, ...parameters });

const item = (voiceConnectorId: string, proxySessionId: string) => ({
	voiceConnectorId,
	proxySessionId,
});

/** Sessions of a connector, which the server lists in this order; input items for them. */
function add(count: number, voiceConnectorId = 'one') {
	const items = Array.from({ length: count }, (_, index) => item(voiceConnectorId, `s${index}`));
	for (const { proxySessionId: ProxySessionId } of items)
		chime.add({ ...sampleSession, VoiceConnectorId: voiceConnectorId, ProxySessionId });
	return items;
}

/** How many requests were for a list, and how many for one thing. */
function requests() {
	const all = chime.received.map(({ target }) => target.includes('max-results='));
	const pages = all.filter(Boolean).length;
	return { pages, single: all.length - pages };
}

const counts = ({ outputs }: NodeResult) => outputs.map((items) => items.length);

/** What came out, but for what no two requests have in common. */
const shown = ({ outputs }: NodeResult) =>
	outputs.map((items) =>
		items.map(({ json, pairedItem }) => [{ ...json, requestId: null }, pairedItem]),
	);

const hintsOf = ({ run }: NodeResult) => run.data.resultData.runData.Chime[0].hints ?? [];

const withLists = fixtures.filter(({ panels }) =>
	panels.some(({ optionLabels = [] }) => optionLabels.includes('Fetch From Lists')),
);

test('every Get of something that AWS lists has the option', () => {
	expect(withLists.map(({ awsName }) => awsName)).toEqual([
		'GetPhoneNumber',
		'GetPhoneNumberOrder',
		'GetProxySession',
		'GetSipMediaApplication',
		'GetSipRule',
		'GetVoiceConnector',
	]);
});

test.each(withLists)('$awsName finds 120 in two pages, each as it is alone', async (fixture) => {
	await start();
	const id = fixture.constraints.at(-1)?.parameter ?? '';
	const ids = Array.from(
		{ length: 120 },
		(_, index) => `+1206555${String(index).padStart(4, '0')}`,
	);
	for (const each of ids) {
		fixture.seed?.(chime.state, { [id]: each });
		chime.add({ ...sampleSession, ProxySessionId: each });
	}
	const items = ids.map((each) => ({ [id]: each }));
	const parameters = { ...parametersOf(fixture), [id]: byId(`={{ $json.${id} }}`) };
	const alone = await get(items, parameters);
	expect(counts(alone)).toEqual([120, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(chime.received.splice(0)).toHaveLength(120);
	const found = await fromLists(items, {}, parameters);
	expect(shown(found)).toEqual(shown(alone));
	expect(requests()).toEqual({ pages: 2, single: 0 });
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
});

test('a phone number is found under the id that AWS encodes', async () => {
	await start();
	const numbers = Array.from({ length: 12 }, (_, index) => `1206555${1000 + index}`);
	for (const number of numbers)
		chime.state.of('PhoneNumbers').set(`+${number}`, {
			PhoneNumberId: `%2B${number}`,
			Capabilities: {},
		});
	const { outputs } = await fromLists(
		numbers.map((number, index) => ({ id: `${index % 2 === 0 ? '+' : '%2B'}${number}` })),
		{},
		{ ...parametersFor('GetPhoneNumber'), phoneNumberId: byId('={{ $json.id }}') },
	);
	expect(outputs[0]).toHaveLength(12);
	expect(requests()).toEqual({ pages: 1, single: 0 });
});

/** A page has one of the input items. */
const hundredth = { pages: 8 * scale, single: 72 * scale };

/** A page for every ten input items is the most that may be lost. */
scaledTest.each([
	[`${500 * scale}, the whole list`, 500 * scale, 500 * scale, 0, { pages: 5 * scale, single: 0 }],
	[
		`${400 * scale}, half of them unknown`,
		...([200 * scale, 200 * scale, 200 * scale] as const),
		{ pages: 2 * scale, single: 200 * scale },
	],
	[
		`${100 * scale}, all of them unknown, in a list of ${3_000 * scale}`,
		...([3_000 * scale, 0, 100 * scale] as const),
		{ pages: 10 * scale, single: 100 * scale },
	],
	[`${80 * scale}, a hundredth of the list`, 8_000 * scale, 80 * scale, 0, hundredth],
	['9', 9, 9, 0, { pages: 0, single: 9 }],
	['10', 10, 10, 0, { pages: 1, single: 0 }],
	['19, spread over 500', 500, 19, 0, { pages: 1, single: 15 }],
])('%s: the requests are counted', async (_title, size, known, unknown, expected) => {
	await start();
	const all = add(size);
	const gap = known > 0 ? Math.floor(size / known) : 1;
	const items = [
		...Array.from({ length: known }, (_, index) => all[index * gap]),
		...Array.from({ length: unknown }, (_, index) => item('one', `unknown-${index}`)),
	];
	const result = await fromLists(items, {}, { output: 'session' });
	expect(counts(result)).toEqual([known, 0, 0, 0, unknown, 0, 0, 0, 0, 0]);
	expect(result.outputs[0].map(({ json }) => json.ProxySessionId)).toEqual(
		items.slice(0, known).map(({ proxySessionId }) => proxySessionId),
	);
	expect(requests()).toEqual(expected);
	expect(chime.received.length).toBeLessThanOrEqual(1.1 * items.length);
});

/** Not more than fit on one page. */
const page = Math.min(10 * scale, 100);

scaledTest('sessions of 50 connectors are found by reading 50 lists side by side', async () => {
	const waiting: Array<() => void> = [];
	const connectors = Array.from({ length: 50 }, (_, index) => `connector-${index}`);
	await start((response, { target }) => {
		const [, connector] = /(connector-\d+)/.exec(target) ?? [];
		const ProxySessions = chime.sessions().filter((each) => each.VoiceConnectorId === connector);
		// No list is sent before all are asked for.
		if (waiting.push(() => sendJson(response, 200, { ProxySessions })) === connectors.length)
			waiting.forEach((send) => send());
		return true;
	});
	const sessions = connectors.map((connector) => add(page, connector));
	const items = sessions.flat().map((_, at) => sessions[at % 50][Math.floor(at / 50)]);
	const result = await fromLists(items, {}, { output: 'session' });
	expect(result.outputs[0].map(({ json }) => [json.VoiceConnectorId, json.ProxySessionId])).toEqual(
		items.map(({ voiceConnectorId, proxySessionId }) => [voiceConnectorId, proxySessionId]),
	);
	expect(requests()).toEqual({ pages: 50, single: 0 });
});

const throttled = isLarge ? 2_000 : 500;

scaledTest.each([1, 20])(
	`at 10 requests a second, ${throttled} sessions of %i voice connectors take 5 s at most`,
	async (connectors) => {
		const isLetThrough: { now?: () => boolean } = {};
		await start((response) => {
			isLetThrough.now ??= tokenBucket(10, 1, world.now);
			if (isLetThrough.now()) return false;
			sendStatus(response, 429);
			return true;
		});
		const items = Array.from({ length: connectors }, (_, index) =>
			add(throttled / connectors, `connector-${index}`),
		).flat();
		const { outputs } = await fromLists(items, {}, { output: 'session' });
		expect(outputs[0]).toHaveLength(throttled);
		expect(requests().single).toBe(0);
		expect(world.passed()).toBeLessThanOrEqual(5_000);
	},
);

test('a session of two input items is asked for twice where it is unknown, and has items of its own', async () => {
	await start();
	const [known] = add(1);
	const unknown = item('one', 'unknown');
	const items = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? known : unknown));
	const result = await fromLists(items, {}, { output: 'session' });
	expect(requests()).toEqual({ pages: 1, single: 10 });
	expect(counts(result)).toEqual([10, 0, 0, 0, 10, 0, 0, 0, 0, 0]);
	expect(new Set(result.outputs[0].map(({ json }) => json)).size).toBe(10);
	expect(result.outputs[4][0].json).toMatchObject({ statusCode: 404, attempts: 1 });
});

test('a list that may not be read is said once, and every session is asked for', async () => {
	await start((response, { target }) => {
		if (!target.includes('max-results')) return false;
		sendStatus(response, 403);
		return true;
	});
	const items = ['one', 'two'].flatMap((connector) => add(30, connector));
	const result = await fromLists(items, {}, { output: 'session' });
	expect(counts(result)).toEqual([60, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(requests()).toEqual({ pages: 2, single: 60 });
	expect(hintsOf(result)).toMatchObject([{ location: 'outputPane' }]);
	expect(hintsOf(result)[0].message).toMatch(/"Fetch From Lists".*chime:ListProxySessions/);
});

scaledTest('lists that are throttled for ever cost a minute, and no session', async () => {
	await start((response, { target }) => {
		if (!target.includes('max-results')) return false;
		sendStatus(response, 429);
		return true;
	});
	const items = Array.from({ length: 3 * scale }, (_, index) =>
		add(10, `connector-${index}`),
	).flat();
	const result = await fromLists(items, {}, { output: 'session' });
	expect(counts(result)).toEqual([30 * scale, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(requests().single).toBe(30 * scale);
	expect(world.passed()).toBeLessThan(90_000);
	expect(hintsOf(result)).toHaveLength(1);
});

test('a list that is read is not spoken of', async () => {
	await start();
	const hints = hintsOf(await fromLists([...add(20), item('one', 'unknown')]));
	expect(hints).toEqual([
		expect.objectContaining({ message: expect.not.stringContaining('list') }),
	]);
});

/** What comes in the place of the second page, and how many sessions of 120 are asked for. */
test.each([
	['is HTML', 'html-200', 20],
	['is of another server', 'foreign', 20],
	['is null', 'null', 20],
	['is larger than any page of AWS', 'huge', 20],
	['breaks off every time', 'broken-json', 20],
	['is reset every time', 'reset', 20],
	['fails every time', 'status-503', 20],
	['is refused', 'status-400', 20],
])('where a page %s, all that is not found is asked for', async (_title, name, single) => {
	await start((response, request) => {
		if (!request.target.includes('next-token=100')) return false;
		responderFor(name)?.(response, request);
		return true;
	});
	const result = await fromLists(add(120), {}, { output: 'session' });
	expect(result.outputs[0]).toHaveLength(120);
	expect(requests().single).toBe(single);
	expect(chime.received.length).toBeLessThanOrEqual(1.1 * 120);
	expect(hintsOf(result)).toHaveLength(1);
});

const session = (fields: object) => ({ ...sampleSession, VoiceConnectorId: 'one', ...fields });

/** Entries in the place of one for the session s0, which is then asked for alone. */
test.each([
	['no record', ['s0', null, 7, ['s0']]],
	['no id', [session({ ProxySessionId: undefined })]],
	['an id that is no text', [session({ ProxySessionId: 0 }), session({ ProxySessionId: {} })]],
	['no participants', [session({ ProxySessionId: 's0', Participants: null })]],
	[
		'more fields than any of AWS',
		[
			{
				...Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}`, 1])),
				...session({ ProxySessionId: 's0' }),
			},
		],
	],
	[
		'more participants than any of AWS',
		[session({ ProxySessionId: 's0', Participants: Array(200).fill({}) })],
	],
])('an entry with %s is passed over, and the session is asked for', async (_title, entries) => {
	await start((response, { target }) => {
		if (!target.includes('max-results')) return false;
		const others = chime.sessions().filter(({ ProxySessionId }) => ProxySessionId !== 's0');
		sendJson(response, 200, { ProxySessions: [...entries, ...others] });
		return true;
	});
	const result = await fromLists(add(20), {}, { output: 'session' });
	expect(result.outputs[0].map(({ json }) => json.ProxySessionId)).toEqual(
		Array.from({ length: 20 }, (_, index) => `s${index}`),
	);
	expect(requests()).toEqual({ pages: 1, single: 1 });
});

scaledTest('a list without end is left', async () => {
	await start((response, { target }) => {
		if (!target.includes('max-results')) return false;
		sendJson(response, 200, { ProxySessions: [], NextToken: 'again' });
		return true;
	});
	const result = await fromLists(add(50 * scale));
	expect(counts(result)[0]).toBe(100 * scale);
	expect(requests()).toEqual({ pages: 2, single: 50 * scale });
});

test.each(['yes', 1])('the option takes no %j', async (fetchFromLists) => {
	await start();
	const { outputs } = await get(add(20), { options: { fetchFromLists } });
	expect(outputs[1]).toHaveLength(20);
	expect(outputs[1][0].json).toMatchObject({
		message: 'The parameter "Options → Fetch From Lists" must be true or false. [item 0]',
	});
	expect(chime.received).toEqual([]);
});

test('where the run is to stop, it stops at the first session that fails', async () => {
	await start();
	const items = [...add(30), item('one', 'status-400')];
	const { error } = await fromLists(items, {}, { errors: 'onError' });
	expect(error).toMatchObject({ httpCode: '400', context: { itemIndex: 30 } });
});

describe('generated', () => {
	/** Voice connectors by what becomes of their lists. */
	const connectors = ['one', 'two', 'status-403@list', 'broken-json@list', 'flaky-1-reset@list'];
	const ids = [
		...Array.from({ length: 12 }, (_, index) => `s${index * 15}`),
		...['nobody', 'unknown', 'status-400', 'status-403', 'html-200', '..', ''],
		...['flaky-1-status-503', 'flaky-2-reset', 'flaky-3-status-500'],
	];

	interface Conditions {
		rows: Array<[connector: string, id: string]>;
		/** Requests a second that the server lets through. */
		rate: number | undefined;
		/** Whether the second page of every list fails. */
		isPageLost: boolean;
		output: string;
	}

	const conditions = fc
		.uniqueArray(fc.constantFrom(...connectors), { minLength: 1, maxLength: 2 })
		.chain((some) =>
			fc.record({
				rows: fc.array(fc.tuple(fc.constantFrom(...some), fc.constantFrom(...ids)), {
					minLength: 12,
					maxLength: 60,
					size: 'max',
				}),
				rate: fc.constantFrom(undefined, undefined, 40),
				isPageLost: fc.boolean(),
				output: fc.constantFrom('participants', 'session'),
			}),
		);

	let pages = 0;

	async function outcome({ rows, rate, isPageLost, output }: Conditions, fetchFromLists: boolean) {
		let isLetThrough = () => true;
		await start((response, { target }) => {
			const isLost = isPageLost && target.includes('next-token=100');
			if (!isLetThrough()) sendStatus(response, 429);
			else if (isLost) sendStatus(response, 503);
			else return false;
			return true;
		});
		if (rate) isLetThrough = tokenBucket(rate, rate, world.now);
		for (const VoiceConnectorId of connectors) {
			add(200, VoiceConnectorId);
			const nobody = { ProxySessionId: 'nobody', Participants: null };
			chime.add({ ...sampleSession, ...nobody, VoiceConnectorId });
		}
		const items = rows.map(([connector, id], index) =>
			// Of two requests for a session that fails a few times, their order decides which one fails.
			item(connector, id.startsWith('flaky') ? `${id}@${index}` : id),
		);
		const result = await get(items, { options: { fetchFromLists }, output });
		pages += requests().pages;
		await chime.close();
		// A throttled request is counted as often as it was sent.
		return result.outputs.map((list) =>
			list.map(({ json, pairedItem }) => [
				{ ...json, requestId: null, attempts: rate ? null : json.attempts },
				pairedItem,
			]),
		);
	}

	scaledTest('whatever is asked for, the items are those of one request each', async () => {
		await fc.assert(
			fc.asyncProperty(conditions, async (given) => {
				expect(await outcome(given, true)).toEqual(await outcome(given, false));
			}),
			{ numRuns: 4 * scale },
		);
		expect(pages).toBeGreaterThan(0);
	});
});

test('input items of the sample are found as they are alone', async () => {
	await start();
	const items = Array.from({ length: 10 }, () => itemFor(sampleSession.ProxySessionId));
	expect(shown(await fromLists(items))).toEqual(shown(await get(items)));
});
