import { sleep } from 'n8n-workflow';

import { installPackage } from '../support/n8n/communityPackage';
import { installN8n } from '../support/n8n/installation';
import { post } from '../support/n8n/maskedCalls';
import { startN8n, type N8n } from '../support/n8n/n8n';
import { databaseSettings, startPostgres, type Postgres } from '../support/n8n/postgres';
import { waitFor } from '../support/n8n/wait';
import { describeMaskedCalls } from './describeMaskedCalls';

let postgres: Postgres;
let n8n: N8n;

describeMaskedCalls(async () => {
	postgres = await startPostgres(await installN8n());
	n8n = await startN8n(databaseSettings(postgres));
	await installPackage(n8n);
	return n8n;
});

describe('the statements of the database', () => {
	const rounds = 5;

	// While the tables were found by name, an open took 249, and a lookup 82.
	it.each([
		['open', 150, 201],
		['other-party', 75, 200],
	])('of %s are at most %d', async (path, most, status) => {
		const counts: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const [one, other] = [`+1206555${3000 + round}`, `+1401555${3000 + round}`];
			const before = await allStatements();
			const response = await post(n8n, path, {
				...{ firstPhoneNumber: one, secondPhoneNumber: other },
				...{ dialledNumber: other, callerNumber: one },
			});
			expect(response.status).toBe(status);
			counts.push((await allStatements()) - before);
		}
		console.log(`Statements of ${path}: ${counts.join(', ')}`);
		// n8n sends others from time to time.
		expect(Math.min(...counts)).toBeLessThanOrEqual(most);
	});

	/** When n8n has carried out what follows a response. */
	async function allStatements(): Promise<number> {
		let count = await postgres.statements();
		await waitFor('the last statement', async () => {
			const before = count;
			await sleep(300);
			count = await postgres.statements();
			return count === before;
		});
		return count;
	}
});
