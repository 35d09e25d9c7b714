import {
	replyTo,
	startPostgres,
	startRedis,
	type Postgres,
	type Redis,
} from '../support/n8n/databases';
import { programOf } from '../support/n8n/debian';
import { installN8n } from '../support/n8n/installation';
import { run } from '../support/program';

let redis: Redis;
let postgres: Postgres;

beforeAll(async () => {
	const { node } = await installN8n();
	redis = await startRedis(node);
	postgres = await startPostgres(node);
});

describe('Redis', () => {
	it.each([
		['refuses who gives no password', () => 'INFO', /^-NOAUTH/],
		['refuses another password', () => 'AUTH only-for-loopback', /^-WRONGPASS/],
		['takes its own', () => `AUTH ${redis.password}`, /^\+OK/],
	])('%s', async (_what, line, reply) => {
		expect(await replyTo(line(), redis.port)).toMatch(reply);
	});
});

describe('PostgreSQL', () => {
	it.each([
		['refuses who gives no password', () => undefined, /no password supplied/],
		['refuses another password', () => 'only-for-loopback', /password authentication failed/],
		['takes its own', () => postgres.password, /^1$/],
	])('%s', async (_what, password, reply) => {
		const { port, user, database } = postgres;
		const server = ['-h', '127.0.0.1', '-p', port, '-U', user, '-d', database];
		const query = run(
			programOf('postgresql-client', 'psql'),
			[...server, '--no-password', '-tAc', 'select 1'],
			{ env: { ...process.env, PGPASSWORD: password() } },
		);
		const printed = await query.catch((error: unknown) => String(error));
		expect(printed.trim()).toMatch(reply);
	});
});

it('draws another password for each', () => {
	expect(redis.password).not.toBe(postgres.password);
});
