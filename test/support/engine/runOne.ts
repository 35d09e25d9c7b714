import type { IDataObject, INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';

import { always, sendJson, type Responder } from '../chime/responses';
import { startChime } from '../chime/server';
import { key } from '../keys';
import { parametersOf } from '../../operations';
import type { OperationFixture } from '../../operations/fixture';
import { credentialFor } from '../credential';
import { addressOfNobody } from '../nobody';
import { runNode, type NodeResult } from './chimeNode';
import { createSimulatedWorld } from './simulatedWorld';

/** What the server does with the n-th request, counted from 0. */
export type ResponderByCount = (count: number) => Responder;

export interface ItemsResult extends NodeResult {
	requests: number;
}

interface Setting {
	maxRetries: number;
	/** In the place of those of the fixture. */
	parameters?: INodeParameters;
	onError?: OnError;
	/** How many input items there are, one after the other. */
	items?: number;
}

/** Runs an operation for one input item, or for some, against a server of its own. */
export async function runOne(
	fixture: OperationFixture,
	responses: ResponderByCount,
	{ maxRetries, parameters, onError = 'stopWorkflow', items = 1 }: Setting,
): Promise<ItemsResult> {
	const world = createSimulatedWorld();
	const chime = await startChime({
		keys: [key],
		...world.ofServer,
		intercept: always((...exchange) => responses(chime.received.length - 1)(...exchange)),
	});
	const result = await runNode({
		items: Array.from({ length: items }, () => ({})),
		world,
		credential: credentialFor(chime.url),
		parameters: {
			...parametersOf(fixture),
			...parameters,
			options: { maxRetries, maxConcurrency: 1 },
		},
		onError,
	});
	await chime.close();
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
	return { ...result, requests: chime.received.length };
}

/**
 * Runs an operation once for each response, without repeats. Input items that share a request have a run
 * each, so that each has a response.
 *
 * @returns the outputs, without those of other responses, by response
 */
export async function runEach(
	fixture: OperationFixture,
	responses: Responder[],
): Promise<INodeExecutionData[][][]> {
	const runs = fixture.isShared ? responses.map((each) => [each]) : [responses];
	const found: INodeExecutionData[][][] = [];
	for (const some of runs) {
		const { error, outputs } = await runOne(fixture, (count) => some[count], {
			maxRetries: 0,
			items: some.length,
		});
		expect(error).toBeUndefined();
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
	expect(outputs.map((list) => list.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
	return outputs[8][0].json;
}
