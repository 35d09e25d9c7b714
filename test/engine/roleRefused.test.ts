import type { IDataObject, INode, INodeExecutionData, OnError } from 'n8n-workflow';

import { sendError, sendJson, type Responder } from '../support/chime/responses';
import { refused, startChime, type Chime } from '../support/chime/server';
import { isStsRequest } from '../support/chime/sts';
import { fixtureOf, fixtures, parametersOf } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { role, roleCredentialFor } from '../support/credential';
import { key } from '../support/keys';
import {
	chimeWorkflow,
	itemFor,
	nodeName,
	sourceEngine,
	type ChimeWorkflow,
} from '../support/engine/chimeNode';
import { outputsOf, startWorkflow } from '../support/engine/engine';
import { succeed } from '../support/engine/runOne';

let chime: Chime;

const others = () => chime.received.filter((request) => !isStsRequest(request));
const calls = () => chime.received.filter(isStsRequest);

/** Has a role whose session ends, and which nobody may assume any more, after some requests of the run. */
async function start(most: number, respond?: Responder): Promise<void> {
	let count = 0;
	chime = await startChime({
		keys: [key],
		roles: [structuredClone(role)],
		intercept: (response, request) => {
			if (isStsRequest(request)) return false;
			count += 1;
			if (count > most) {
				chime.sts.roles[0].trusted = [];
				sendError(response, 403, 'ExpiredTokenException', 'It is expired.');
				return true;
			}
			respond?.(response, request);
			return respond !== undefined;
		},
	});
}

async function run(workflow: ChimeWorkflow) {
	const engine = sourceEngine(roleCredentialFor(chime.url));
	const parameters = { authentication: 'assumeRole', ...workflow.parameters };
	const { data } = await startWorkflow(engine, chimeWorkflow({ ...workflow, parameters }));
	return { outputs: outputsOf({ data }, nodeName), error: data.resultData.error };
}

/** Eight input items that share no request, one after the other. */
const eight = (fixture: OperationFixture): ChimeWorkflow => ({
	items: Array.from({ length: 8 }, (_, item) => ({ timeout: 30_000 + item })),
	parameters: {
		...parametersOf(fixture),
		options: { maxConcurrency: 1, timeout: '={{ $json.timeout }}' },
	},
});

const itemOf = ({ pairedItem }: INodeExecutionData) => Object(pairedItem).item;
const itemsOn = (output: INodeExecutionData[]) => [...new Set(output.map(itemOf))];
const met = {
	statusCode: null,
	code: 'ConfigurationError',
	message: expect.stringMatching(/^AWS does not let this key assume the role: /),
	attempts: 1,
	retryable: false,
};
const unsent = {
	statusCode: null,
	code: 'NotSent',
	message: expect.stringMatching(
		/^Not sent, because the run had to end\. AWS does not let this key/,
	),
	hint: 'Nothing was sent for this item: send it again when the cause is removed.',
	attempts: 0,
	retryable: false,
};

test.each(fixtures)(
	'$awsName keeps what is done, and loses no item, where a role is refused in the middle of a run',
	async (fixture) => {
		await start(5, succeed(fixture));
		const { error, outputs } = await run(eight(fixture));
		expect(error).toBeUndefined();
		expect(itemsOn(outputs[0])).toEqual([0, 1, 2, 3, 4]);
		expect(outputs[8].map(({ json }) => json)).toEqual(
			[met, unsent, unsent].map((failure) => expect.objectContaining(failure)),
		);
		expect(itemsOn(outputs[8])).toEqual([5, 6, 7]);
		expect(others()).toHaveLength(6);
		expect(calls()).toHaveLength(2);
	},
);

const call = fixtureOf('CreateSipMediaApplicationCall');
const detailsOf = ({ details }: IDataObject) => Object(details);

/** The same eight calls, with each setting of the node for errors that does not end the run with one. */
const settings: Array<
	[title: string, setting: Partial<INode> & { onError?: OnError }, errors: string]
