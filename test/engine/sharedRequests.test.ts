import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { always, sendException, sendJson, sendStatus, status } from '../support/chime/responses';
import type { Chime, ChimeOptions } from '../support/chime/server';
import { boughtNumber } from '../support/chime/telephony';
import fc from '../support/fastCheck';
import { fixtures } from '../operations';
import { byId } from '../support/locator';
import {
	counts,
	fromItem,
	shown,
	startTelephony,
	type Telephony,
} from '../support/engine/telephony';

const assign = 'AssociatePhoneNumbersWithVoiceConnector';
const unassign = 'DisassociatePhoneNumbersFromVoiceConnector';
const shared = fixtures.flatMap(({ isShared, awsName }) => (isShared ? [awsName] : []));
const connectors = ['abcdef1ghij2klmno3pqr4', 'bcdefg2hijk3lmnop4qrs5'];
const numberAt = (index: number) => `+1206555${String(index).padStart(4, '0')}`;

let telephony: Telephony;

/** Voice connectors, and so many free phone numbers. */
async function start(count: number, options?: Partial<ChimeOptions>): Promise<void> {
	telephony = await startTelephony(options);
	fill(telephony.chime, count);
}

function fill({ state }: Chime, count: number): void {
	for (const VoiceConnectorId of connectors)
		state.of('VoiceConnectors').set(VoiceConnectorId, { VoiceConnectorId });
	for (let index = 0; index < count; index += 1) {
		const bought = boughtNumber(numberAt(index), { ProductType: 'VoiceConnector' }, new Date());
		state.of('PhoneNumbers').set(numberAt(index), bought);
	}
}

const perItem = {
	voiceConnectorId: byId('={{ $json.voiceConnectorId }}'),
	...fromItem('e164PhoneNumbers'),
};

const run = async (items: IDataObject[], awsName = assign, parameters: object = {}) =>
	await telephony.run(awsName, { items, parameters: { ...perItem, ...parameters } });

const inputFor = (index: number, connector = 0) => ({
	voiceConnectorId: connectors[connector],
	e164PhoneNumbers: numberAt(index),
});

/** How many phone numbers each request had. */
const sizes = () =>
	telephony.bodies('POST').map((body) => Object(body).E164PhoneNumbers.length as number);

test('many input items for one voice connector are one request, and an item each', async () => {
	await start(30);
	const items = Array.from({ length: 30 }, (_, index) => inputFor(index));
	const result = await run(items);
	expect(sizes()).toEqual([30]);
	expect(result.outputs[0].map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
		items.map(({ voiceConnectorId, e164PhoneNumbers }, item) => [
			{ assigned: true, E164PhoneNumber: e164PhoneNumbers, VoiceConnectorId: voiceConnectorId },
			{ item },
		]),
	);
});

test('each voice connector, and each choice of Force Associate, has a request of its own', async () => {
	await start(8);
	const items = Array.from({ length: 8 }, (_, index) => ({
		...inputFor(index, index % 2),
		forceAssociate: index >= 4,
	}));
	await run(items, assign, fromItem('forceAssociate'));
	expect(sizes()).toEqual([2, 2, 2, 2]);
});

test('a request has at most 100 phone numbers', async () => {
	await start(250);
	await run(Array.from({ length: 250 }, (_, index) => inputFor(index)));
	expect(sizes()).toEqual([100, 100, 50]);
});

test('a phone number of two input items is sent once, and comes out twice', async () => {
	await start(1);
	const result = await run([inputFor(0), inputFor(0)]);
	expect(sizes()).toEqual([1]);
	expect(counts(result)[0]).toBe(2);
});

