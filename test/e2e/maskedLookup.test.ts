import { sleep } from 'n8n-workflow';

import { createDataTable, type DataTable } from '../support/n8n/dataTables';
import { create, publish } from '../support/n8n/editor';
import { startN8n, type N8n } from '../support/n8n/n8n';
import { drawSecret } from '../support/n8n/settings';
import { waitFor } from '../support/n8n/wait';
import { example, type Credential } from '../support/n8n/workflows';

const header = { name: 'X-Masked-Calls-Key', value: drawSecret() };
const pool = ['+12065550100', '+12065550101', '+12065550102'];
const sizes = [100, 10_000];
const callsPerSecond = 20;
const calls = 400;
/** What docs/masked-calls.md advises for that many calls. */
const advised = { N8N_EXPRESSION_ENGINE: 'legacy' };

let n8n: N8n;
let sessions: DataTable;

beforeAll(async () => {
	n8n = await startN8n(advised);
	const setUp = await example('masked-calls/set-up-pool.json', {}, n8n.url);
	const creates = setUp.nodes.find(({ parameters }) => parameters.tableName === 'masked_sessions');
	sessions = await createDataTable(n8n, creates?.parameters ?? {});
	const data = { name: 'Masked calls', type: 'httpHeaderAuth', data: header };
	const httpHeaderAuth = await n8n.rest<Credential>('POST', '/credentials', data);
	const lookup = await example('masked-calls/find-other-party.json', { httpHeaderAuth }, n8n.url);
	await publish(n8n, await create(n8n, lookup));
	await waitFor('the webhook', async () => (await lookUp(0)).status === 200);
});

it('stays quick with 10,000 open sessions and 20 calls a second', async () => {
	const figures: Array<Record<'sessions' | 'p50' | 'p99' | 'most', number>> = [];
	for (const size of sizes) {
		await sessions.clear();
		await sessions.insert(sessionsOf(size));
		figures.push({ sessions: size, ...(await timesOfLookups(size)) });
	}
	console.table(figures);

	const [few, many] = figures;
	expect(many.p50).toBeLessThan(10 * few.p50);
});

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

async function lookUp(index: number): Promise<Response> {
	const [callerNumber] = partiesOf(index);
	return await fetch(`${n8n.url}/webhook/masked-calls/other-party`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', [header.name]: header.value },
		body: JSON.stringify({ dialledNumber: pool[index % pool.length], callerNumber }),
	});
}

async function timesOfLookups(size: number) {
	const begin = Date.now();
	const times = await Promise.all(
		Array.from({ length: calls }, async (_, call) => {
			await sleep(begin + (call * 1_000) / callsPerSecond - Date.now());
			// Spread over the whole table.
			const index = (call * 7_919) % size;
			const start = performance.now();
			const found = await (await lookUp(index)).json();
			const time = performance.now() - start;
			expect(found).toEqual({ connectTo: partiesOf(index)[1] });
			return time;
		}),
	);
	const sorted = times.sort((one, other) => one - other);
	const at = (share: number) => Math.round(sorted[Math.ceil(share * calls) - 1]);
	return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
