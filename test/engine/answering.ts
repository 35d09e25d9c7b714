import type { IDataObject, OnError } from 'n8n-workflow';

import { playOf, sendJson, sendStatus, type Play } from '../chime/plays';
import { startChime } from '../chime/server';
import { key } from '../keys';
import { addressOfNobody } from '../support/nobody';
import { runNode, type NodeResult } from './chimeNode';
import type { AnyOperation } from './everyOperation';
import { createSimulatedWorld } from './simulatedWorld';

/** What the server does with the n-th request, counted from 0. */
export type Answers = (asked: number) => Play;

export interface Asked extends NodeResult {
	requests: number;
}

/** Asks for one item, of a server that is there for it alone. */
export async function ask(
	{ parameters }: AnyOperation,
	answers: Answers,
	options: { maxRetries: number },
	onError: OnError = 'stopWorkflow',
): Promise<Asked> {
	const world = createSimulatedWorld();
	const chime = await startChime({
		keys: [key],
		...world.ofServer,
		intercept: (response, request) => {
			answers(chime.received.length - 1)(response, request);
			return true;
		},
	});
	const result = await runNode({
		items: [{}],
		world,
		credential: { ...key, region: 'us-east-1', endpoint: chime.url },
		parameters: { ...parameters, options },
		onError,
	});
	await chime.close();
	expect(chime.received.filter(({ verdict }) => !verdict.isVerified)).toEqual([]);
	return { ...result, requests: chime.received.length };
}

export const status =
	(statusCode: number): Play =>
	(response) =>
		sendStatus(response, statusCode);

export const play = (name: string): Play => {
	const found = playOf(name);
	if (!found) throw new Error(`There is no play "${name}".`);
	return found;
};

export const succeed =
	({ success: { statusCode, body } }: AnyOperation): Play =>
	(response) =>
		body ? sendJson(response, statusCode, body) : void response.writeHead(statusCode).end();

/** The failure of a request to a port on which nobody listens. */
export async function askNobody(
	{ parameters }: AnyOperation,
	options: { maxRetries: number },
): Promise<IDataObject> {
	const { outputs } = await runNode({
		items: [{}],
		world: createSimulatedWorld(),
		credential: { ...key, region: 'us-east-1', endpoint: await addressOfNobody() },
		parameters: { ...parameters, options },
	});
	expect(outputs.map((list) => list.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
	return outputs[8][0].json;
}
