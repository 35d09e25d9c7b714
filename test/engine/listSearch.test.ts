import type { INodeListSearchResult, INodeParameters, INodeProperties } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { listsOf } from '../../nodes/AwsChimeSdkVoice/resources/properties';
import { createListSearch } from '../../nodes/AwsChimeSdkVoice/listSearch/search';
import {
	always,
	foreignResponses,
	respondAs,
	sendJson,
	sendStatus,
	status,
} from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { byId } from '../support/locator';
import { addressOfNobody } from '../support/nobody';
import { node as newNode } from '../support/workflow';
import { nodeTypeName, sourceEngine } from '../support/engine/chimeNode';
import { editorContext } from '../support/engine/engine';
import { createSimulatedWorld, type SimulatedWorld } from '../support/engine/simulatedWorld';
import { credentialFor } from '../support/credential';

type Method = string;

const node = new AwsChimeSdkVoice();
const many = { voiceConnectorId: byId('many') };

let chime: Chime;

afterEach(async () => await chime.close());

async function start(intercept?: ChimeOptions['intercept']): Promise<void> {
	chime = await startChime({ keys: [key], intercept });
}

/** Responds to every request with these entries. */
const list = async (entries: unknown) =>
	await start((response, { target }) => {
		const field = target.includes('proxy-sessions') ? 'ProxySessions' : 'VoiceConnectors';
		sendJson(response, 200, { [field]: entries });
		return true;
	});

/** Searches as the editor does, through n8n's own context. */
async function search(
	method: Method,
	{
		filter,
		token,
		parameters = many,
		endpoint = chime.url,
		world,
	}: {
		filter?: string;
		token?: string;
		parameters?: INodeParameters;
		endpoint?: string;
		world?: SimulatedWorld;
	} = {},
): Promise<INodeListSearchResult> {
	const engine = sourceEngine(credentialFor(endpoint));
	const choice = { resource: 'proxySession', operation: 'get', ...parameters };
	const stored = { id: '1', name: 'Chime' };
	const context = editorContext(engine, newNode('Chime', [nodeTypeName, 1], choice, stored));
	if (!world) return await node.methods.listSearch[method].call(context, filter, token);
	return await createListSearch(listsOf(resources), world)[method].call(
		world.watch(context),
		filter,
		token,
	);
}

async function names(method: Method, filter?: string): Promise<string[]> {
	const { results } = await search(method, { filter });
	return results.map(({ name }) => name);
}

const created = '2026-11-24T22:38:10.288Z';

test('every list of the node can be searched', async () => {
	await start();
	const methods = node.description.properties
		.flatMap(({ modes = [] }: INodeProperties) => modes)
		.filter(({ type }) => type === 'list')
		.map(({ typeOptions }) => typeOptions?.searchListMethod);
	expect(new Set(methods)).toEqual(new Set(Object.keys(node.methods.listSearch)));
	expect(await names('searchVoiceConnectors')).toEqual(['Connector 1 (us-east-1)']);
	const parameters = { voiceConnectorId: byId(sampleSession.VoiceConnectorId) };
	const { results } = await search('searchProxySessions', { parameters });
	expect(results).toEqual([
		{
			name: `${sampleSession.ProxySessionId} (15 Apr 2020, 16:10 UTC)`,
			value: sampleSession.ProxySessionId,
		},
	]);
	expect(chime.received.map(({ target, verdict }) => [target, verdict.isVerified])).toEqual([
		['/voice-connectors?max-results=100', true],
		[`/voice-connectors/${sampleSession.VoiceConnectorId}/proxy-sessions?max-results=100`, true],
	]);
});

describe('a voice connector is shown by its name, region and creation', () => {
	test.each([
		[{ Name: 'Rides', AwsRegion: 'us-east-1' }, 'Rides (us-east-1)'],
		[
			{ Name: 'Rides', AwsRegion: 'us-east-1', CreatedTimestamp: created },
			'Rides (us-east-1, 24 Nov 2026, 22:38 UTC)',
		],
		[{ Name: 'Rides' }, 'Rides'],
		[{ Name: null, AwsRegion: null }, 'id'],
		[{ Name: '', AwsRegion: 'eu-west-1' }, 'id (eu-west-1)'],
	])('%j', async (entry, name) => {
		await list([{ VoiceConnectorId: 'id', ...entry }]);
		const { results } = await search('searchVoiceConnectors');
		expect(results).toEqual([{ name, value: 'id' }]);
	});
});

