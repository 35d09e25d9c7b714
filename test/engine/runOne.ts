import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { always, sendJson, type Responder } from '../chime/responses';
import { startChime } from '../chime/server';
import { key } from '../support/keys';
import { parametersOf } from '../operations';
import type { OperationFixture } from '../operations/fixture';
import { credentialFor } from '../support/credential';
import { addressOfNobody } from '../support/nobody';
import { runNode, type NodeResult } from './chimeNode';
import { createSimulatedWorld } from './simulatedWorld';

/** What the server does with the n-th request, counted from 0. */
export type ResponderByCount = (count: number) => Responder;

export interface ItemResult extends NodeResult {
	requests: number;
}

interface Setting {
	maxRetries: number;
	/** In the place of those of the fixture. */
	parameters?: INodeParameters;
	onError?: OnError;
}

/** Runs an operation for one item, against a server that is there for it alone. */
export async function runOne(
	fixture: OperationFixture,
	responses: ResponderByCount,
	{ maxRetries, parameters, onError = 'stopWorkflow' }: Setting,
): Promise<ItemResult> {
	const world = createSimulatedWorld();
	const chime = await startChime({
		keys: [key],
		...world.ofServer,
		intercept: always((...exchange) => responses(chime.received.length - 1)(...exchange)),
	});
	const result = await runNode({
		items: [{}],
		world,
		credential: credentialFor(chime.url),
		parameters: { ...parametersOf(fixture), ...parameters, options: { maxRetries } },
		onError,
	});
	await chime.close();
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
	return { ...result, requests: chime.received.length };
}

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
