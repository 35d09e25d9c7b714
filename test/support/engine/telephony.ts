import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startChime, type Chime, type ChimeOptions, type Received } from '../chime/server';
import { key } from '../keys';
import { fixtureOf, parametersOf } from '../../operations';
import { credentialFor } from '../credential';
import { runNode, type NodeResult, type NodeRun } from './chimeNode';
import { createSimulatedWorld, type SimulatedWorld } from './simulatedWorld';

/** A stand-in Chime in a world of its own, and the node that sends requests to it. */
export interface Telephony {
	chime: Chime;
	world: SimulatedWorld;
	/** Runs an operation by AWS's name, with the parameters of its fixture where these say nothing. */
	run(awsName: string, given?: Partial<NodeRun>): Promise<NodeResult>;
	/** Method and target of what was received. */
	requests(): string[];
	/** The bodies of what was received by a method. */
	bodies(method: string): unknown[];
}

export async function startTelephony(
	options: Partial<ChimeOptions> = {},
	region = 'us-east-1',
): Promise<Telephony> {
	const world = createSimulatedWorld();
	const chime = await startChime({ keys: [key], region, ...world.ofServer, ...options });
	return {
		chime,
		world,
		run: async (awsName, { parameters, ...given } = {}) =>
			await runNode({
				items: [{}],
				world,
				credential: { ...credentialFor(chime.url), region },
				...given,
				parameters: { ...parametersOf(fixtureOf(awsName)), ...parameters },
			}),
		requests: () => chime.received.map(({ method, target }) => `${method} ${target}`),
		bodies: (method) => chime.received.filter((each) => each.method === method).map(bodyOf),
	};
}

const bodyOf = ({ body }: Received): unknown => JSON.parse(body.toString());

/** Gives the stand-in what an operation needs, by the fixture. */
export function seed(
	{ chime }: Telephony,
	awsName: string,
	ids: Record<string, string> = {},
): void {
	fixtureOf(awsName).seed?.(chime.state, ids);
}

/** What came out, output by output, without what is empty. */
export const shown = ({ outputs }: NodeResult): Record<number, IDataObject[]> =>
	Object.fromEntries(
		outputs.flatMap((items, output) =>
			items.length > 0 ? [[output, items.map(({ json }) => json)]] : [],
		),
	);

/** The number of items on each output. */
export const counts = ({ outputs }: NodeResult) => outputs.map((items) => items.length);

/** Parameters that take a value from the input item. */
export const fromItem = (...names: string[]): INodeParameters =>
	Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]));