describe('a session is shown by what does not change: its name and its creation', () => {
	test.each([
		[
			{ Name: 'Ride 4711', Status: 'Open', CreatedTimestamp: created },
			'Ride 4711 (24 Nov 2026, 22:38 UTC)',
		],
		[{ Status: 'Closed', CreatedTimestamp: created }, 'id (24 Nov 2026, 22:38 UTC)'],
		[{ Name: null, Status: null }, 'id'],
	])('%j', async (entry, name) => {
		await list([{ ProxySessionId: 'id', ...entry }]);
		const { results } = await search('searchProxySessions');
		expect(results).toEqual([{ name, value: 'id' }]);
	});

	test.each([
		['null', null],
		['a number', 1_586_967_070],
		['no time', 'yesterday'],
		['empty', ''],
		['a list', ['2026-01-01T00:00:00Z']],
		['out of range', '2026-13-45T99:00:00Z'],
	])('without its creation where the timestamp is %s', async (_title, CreatedTimestamp) => {
		await list([{ ProxySessionId: 'id', Name: 'R', Status: 'Open', CreatedTimestamp }]);
		expect(await names('searchProxySessions')).toEqual(['R']);
	});
});

test('the newest of a page comes first', async () => {
	await list([
		{ ProxySessionId: 'a', CreatedTimestamp: '2026-01-01T00:00:00Z' },
		{ ProxySessionId: 'b' },
		{ ProxySessionId: 'c', CreatedTimestamp: '2026-01-03T00:00:00Z' },
		{ ProxySessionId: 'd', CreatedTimestamp: '2026-01-02T00:00:00Z' },
	]);
	const { results } = await search('searchProxySessions');
	expect(results.map(({ value }) => value)).toEqual(['c', 'd', 'a', 'b']);
});

test.each(['searchVoiceConnectors', 'searchProxySessions'] as const)(
	'%s: what has no id cannot be chosen, and is left out',
	async (method) => {
		await list([null, 'text', {}, { Name: 'nameless' }, { [idField(method)]: 'id' }]);
		const { results } = await search(method);
		expect(results).toEqual([{ name: 'id', value: 'id' }]);
	},
);

const idField = (method: Method) =>
	method === 'searchVoiceConnectors' ? 'VoiceConnectorId' : 'ProxySessionId';

describe('an empty list says where there is nothing', () => {
	test.each([
		['null', null],
		['none', []],
		['missing', undefined],
		['without an ID', [{}]],
	])('entries that are %s', async (_title, entries) => {
		await list(entries);
		await expect(search('searchProxySessions')).rejects.toThrow(
			'This voice connector has no proxy sessions.',
		);
		await expect(search('searchVoiceConnectors')).rejects.toThrow(
			'There are no voice connectors in us-east-1: check the region of the credential.',
		);
		// To find nothing of what the user types needs no explanation.
		expect(await search('searchProxySessions', { filter: 'a' })).toEqual({
			results: [],
			paginationToken: undefined,
		});
	});
});

test.each(Object.keys(node.methods.listSearch))(
	'%s: a response of another server is no empty list',
	async (method) => {
		let responder = respondAs('null');
		await start((...exchange) => always(responder)(...exchange));
		for (const [title, foreign] of foreignResponses) {
			responder = foreign;
			const error: unknown = await search(method).catch((reason: unknown) => reason);
			expect([title, error]).toEqual([title, expect.objectContaining({ name: 'NodeApiError' })]);
		}
	},
);

test('a phone number is shown by its number, and its name without numbers', async () => {
	await start();
	const add = (id: string, entry: object) =>
		chime.state.of('PhoneNumbers').set(id, { PhoneNumberId: id, ...entry });
	add('%2B12065550100', {
		E164PhoneNumber: '+12065550100',
		Name: 'call +14015550101',
		Status: 'Unassigned',
	});
	add('other', { E164PhoneNumber: `${key.secretAccessKey} +12065550100`, Status: 'Assigned' });
	const { results } = await search('searchPhoneNumbers');
	expect(results).toEqual([
		{ name: '+12065550100 (call [redacted])', value: '%2B12065550100' },
		{ name: '[redacted] [redacted]', value: 'other' },
	]);
});

