import type { INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import {
	foreignResponses,
	sendException,
	sendJson,
	sendStatus,
	type Responder,
} from '../support/chime/responses';
import type { ChimeOptions } from '../support/chime/server';
import { fixtureOf } from '../operations';
import { ids } from '../operations/values';
import { runOne } from '../support/engine/runOne';
import { counts, seed, shown, startTelephony, type Telephony } from '../support/engine/telephony';

const { voiceConnectorId } = ids;
const path = `/voice-connectors/${voiceConnectorId}`;

interface Setting {
	awsName: string;
	name: string;
	target: string;
	/** What the voice connector has, what the user gives, and what AWS is given then. */
	present: object;
	given: INodeParameters;
	merged: object;
	alone: object;
}

const route = { Host: 'a.example.com', Port: 5061, Protocol: 'TCP', Priority: 2, Weight: 3 };
const row = { host: 'b.example.com', port: 5060, protocol: 'UDP', priority: 1, weight: 1 };
const newRoute = { Host: 'b.example.com', Port: 5060, Protocol: 'UDP', Priority: 1, Weight: 1 };

const settings: Setting[] = [
	{
		awsName: 'PutVoiceConnectorOrigination',
		name: 'Origination',
		target: `${path}/origination`,
		present: { Routes: [route], Disabled: false },
		given: { disabled: true },
		merged: { Routes: [route], Disabled: true },
		alone: { Disabled: true },
	},
	{
		awsName: 'PutVoiceConnectorOrigination',
		name: 'Origination',
		target: `${path}/origination`,
		present: { Routes: [route, route], Disabled: true },
		given: { routes: { route: [row] } },
		merged: { Routes: [newRoute], Disabled: true },
		alone: { Routes: [newRoute] },
	},
	{
		awsName: 'PutVoiceConnectorTermination',
		name: 'Termination',
		target: `${path}/termination`,
		present: {
			CpsLimit: 2,
			DefaultPhoneNumber: null,
			CallingRegions: ['US'],
			CidrAllowedList: ['192.0.2.0/24'],
			Disabled: false,
			/** A setting that AWS may add one day. */
			Later: { Deep: [1] },
		},
		given: { callingRegions: 'US, CA' },
		merged: {
			CpsLimit: 2,
			CallingRegions: ['US', 'CA'],
			CidrAllowedList: ['192.0.2.0/24'],
			Disabled: false,
			Later: { Deep: [1] },
		},
		alone: { CallingRegions: ['US', 'CA'] },
	},
];

let telephony: Telephony;

async function start(options?: Partial<ChimeOptions>): Promise<void> {
	telephony = await startTelephony(options);
	seed(telephony, 'PutVoiceConnectorOrigination');
}

const put = async (
	{ awsName }: Setting,
	updateFields: INodeParameters,
	keepOtherSettings?: boolean | string,
) =>
	await telephony.run(awsName, {
		// A new node has the default.
		parameters: { updateFields, keepOtherSettings: keepOtherSettings ?? true },
	});

describe.each(settings)('$awsName with $given', (setting) => {
	const { name, present, given, merged, alone, target } = setting;
	const has = () => telephony.chime.state.of(name).get(voiceConnectorId);

	test('keeps the settings that are not given', async () => {
		await start();
		telephony.chime.state.of(name).set(voiceConnectorId, { ...present });
		const result = await put(setting, given);
		expect(telephony.requests()).toEqual([`GET ${target}`, `PUT ${target}`]);
		expect(telephony.bodies('PUT')).toEqual([{ [name]: merged }]);
		expect(has()).toEqual(merged);
		expect(shown(result)).toEqual({ 0: [{ VoiceConnectorId: voiceConnectorId, ...merged }] });
	});

	test('replaces all settings where the user wants that', async () => {
		await start();
		telephony.chime.state.of(name).set(voiceConnectorId, { ...present });
		await put(setting, given, false);
		expect(telephony.requests()).toEqual([`PUT ${target}`]);
		expect(has()).toEqual(alone);
	});

	test.each([
		['404, as for a voice connector without such settings', 404, undefined],
		['no settings', 200, {}],
		['null', 200, { [name]: null }],
	])('sends what is given alone where AWS responds with %s', async (_title, status, body) => {
		await start({
			intercept: (response, { method }) => {
				if (method !== 'GET') return false;
				if (body) sendJson(response, status, body);
				else sendStatus(response, status);
				return true;
			},
		});
		expect(counts(await put(setting, given))[0]).toBe(1);
		expect(telephony.bodies('PUT')).toEqual([{ [name]: alone }]);
	});

	test.each([
		['HTTP 403', 403, {}, 3],
		['HTTP 500', 500, {}, 6],
		['text in the place of the settings', 200, { [name]: 'none' }, 8],
		['a list', 200, [], 8],
	])('writes nothing where reading ends in %s', async (_title, status, body, output) => {
		await start({
			intercept: (response, { method }) => {
				if (method === 'GET' && status === 200) sendJson(response, 200, body);
				else if (method === 'GET') sendStatus(response, status);
				return method === 'GET';
			},
		});
		const result = await put(setting, given);
		expect(telephony.bodies('PUT')).toEqual([]);
		expect(shown(result)).toEqual({
			[output]: [expect.objectContaining({ voiceConnectorId })],
		});
		// The permission that is missing is that of reading.
		const hint = status === 403 ? `chime:GetVoiceConnector${name},` : '';
		expect(String(shown(result)[output][0].hint ?? '')).toContain(hint);
	});

	test('reads nothing where a value is refused', async () => {
		await start();
		const result = await put(setting, { ...given, disabled: 'no' });
		expect(telephony.requests()).toEqual([]);
		expect(shown(result)[1]).toMatchObject([{ code: 'InvalidParameter', attempts: 0 }]);
	});
});

/** The operations that read before they write, with the parameter that makes them. */
const readingFirst = resources
	.flatMap(({ operations }) => operations)
	.flatMap((operation) => {
		if (!('before' in operation) || !operation.before) return [];
		const { awsName, before, options = [] } = operation;
		const isOption = options.some(({ property }) => property.name === before.ifSet);
		const set = { [before.ifSet]: true };
		return [{ awsName, ...(isOption ? { options: set } : { parameters: set }) }];
	});

test('there are operations that read before they write', () =>
	expect(readingFirst.length).toBeGreaterThan(2));

describe.each(readingFirst)('$awsName', ({ awsName, ...setting }) => {
	const unknownOperation: Responder = (response) =>
		sendException(response, 404, 'UnknownOperationException');

	test.each([...foreignResponses, ["AWS's 404 for another reason", unknownOperation] as const])(
		'writes nothing where the read is answered by %s',
		async (_title, responder) => {
			const { outputs, methods } = await runOne(fixtureOf(awsName), () => responder, {
				maxRetries: 0,
				...setting,
			});
			expect(methods).toEqual(['GET']);
			expect(outputs[0]).toEqual([]);
			expect(outputs.flat()).toMatchObject([
				{ json: { hint: expect.stringMatching(/^The node has changed nothing, because /) } },
			]);
		},
	);
});

test('up to 20 routes go out, and a 21st is refused', async () => {
	const [setting] = settings;
	await start();
	const routes = (count: number) => ({ routes: { route: Array(count).fill(row) } });
	const refused = await put(setting, routes(21), false);
	expect(shown(refused)[1]).toMatchObject([
		{ message: expect.stringContaining('"Update Fields → Routes" must hold from 1 to 20') },
	]);
	expect(telephony.requests()).toEqual([]);
	await put(setting, routes(20), false);
	expect(telephony.bodies('PUT')).toEqual([{ Origination: { Routes: Array(20).fill(newRoute) } }]);
});

test.each(settings)('with nothing given, $awsName reads and writes nothing', async (setting) => {
	await start();
	for (const keepsOthers of [true, false])
		expect(shown(await put(setting, {}, keepsOthers))[1]).toMatchObject([
			{ message: expect.stringContaining('"Update Fields" has no field') },
		]);
	expect(telephony.requests()).toEqual([]);
});

test.each(settings.slice(1))('an empty list replaces a list of $awsName', async (setting) => {
	const { name, present, given } = setting;
	const [[field]] = Object.entries(given);
	const list = `${field[0].toUpperCase()}${field.slice(1)}`;
	await start();
	telephony.chime.state.of(name).set(voiceConnectorId, { ...present });
	await put(setting, { [field]: '={{ [] }}' });
	expect(telephony.bodies('PUT')).toMatchObject([
		{ [name]: { Disabled: expect.anything(), [list]: [] } },
	]);
});
