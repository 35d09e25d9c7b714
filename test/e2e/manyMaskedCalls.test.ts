import { sleep } from 'n8n-workflow';

import { createDataTable, type DataTable } from '../support/n8n/dataTables';
import { create, publish } from '../support/n8n/editor';
import { installN8n } from '../support/n8n/installation';
import {
	filledInWith,
	maskedTable,
	post,
	storeHeader,
	type WebhookResponse,
} from '../support/n8n/maskedCalls';
import { startN8n, type N8n } from '../support/n8n/n8n';
import { databaseSettings, startPostgres } from '../support/n8n/postgres';
import { waitFor } from '../support/n8n/wait';
import { example } from '../support/n8n/workflows';

const pool = ['+12065550100', '+12065550101', '+12065550102'];
const sizes = [100, 10_000];
const callsPerSecond = 8;
const calls = 100;
/** What docs/masked-calls.md advises for many calls. */
const engine = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
};
/** What it advises for PostgreSQL. */
const postgresSettings = {
	DB_POSTGRESDB_POOL_SIZE: '10',
	N8N_CONCURRENCY_PRODUCTION_LIMIT: '5',
};
/** In bytes: more than the sessions of the tests need, until one of them fills the tables. */
const room = 8_000_000;

let n8n: N8n;
let numbers: DataTable;
let sessions: DataTable;

async function setUp(settings: Record<string, string>): Promise<void> {
	n8n = await startN8n({ ...engine, ...settings });
	numbers = await createDataTable(n8n, await maskedTable('masked_numbers'));
	sessions = await createDataTable(n8n, await maskedTable('masked_sessions'));
	const credentials = { httpHeaderAuth: await storeHeader(n8n) };
	for (const file of ['find-other-party.json', 'open-session.json']) {
		const workflow = await example(`masked-calls/${file}`, credentials, n8n.url);
		const filledIn = filledInWith({ numbersTable: numbers.id, sessionsTable: sessions.id });
		await publish(n8n, await create(n8n, filledIn(workflow)));
	}
	for (const path of ['other-party', 'open'])
		await waitFor('the webhook', async () => (await post(n8n, path, {}, '')).status === 403);
}

describe('on SQLite', () => {
	beforeAll(async () => await setUp({ N8N_DATA_TABLES_MAX_SIZE_BYTES: String(room) }));
	beforeEach(async () => await sessions.clear());

	it('stays quick with 10,000 open sessions', staysQuick);

	it('opens 60 sessions at once', async () => await openAtOnce(60));

	it('says so when the data tables are full', async () => {
		const body = { firstPhoneNumber: '+12065550170', secondPhoneNumber: '+14015550101' };
		const isRefused = async () =>
			await sessions.insert(sessionsOf(20_000)).then(() => false, Boolean);
		await waitFor('full tables', isRefused);

		const response = await post(n8n, 'open', body);

		expect(response.status).toBe(507);
		expect(response.body.message).toContain('N8N_DATA_TABLES_MAX_SIZE_BYTES');
	});
});

describe('on PostgreSQL', () => {
	beforeAll(async () => {
		const postgres = await startPostgres(await installN8n());
		await setUp({ ...databaseSettings(postgres), ...postgresSettings });
	});

	it('opens 200 sessions at once', async () => await openAtOnce(200));
});

async function staysQuick(): Promise<void> {
	// The first execution has the workflow loaded.
	await lookUp(0);
	const figures: Array<Record<'sessions' | 'p50' | 'p99' | 'most', number>> = [];
	for (const size of sizes) {
		await sessions.clear();
		await sessions.insert(sessionsOf(size));
		figures.push({ sessions: size, ...(await timesOfLookups(size)) });
	}
	console.table(figures);

	const [few, many] = figures;
	expect(many.p50).toBeLessThan(10 * few.p50);
}

/** Session number `index` is between these two. */
const partiesOf = (index: number) => [`+1401${1_000_000 + index}`, `+1303${1_000_000 + index}`];

function sessionsOf(count: number): Parameters<DataTable['insert']>[0] {
	const expiresAt = new Date(Date.now() + 60 * 60_000).toISOString();
	return Array.from({ length: count }, (_, index) => {
		const [firstParty, secondParty] = partiesOf(index);
		const phoneNumber = pool[index % pool.length];
		return { sessionId: `s-${index}`, phoneNumber, firstParty, secondParty, expiresAt };
	});
}

async function lookUp(index: number): Promise<WebhookResponse> {
	const [callerNumber] = partiesOf(index);
	return await post(n8n, 'other-party', { dialledNumber: pool[index % pool.length], callerNumber });
}

/** A machine that is too slow for that many calls a second gets the next one when it is done with the last. */
async function timesOfLookups(size: number) {
	const begin = Date.now();
	const times: number[] = [];
	for (let call = 0; call < calls; call += 1) {
		await sleep(begin + (call * 1_000) / callsPerSecond - Date.now());
		// Spread over the whole table.
		const index = (call * 7_919) % size;
		const start = performance.now();
		const { body } = await lookUp(index);
		times.push(performance.now() - start);
		expect(body).toEqual({ connectTo: partiesOf(index)[1] });
	}
	const sorted = times.sort((one, other) => one - other);
	const at = (share: number) => Math.round(sorted[Math.ceil(share * calls) - 1]);
	return { p50: at(0.5), p99: at(0.99), most: at(1) };
}

/** They never get one number twice for one party, and each free number is used. */
async function openAtOnce(count: number): Promise<void> {
	// Each is in ten sessions, and there are eight numbers.
	const people = count / 5;
	const parties = Array.from({ length: people }, (_, index) => `+1206555${1000 + index}`);
	const many = Array.from({ length: 8 }, (_, index) => `+1913555${2000 + index}`);
	await numbers.insert(many.map((phoneNumber) => ({ phoneNumber })));
	const pairs = Array.from({ length: count }, (_, index) => {
		const first = index % people;
		return [parties[first], parties[(first + 1 + Math.floor(index / people)) % people]];
	});

	const started = Date.now();
	const responses = await Promise.all(
		pairs.map(async ([firstPhoneNumber, secondPhoneNumber], index) => {
			const body = { firstPhoneNumber, secondPhoneNumber, sticky: index % 2 === 0 };
			let response = await post(n8n, 'open', body);
			// A slow machine leaves some waiting for too long: they do what the response says, and try again.
			while (response.status === 503) response = await post(n8n, 'open', body);
			return response;
		}),
	);
	console.log(
		`${count} at once: ${Date.now() - started} ms, ${JSON.stringify(countsOf(responses))}`,
	);

	expect(responses.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
	const rows = await sessions.rows();
	const places = rows.flatMap(({ phoneNumber, firstParty, secondParty }) =>
		[firstParty, secondParty].map((party) => `${phoneNumber} ${party}`),
	);
	expect(new Set(places).size).toBe(places.length);
	const opened = responses.filter(({ status }) => status === 201);
	expect(rows).toHaveLength(opened.length);
	expect(new Set(rows.map(({ sessionId }) => sessionId))).toEqual(
		new Set(opened.map(({ body }) => body.sessionId)),
	);
	const refusedWrongly = pairs.filter(
		([first, second], index) =>
			responses[index].status === 409 &&
			many.some(
				(number) => ![first, second].some((party) => places.includes(`${number} ${party}`)),
			),
	);
	expect(refusedWrongly).toEqual([]);
	expect(opened.length).toBeLessThan(count);
}

function countsOf(responses: WebhookResponse[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { status } of responses) counts[status] = (counts[status] ?? 0) + 1;
	return counts;
}