describe('the search is by what is shown, by the ID and by the status, in any case', () => {
	test.each([
		['ride', ['Ride 1', 'Ride 2']],
		['RIDE 2', ['Ride 2']],
		['  ride 1 ', ['Ride 1']],
		['abc-2', ['Ride 2']],
		['ABC', ['Ride 1', 'Ride 2']],
		['closed', ['Delivery']],
		['in progress', ['Ride 2']],
		['inprogress', ['Ride 2']],
		['', ['Ride 1', 'Ride 2', 'Delivery']],
		['.*', []],
		['nothing like it', []],
	])('%j', async (filter, expected) => {
		await list([
			{ ProxySessionId: 'abc-1', Name: 'Ride 1', Status: 'Open' },
			{ ProxySessionId: 'abc-2', Name: 'Ride 2', Status: 'InProgress' },
			{ ProxySessionId: 'xyz', Name: 'Delivery', Status: 'Closed' },
		]);
		const shown = await names('searchProxySessions', filter);
		expect(shown.map((name) => name.replace(/ \(.*/, ''))).toEqual(expected);
	});
});

describe('pages', () => {
	const add = (count: number) =>
		Array.from({ length: count }, (_, index) => {
			const ProxySessionId = `session-${index}`;
			chime.add({ ...sampleSession, VoiceConnectorId: 'many', ProxySessionId });
			return ProxySessionId;
		});

	test('250 sessions come in three, each where the one before has ended', async () => {
		await start();
		const expected = add(250);
		const found: unknown[] = [];
		const tokens: unknown[] = [];
		let token: string | undefined;
		do {
			const { results, paginationToken } = await search('searchProxySessions', { token });
			found.push(...results.map(({ value }) => value));
			token = paginationToken === undefined ? undefined : String(paginationToken);
			tokens.push(token);
		} while (token !== undefined);
		expect(found).toEqual(expected);
		expect(tokens).toEqual(['100', '200', undefined]);
		expect(chime.received).toHaveLength(3);
	});

	test('a filter is applied to ten pages, and to further ones with the next search', async () => {
		await start();
		add(1_200);
		const filter = 'session-1150';
		const first = await search('searchProxySessions', { filter });
		expect(first).toEqual({ results: [], paginationToken: '1000' });
		expect(chime.received).toHaveLength(10);
		const second = await search('searchProxySessions', { filter, token: '1000' });
		expect(second.results.map(({ value }) => value)).toEqual([filter]);
		expect(second.paginationToken).toBeUndefined();
		expect(chime.received).toHaveLength(12);
	});

	test('no more pages are looked through than fill the list', async () => {
		await start();
		add(500);
		// On a page of a hundred there are eleven: 5, 15 … 95, and 50 … 59.
		const { results, paginationToken } = await search('searchProxySessions', { filter: '5 (' });
		expect(results).toHaveLength(20);
		expect(paginationToken).toBe('200');
		expect(chime.received).toHaveLength(2);
	});

	test('pages that lead back to one another come to an end', async () => {
		await start(
			always((response) => sendJson(response, 200, { ProxySessions: [], NextToken: 'A' })),
		);
		await search('searchProxySessions');
		expect(chime.received).toHaveLength(10);
	});
});

describe('what goes wrong is reported', () => {
	test.each([
		['searchVoiceConnectors', 'chime:ListVoiceConnectors'],
		['searchProxySessions', 'chime:ListProxySessions'],
	] as const)('%s: the missing permission is %s', async (method, permission) => {
		await start(always(status(403)));
		await expect(search(method)).rejects.toMatchObject({
			name: 'NodeApiError',
			httpCode: '403',
			message: expect.stringContaining(`IAM permission ${permission},`),
			description: expect.stringMatching(/^ForbiddenException: /),
		});
		expect(chime.received).toHaveLength(1);
	});

	test.each([
		['status-404', '404', /"Region"/],
		['html-200', '200', /"Endpoint"/],
		['redirect', '302', /"Endpoint"/],
		['status-400', '400', /^BadRequestException: /],
	])('%s', async (name, httpCode, message) => {
		await start(always(respondAs(name)));
		await expect(search('searchProxySessions')).rejects.toMatchObject({
			name: 'NodeApiError',
			httpCode,
			message: expect.stringMatching(message),
		});
	});

	test('a page that fails once is requested again', async () => {
		await start((response) => {
			if (chime.received.length > 1) return false;
			sendStatus(response, 503);
			return true;
		});
		chime.add({ ...sampleSession, VoiceConnectorId: 'many', ProxySessionId: 'one' });
		const { results } = await search('searchProxySessions');
		expect(results.map(({ value }) => value)).toEqual(['one']);
		expect(chime.received).toHaveLength(2);
	});

	test('nobody listens', async () => {
		await start();
		const endpoint = await addressOfNobody();
		await expect(search('searchProxySessions', { endpoint })).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/^Nothing listens at .*"Endpoint"/),
		});
	});

	test.each([
		['is not chosen', '', /^Choose a voice connector first\.$/],
		['would name another resource', '..', /"Voice Connector" must not be "\.\."/],
		['is too long', 'x'.repeat(129), /"Voice Connector" must have at most 128 characters/],
	])('a voice connector that %s', async (_title, id, message) => {
		await start();
		const parameters = { voiceConnectorId: byId(id) };
		await expect(search('searchProxySessions', { parameters })).rejects.toThrow(message);
		expect(chime.received).toEqual([]);
	});

	test.each([
		['searchVoiceConnectors', 1],
		['searchProxySessions', 1],
	] as const)('throttling is reported at once by %s', async (method, requests) => {
		await start((response) => {
			response.setHeader('Retry-After', '20');
			sendStatus(response, 429);
			return true;
		});
		await expect(search(method)).rejects.toMatchObject({ name: 'NodeApiError', httpCode: '429' });
		expect(chime.received).toHaveLength(requests);
	});

	test.each([
		[
			'keeps sending Retry-After',
			'searchProxySessions',
			'503',
			/^The service is|ServiceUnavailable|503/,
		],
		['says nothing', 'searchVoiceConnectors', null, /check the network between n8n and AWS/],
	] as const)(
		'a server that %s is given up within 10 seconds',
		async (_what, method, httpCode, message) => {
			const world = createSimulatedWorld();
			await start((response) => {
				if (httpCode) response.writeHead(503, { 'Retry-After': '8' }).end('{}');
				else world.ofServer.onStall();
				return true;
			});
			const error: unknown = await search(method, { world }).catch((reason) => reason);
			expect(error).toMatchObject({
				name: 'NodeApiError',
				message: expect.stringMatching(message),
			});
			if (httpCode) expect(error).toMatchObject({ httpCode });
			// Without a deadline, three attempts that time out would take 27 seconds.
			expect(world.passed()).toBeGreaterThan(5_000);
			expect(world.passed()).toBeLessThan(10_000);
		},
	);

	test('a page token that is longer than any of AWS is not sent back', async () => {
		await start(
			always((response) =>
				sendJson(response, 200, { ProxySessions: [], NextToken: 't'.repeat(65_536) }),
			),
		);
		await expect(search('searchProxySessions')).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/page token is longer/),
		});
		expect(chime.received).toHaveLength(1);
	});
});