test('a phone number that fails leaves by the output of its code, the others by the first', async () => {
	await start(4);
	const { state } = telephony.chime;
	Object.assign(state.of('PhoneNumbers').get(numberAt(1)) ?? {}, {
		Associations: [{ Name: 'VoiceConnectorId', Value: 'another' }],
	});
	Object.assign(state.of('PhoneNumbers').get(numberAt(2)) ?? {}, {
		ProductType: 'SipMediaApplicationDialIn',
	});
	const result = await run([
		inputFor(0),
		{ ...inputFor(1), e164PhoneNumbers: [1, 2, 9].map(numberAt).join() },
		inputFor(3),
	]);
	expect(counts(result)).toEqual([2, 1, 0, 0, 1, 0, 0, 0, 0, 1]);
	const [{ json, pairedItem }] = result.outputs[4];
	expect(pairedItem).toEqual({ item: 1 });
	expect(json).toEqual({
		statusCode: 404,
		code: 'NotFound',
		message: 'NotFound: [redacted]',
		requestId: expect.any(String),
		attempts: 1,
		retryable: false,
		voiceConnectorId: connectors[0],
		e164PhoneNumber: '0009',
		hint: expect.stringContaining('region'),
	});
	expect(shown(result)[9]).toMatchObject([
		{ code: 'PhoneNumberAssociationsExist', statusCode: 409, e164PhoneNumber: '0001' },
	]);
	expect(JSON.stringify(result.outputs.slice(1))).not.toMatch(/206555\d{4}/);
});

/** What AWS says of one phone number, and where it leaves. */
const codes: Array<[code: string, output: number, statusCode: number | null]> = [
	['BadRequest', 1, 400],
	['Conflict', 9, 409],
	['Forbidden', 3, 403],
	['NotFound', 4, 404],
	['PreconditionFailed', 8, 412],
	['ResourceLimitExceeded', 1, 400],
	['ServiceFailure', 6, 500],
	['AccessDenied', 3, 403],
	['ServiceUnavailable', 7, 503],
	['Throttled', 5, 429],
	['Throttling', 5, 429],
	['Unauthorized', 2, 401],
	['Unprocessable', 8, 422],
	['VoiceConnectorGroupAssociationsExist', 9, 409],
	['PhoneNumberAssociationsExist', 9, 409],
	['Gone', 8, 410],
	['Validation', 1, 400],
	['SomethingNew', 8, null],
];

const respondWithErrors =
	(errorsOf: (numbers: string[], count: number) => object[]): ChimeOptions['intercept'] =>
	(response, { body }) => {
		const { E164PhoneNumbers } = JSON.parse(body.toString());
		const errors = errorsOf(E164PhoneNumbers, telephony.chime.received.length);
		sendJson(response, 200, { PhoneNumberErrors: errors });
		return true;
	};

test.each(codes)('%s leaves by output %i', async (ErrorCode, output, statusCode) => {
	await start(1, {
		intercept: respondWithErrors(([PhoneNumberId]) => [
			{ PhoneNumberId, ErrorCode, ErrorMessage: 'Why.' },
		]),
	});
	const result = await run([inputFor(0)], assign, { options: { maxRetries: 0 } });
	expect(shown(result)).toEqual({
		[output]: [expect.objectContaining({ statusCode, code: ErrorCode, message: 'Why.' })],
	});
});

test.each(['Throttled', 'Throttling', 'ServiceFailure', 'ServiceUnavailable'])(
	'after %s, the request is repeated without the phone numbers that are done',
	async (ErrorCode) => {
		await start(5, {
			intercept: respondWithErrors((numbers, count) =>
				count < 3 ? numbers.slice(-2).map((PhoneNumberId) => ({ PhoneNumberId, ErrorCode })) : [],
			),
		});
		const result = await run([0, 1, 2, 3, 4].map((index) => inputFor(index)));
		expect(sizes()).toEqual([5, 2, 2]);
		expect(counts(result)[0]).toBe(5);
	},
);

test('what was done stays done where the repeated request is refused', async () => {
	await start(3, {
		intercept: (response, { body }) => {
			if (telephony.chime.received.length > 1) sendStatus(response, 403);
			else {
				const [PhoneNumberId] = JSON.parse(body.toString()).E164PhoneNumbers;
				const errors = [{ PhoneNumberId, ErrorCode: 'Throttled', ErrorMessage: 'Later.' }];
				sendJson(response, 200, { PhoneNumberErrors: errors });
			}
			return true;
		},
	});
	const result = await run([0, 1, 2].map((index) => inputFor(index)));
	expect(counts(result)).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
	expect(shown(result)[5]).toMatchObject([{ code: 'Throttled', attempts: 2 }]);
});