> = [
	['no setting', {}, 'outputs'],
	['Retry On Fail', { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 }, 'outputs'],
	['Continue', { onError: 'continueRegularOutput' }, 'outputs'],
	['Continue (using error output)', { onError: 'continueErrorOutput' }, 'outputs'],
	['Continue', { onError: 'continueRegularOutput' }, 'onError'],
	['Continue (using error output)', { onError: 'continueErrorOutput' }, 'onError'],
	[
		'Continue and Retry On Fail',
		{ onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		'firstOutput',
	],
];

test.each(settings)(
	'each call is placed once with %s %j, errors = %s',
	async (_title, setting, errors) => {
		await start(5, succeed(call));
		const { items, parameters } = eight(call);
		const { error, outputs } = await run({
			items,
			parameters: { ...parameters, errors },
			settings: setting,
		});
		expect(error).toBeUndefined();
		expect(others()).toHaveLength(6);
		const all = outputs.flat();
		expect(all.map(itemOf).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		expect(all.filter(({ json }) => 'TransactionId' in json).map(itemOf)).toEqual([0, 1, 2, 3, 4]);
		const codes = all.map(({ json }) => json.code ?? detailsOf(json).code).filter(Boolean);
		expect(codes).toEqual(['ConfigurationError', 'NotSent', 'NotSent']);
	},
);

test('where the first error ends the run, it says which calls were placed', async () => {
	await start(5, succeed(call));
	const { items, parameters } = eight(call);
	const { error, outputs } = await run({ items, parameters: { ...parameters, errors: 'onError' } });
	expect(error).toMatchObject({
		message: expect.stringMatching(/^ConfigurationError: AWS does not let this key assume/),
		description: 'AWS has carried out the requests of input items 0, 1, 2, 3, 4.',
		context: { itemIndex: 5 },
	});
	expect(outputs.flat()).toEqual([]);
	expect(others()).toHaveLength(6);
});

test('the responses of 100 requests on the wire are waited for, and no item is lost', async () => {
	await start(150);
	const items = Array.from({ length: 250 }, (_, at) => itemFor(`plain@${at}`));
	const { error, outputs } = await run({ items });
	expect(error).toBeUndefined();
	const [results, ...failures] = outputs;
	expect(itemsOn(results)).toHaveLength(150);
	const failed = failures.flat();
	expect([...itemsOn(results), ...failed.map(itemOf)].sort((a, b) => a - b)).toEqual([
		...items.keys(),
	]);
	const attempts = failed.map(({ json }) => Number(json.attempts));
	expect(attempts.reduce((sum, each) => sum + each, 0)).toBe(others().length - 150);
	for (const { json } of failed) {
		// AWS may have refused the session of a request that is not repeated any more.
		const sent = expect.stringMatching(/^(ConfigurationError|ExpiredTokenException)$/);
		expect(json.code).toEqual(json.attempts === 0 ? 'NotSent' : sent);
	}
});

test('a response that comes late stays, also for a request that only reads', async () => {
	const get = fixtureOf('GetProxySession');
	const begun: Array<() => void> = [];
	let count = 0;
	chime = await startChime({
		keys: [key],
		roles: [structuredClone(role)],
		intercept: (response, request) => {
			if (isStsRequest(request)) return false;
			count += 1;
			if (count < 3) {
				begun.push(() => succeed(get)(response, request));
				return true;
			}
			chime.sts.roles[0].trusted = [];
			sendError(response, 403, 'ExpiredTokenException', 'It is expired.');
			// Longer than a run waits that ends with an error.
			setTimeout(() => begun.forEach((each) => each()), 1_500);
			return true;
		},
	});
	const items = Array.from({ length: 4 }, (_, at) => itemFor(`plain@${at}`));
	const { outputs } = await run({ items, parameters: { options: { maxConcurrency: 3 } } });
	expect(itemsOn(outputs[0])).toHaveLength(2);
	expect(outputs[8].map(({ json }) => json.code).sort()).toEqual(['ConfigurationError', 'NotSent']);
});

test('an item that is refused before anything was sent ends the run, as before', async () => {
	await start(5, succeed(call));
	chime.sts.roles[0].trusted = [];
	const { error, outputs } = await run(eight(call));
	expect(error?.message).toMatch(/^AWS does not let this key assume the role/);
	expect(outputs.flat()).toEqual([]);
	expect(others()).toEqual([]);
	expect(calls()).toHaveLength(1);
	expect(refused(chime.received)).toEqual([]);
});

const order = fixtureOf('CreatePhoneNumberOrder');

test('an order that is waited for says that AWS has accepted it', async () => {
	const [[name, record]] = Object.entries(order.response.body ?? {});
	await start(1, (response) =>
		sendJson(response, 201, { [name]: { ...record, Status: 'Processing' } }),
	);
	const { items, parameters } = eight(order);
	const options = { ...Object(parameters?.options), waitForCompletion: true };
	const { outputs } = await run({
		items: items.slice(0, 2),
		parameters: { ...parameters, options },
	});
	expect(outputs[8].map(({ json }) => [json.code, json.hint])).toEqual([
		['ConfigurationError', expect.stringMatching(/^AWS has accepted/)],
		['NotSent', unsent.hint],
	]);
});