describe('one entry does not break the list', () => {
	const name = (value: unknown) => ({ ProxySessionId: 'id', Name: value });

	test.each<[string, unknown, string]>([
		['an object in the place of a name', { toString: null }, 'id'],
		['a number', 7, 'id'],
		['a name of 1 MB', 'x'.repeat(800_000), `${'x'.repeat(100)}…`],
		['lines and characters that turn the text around', 'a\nb\u202ec\u0000d', 'a b c d'],
		['a phone number', 'Ride of +12065550100', 'Ride of [redacted]'],
		['the secret key', `Ride ${key.secretAccessKey}`, 'Ride [redacted]'],
		['nothing but white space', ' \t ', 'id'],
	])('%s', async (_what, value, shown) => {
		await list([name(value), { ProxySessionId: 'other', Name: 'Other' }]);
		expect(await names('searchProxySessions')).toEqual([shown, 'Other']);
	});

	test.each(['.', '..', ' ', 'x'.repeat(129), '\ud83d', 7, null])(
		'the ID %j cannot be chosen',
		async (id) => {
			await list([{ ProxySessionId: id, Name: 'a' }, { ProxySessionId: 'b' }]);
			expect(await names('searchProxySessions')).toEqual(['b']);
		},
	);

	test('more entries than AWS sends at once are no list', async () => {
		await list(Array.from({ length: 190_000 }, () => ({})));
		await expect(search('searchProxySessions')).rejects.toMatchObject({ name: 'NodeApiError' });
	});
});