test.each([400, 404, 409, 422])(
	'a request that AWS refuses by %i is sent for each input item, so that one spoils none',
	async (statusCode) => {
		await start(4, {
			intercept: (response, { body }) => {
				const isSpoilt = body.toString().includes(numberAt(2));
				if (isSpoilt) sendException(response, statusCode, 'SomeException');
				return isSpoilt;
			},
		});
		const result = await run([0, 1, 2, 3].map((index) => inputFor(index)));
		expect(sizes()).toEqual([4, 1, 1, 1, 1]);
		expect(result.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 3].map((item) => ({ item })),
		);
		const [{ json, pairedItem }] = result.outputs.slice(1).flat();
		expect(pairedItem).toEqual({ item: 2 });
		expect(json).toMatchObject({ statusCode, attempts: 2 });
	},
);

test.each([
	[401, 2],
	[403, 3],
	[408, 8],
	[429, 5],
	[500, 6],
	[503, 7],
])('%i concerns all input items, and no more is sent', async (statusCode, output) => {
	await start(3, {
		intercept: always(status(statusCode)),
	});
	const parameters = { options: { maxRetries: 0 } };
	const result = await run(
		[0, 1, 2].map((index) => inputFor(index)),
		assign,
		parameters,
	);
	expect(sizes()).toEqual([3]);
	expect(counts(result)[output]).toBe(3);
});

describe.each(shared)('%s: where an error names no phone number of the request', (awsName) => {
	test.each([
		['of another phone number', { PhoneNumberId: '+4930123456', ErrorCode: 'Gone' }],
		['of half a phone number', { PhoneNumberId: numberAt(1).slice(2), ErrorCode: 'Gone' }],
		['of null', { PhoneNumberId: null, ErrorCode: 'Gone' }],
		['without a phone number', { ErrorCode: 'Gone' }],
		['that is no record', 'Gone'],
		['beside more of one phone number', { PhoneNumberId: numberAt(0), ErrorCode: 'NotFound' }],
	])('an error %s: what is named comes out, the others are uncertain', async (title, strange) => {
		const named = { PhoneNumberId: numberAt(0), ErrorCode: 'NotFound' };
		const errors = [named, ...Array(title.includes('more') ? 3 : 1).fill(strange)];
		await start(3, {
			intercept: always((response) => sendJson(response, 200, { PhoneNumberErrors: errors })),
		});
		const result = await run([inputFor(0), inputFor(1), inputFor(2)], awsName);
		expect(counts(result)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 2, 0]);
		expect(shown(result)[4]).toMatchObject([{ code: 'NotFound', e164PhoneNumber: '0000' }]);
		expect(shown(result)[8]).toMatchObject(
			['0001', '0002'].map((e164PhoneNumber) => ({
				code: 'InvalidResponse',
				statusCode: 200,
				message: expect.stringContaining('uncertain'),
				requestId: expect.any(String),
				hint: expect.stringContaining('again'),
				e164PhoneNumber,
			})),
		);
		expect(sizes()).toEqual([3]);
	});

	test('errors in the shape of a record leave nothing looking done', async () => {
		const PhoneNumberErrors = { PhoneNumberId: numberAt(0) };
		await start(2, {
			intercept: always((response) => sendJson(response, 200, { PhoneNumberErrors })),
		});
		const result = await run([inputFor(0), inputFor(1)], awsName);
		expect(counts(result)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 2, 0]);
		expect(shown(result)[8]).toMatchObject(Array(2).fill({ code: 'InvalidResponse' }));
	});
});

