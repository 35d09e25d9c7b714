import { json, status } from '../support/chime/responses';
import { byId } from '../support/locator';
import { runOne, succeed } from '../support/engine/runOne';
import { resources } from '../../nodes/AwsChimeSdkVoice/resources';
import { fixtures } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { ids } from '../operations/values';

const idsIn = ({ path }: OperationFixture) =>
	[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

/** Every operation that creates something, with those that name it in their path. */
const pairs = fixtures
	.filter(({ method, ifUncertain }) => method === 'POST' && ifUncertain)
	.flatMap((creation) =>
		fixtures.flatMap((use) => {
			const [id, ...others] = idsIn(use).filter((name) => !idsIn(creation).includes(name));
			const isWithin = use.path.startsWith(`${creation.path}/{`);
			return isWithin && others.length === 0 ? [{ creation, use, id }] : [];
		}),
	)
	.map((pair) => ({ ...pair, title: `${pair.creation.awsName}, ${pair.use.awsName}` }));

/** The creation succeeds, in an execution. */
async function create(fixture: OperationFixture, id: string, executionId: string) {
	const { response } = fixture;
	const [[name, record]] = Object.entries(response.body ?? {});
	const idField = `${id[0].toUpperCase()}${id.slice(1)}`;
	const created = { [name]: { ...record, [idField]: Object(ids)[id] } };
	const { error } = await runOne(fixture, () => json(created, response.statusCode), {
		maxRetries: 0,
		executionId,
	});
	expect(error).toBeUndefined();
}

test('everything that is created has a request that names it', () => {
	const created = new Set(pairs.map(({ creation }) => creation.awsName));
	const creations = resources
		.flatMap(({ operations }) => operations)
		.filter(({ idempotent, option }) => !idempotent && option.value === 'create');
	expect([...created].sort()).toEqual(creations.map(({ awsName }) => awsName).sort());
});

test.each(pairs)('$title: a 404 just after it was created is waited for', async (pair) => {
	const { creation, use, id, title } = pair;
	await create(creation, id, title);
	const twice = (count: number) => (count < 2 ? status(404) : succeed(use));
	const found = await runOne(use, twice, { maxRetries: 2, executionId: title });
	expect(found.outputs.map((items) => items.length)).toEqual([1, ...Array(9).fill(0)]);
	expect([found.requests, found.passed]).toEqual([3, 3_000]);

	// What the same execution has deleted is not waited for.
	if (use.method === 'DELETE' && use.path.endsWith(`{${id}}`)) {
		const again = await runOne(use, () => status(404), { maxRetries: 2, executionId: title });
		expect(again.requests).toBe(1);
		await create(creation, id, title);
	}

	const never = await runOne(use, () => status(404), { maxRetries: 2, executionId: title });
	expect(never.outputs[4]).toMatchObject([{ json: { statusCode: 404, attempts: never.requests } }]);
	expect(never.passed).toBeGreaterThan(40_000);
	expect(never.passed).toBeLessThan(60_000);

	for (const setting of [
		{ maxRetries: 2, executionId: `${title}, another execution` },
		{ maxRetries: 2, executionId: undefined },
		{ maxRetries: 0, executionId: title },
	])
		expect((await runOne(use, twice, setting)).requests).toBe(1);
});

test('a 404 of another server, and of what was there before, is not waited for', async () => {
	const found = pairs.find(({ use }) => use.awsName === 'GetProxySession');
	const { creation, use, id, title } = found ?? pairs[0];
	await create(creation, id, `${title} again`);
	const page = await runOne(use, () => (response) => void response.writeHead(404).end('<html>'), {
		maxRetries: 2,
		executionId: `${title} again`,
	});
	expect(page.requests).toBe(1);
	const before = await runOne(use, () => status(404), {
		maxRetries: 2,
		executionId: `${title} again`,
		parameters: { [id]: byId('before') },
	});
	expect(before.requests).toBe(1);
});
