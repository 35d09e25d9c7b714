import type { IDataObject, INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';

import { sendJson, type Responder } from '../chime/responses';
import { startChime } from '../chime/server';
import { isStsRequest } from '../chime/sts';
import { key } from '../keys';
import { parametersOf } from '../../operations';
import type { OperationFixture } from '../../operations/fixture';
import { credentialFor, role, roleCredentialFor } from '../credential';
import { addressOfNobody } from '../nobody';
import { runNode, type NodeResult } from './chimeNode';
import { createSimulatedWorld } from './simulatedWorld';

/** What the server does with the n-th request, counted from 0. */
export type ResponderByCount = (count: number) => Responder;

export interface ItemsResult extends NodeResult {
	requests: number;
	/** The method of each request. */
	methods: string[];
	/** Milliseconds that have passed in the simulated world. */
	passed: number;
}

interface Setting {
	maxRetries: number;
	/** In the place of those of the fixture. */
	parameters?: INodeParameters;
	/** Beside those of the setting. */
	options?: INodeParameters;
	onError?: OnError;
	/** How many input items there are, one after the other. */
	items?: number;
	/** Runs with the same id are nodes of one execution. */
	executionId?: string;
	/** With the session of a role, and by this machine's clock, as STS needs. */
	asRole?: boolean;
}

/** Runs an operation for one input item, or for some, against a server of its own. */
export async function runOne(
	fixture: OperationFixture,
	responses: ResponderByCount,
	{
		maxRetries,
		parameters,
		options,
		onError = 'stopWorkflow',
		items = 1,
		asRole = false,
		executionId,
	}: Setting,
): Promise<ItemsResult> {
	const world = asRole ? undefined : createSimulatedWorld();
	const methods: string[] = [];
	const chime = await startChime({
		keys: [key],
		roles: [role],
		...world?.ofServer,
		intercept(response, request) {
			if (isStsRequest(request)) return false;
			methods.push(request.method);
			responses(methods.length - 1)(response, request);
			return true;
		},
	});
	const result = await runNode({
		items: Array.from({ length: items }, () => ({})),
		world,
		executionId,
		credential: (asRole ? roleCredentialFor : credentialFor)(chime.url),
		parameters: {
			...parametersOf(fixture),
			...(asRole && { authentication: 'assumeRole' }),
			...parameters,
			options: { maxRetries, maxConcurrency: 1, ...options },
		},
		onError,
	});
	await chime.close();
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
	return { ...result, requests: methods.length, methods, passed: world?.passed() ?? 0 };
}

/**
 * Runs an operation once for each response, without repeats, so that each has one request. Input items
 * that share a request have a run each.
 *
 * @returns the outputs, without those of other responses, by response
 */
export async function runEach(
	fixture: OperationFixture,
	responses: Responder[],
	setting: Partial<Setting> = {},
): Promise<INodeExecutionData[][][]> {
	const runs = fixture.isShared ? responses.map((each) => [each]) : [responses];
	const found: INodeExecutionData[][][] = [];
	for (const some of runs) {
		const { error, outputs, requests } = await runOne(fixture, (count) => some[count] ?? some[0], {
			maxRetries: 0,
			items: some.length,
			...setting,
		});
		expect(error).toBeUndefined();
		expect(requests).toBe(some.length);
		found.push(...some.map((_, item) => outputs.map((list) => list.filter(isOf(item)))));
	}
	return found;
}

const isOf = (item: number) => (each: INodeExecutionData) =>
	JSON.stringify(each.pairedItem) === JSON.stringify({ item });

export const succeed =
	({ response: { statusCode, body } }: OperationFixture): Responder =>
	(response) =>
		body ? sendJson(response, statusCode, body) : void response.writeHead(statusCode).end();

/** The failure of a request to a port on which nobody listens. */
export async function failureOfNobody(
	fixture: OperationFixture,
	options: { maxRetries: number },
): Promise<IDataObject> {
	const { outputs } = await runNode({
		items: [{}],
		world: createSimulatedWorld(),
		credential: credentialFor(await addressOfNobody()),
		parameters: { ...parametersOf(fixture), options },
	});
	expect(outputs.map((list) => list.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
	return outputs[8][0].json;
}