test.each(['%2B', '', '+', '%2b'])(
	'a phone number that AWS writes with «%s» is known',
	async (plus) => {
		await start(2, {
			intercept: respondWithErrors(([one]) => [
				{ PhoneNumberId: `${plus}${one.slice(1)}`, ErrorCode: 'NotFound' },
			]),
		});
		expect(counts(await run([inputFor(0), inputFor(1)]))).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
	},
);

test('an invalid input item is refused alone', async () => {
	await start(3);
	const result = await run([inputFor(0), { ...inputFor(1), e164PhoneNumbers: 'x' }, inputFor(2)]);
	expect(sizes()).toEqual([2]);
	expect(counts(result)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
	expect(result.outputs[1][0].pairedItem).toEqual({ item: 1 });
});

test.each([
	['stopWorkflow', undefined],
	['continueRegularOutput', 0],
	['continueErrorOutput', 1],
] as const)(
	'under %s, a phone number that fails is an error of the node',
	async (onError, output) => {
		await start(2);
		const result = await telephony.run(assign, {
			items: [{ ...inputFor(0), e164PhoneNumbers: [0, 9, 1].map(numberAt).join() }],
			parameters: { ...perItem, errors: 'onError' },
			onError,
		});
		if (output === undefined) {
			expect(result.error?.message).toContain('NotFound');
			return;
		}
		const errors = result.outputs[output].filter(({ json }) => json.details);
		expect(errors).toMatchObject([{ json: { details: { code: 'NotFound', httpCode: '404' } } }]);
		const done = result.outputs[0].filter(({ json }) => json.assigned);
		expect(done).toHaveLength(2);
	},
);

test('phone numbers are taken away from their voice connector, and from no other', async () => {
	await start(2);
	await run([inputFor(0), inputFor(1, 1)]);
	const result = await run([inputFor(0), inputFor(1)], unassign);
	expect(shown(result)).toMatchObject({
		0: [{ unassigned: true, E164PhoneNumber: numberAt(0) }],
		1: [{ code: 'BadRequest', e164PhoneNumber: '0001' }],
	});
});

test('whatever the mixture, the items are those of one request per input item', async () => {
	const item = fc.record({
		index: fc.integer({ min: 0, max: 12 }),
		connector: fc.integer({ min: 0, max: 2 }),
		forceAssociate: fc.boolean(),
		isBad: fc.boolean(),
	});
	/** Connector 2 does not exist; numbers from 8 on are not in the inventory, and some are of another type. */
	const itemsOf = (
		rows: Array<{ index: number; connector: number; forceAssociate: boolean; isBad: boolean }>,
	) =>
		rows.map(({ index, connector, forceAssociate, isBad }) => ({
			voiceConnectorId: connectors[connector] ?? 'unknown',
			e164PhoneNumbers: isBad && index === 5 ? 'bad' : numberAt(index),
			forceAssociate,
		}));
	const outcome = async (items: IDataObject[], parameters: object) => {
		await start(8);
		Object.assign(telephony.chime.state.of('PhoneNumbers').get(numberAt(3)) ?? {}, {
			ProductType: 'SipMediaApplicationDialIn',
		});
		const result = await run(items, assign, { ...fromItem('forceAssociate'), ...parameters });
		await telephony.chime.close();
		// The attempts and the id of the request are no part of the result.
		const common = ({ json, pairedItem }: INodeExecutionData) => [
			{ ...json, requestId: null, attempts: null },
			pairedItem,
		];
		return result.outputs.map((list) => list.map(common));
	};
	await fc.assert(
		// Distinct phone numbers: of two items for one, the order of the requests decides.
		fc.asyncProperty(
			fc.uniqueArray(item, { maxLength: 12, selector: ({ index }) => index }),
			async (rows) => {
				const items = itemsOf(rows);
				const alone = items.map((_, index) => ({ timeout: 30_000 + index }));
				// Options that differ keep every input item to itself.
				const apart = items.map((each, index) => ({ ...each, ...alone[index] }));
				expect(await outcome(items, {})).toEqual(
					await outcome(apart, { options: { timeout: '={{ $json.timeout }}' } }),
				);
			},
		),
		{ numRuns: 25 },
	);
});
