import type { INodeParameters } from 'n8n-workflow';

import type { Responder } from '../chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../chime/server';
import { keyOf, type Entry } from '../chime/state';
import { key } from '../keys';
import { phoneNumberOrders, phoneNumbers } from '../../operations/kinds';
import { credentialFor } from '../credential';
import { createSimulatedWorld } from './simulatedWorld';
import { PublishedTrigger } from './triggerNode';

export const connector = sampleSession.VoiceConnectorId;
export const session = sampleSession.ProxySessionId;

export const everyEvent = [
	'phoneNumberChanged',
	'phoneNumberOrderChanged',
	'phoneNumberOrderFinished',
	'proxySessionChanged',
	'proxySessionEnded',
	'proxySessionOpened',
	'sipTrunkSilent',
];

/** A number with nothing special about it. */
const plain = { Status: 'Unassigned', DeletionTimestamp: null, CallingNameStatus: 'Unassigned' };

/** A stand-in Chime in a simulated world, with what the trigger looks at. */
export class WatchedChime {
	/** Chooses a responder in the place of the server's own response, while it is set. */
	fault: ((target: string) => Responder | undefined) | undefined;

	private constructor(
		readonly world: ReturnType<typeof createSimulatedWorld>,
		readonly chime: Chime,
	) {}

	static async start(options: Partial<ChimeOptions> = {}): Promise<WatchedChime> {
		const world = createSimulatedWorld();
		const chime = await startChime({
			keys: [key],
			...world.ofServer,
			intercept: (response, request) => {
				const responder = watched.fault?.(request.target);
				responder?.(response, request);
				return responder !== undefined;
			},
			...options,
		});
		const watched = new WatchedChime(world, chime);
		watched.setHealth(0);
		return watched;
	}

	/** Responds by this responder to requests whose target holds this text. */
	respondTo(part: string, responder: Responder): void {
		this.fault = (target) => (target.includes(part) ? responder : undefined);
	}

	publish(
		parameters: INodeParameters = { event: everyEvent },
		settings: { budget?: number } = {},
	): PublishedTrigger {
		const { chime, world } = this;
		return new PublishedTrigger({
			credential: credentialFor(chime.url),
			parameters,
			world,
			...settings,
		});
	}

	async passMinutes(minutes: number): Promise<void> {
		await this.world.sleep(minutes * 60_000);
	}

	/** The trunk was heard some minutes ago. */
	setHealth(minutes: number, id = connector): void {
		const Timestamp = new Date(this.world.now() - minutes * 60_000).toISOString();
		this.chime.state.of('TerminationHealth').set(id, { Timestamp, Source: '192.0.2.7' });
	}

	setSession(change: Entry, id = session): void {
		const sessions = this.chime.state.of('sessions');
		const at = keyOf(connector, id);
		const before = sessions.get(at) ?? { ...sampleSession, ProxySessionId: id };
		sessions.set(at, { ...before, ...change });
	}

	setOrder(change: Entry, id = 'order'): void {
		const order = { ...phoneNumberOrders.sample, PhoneNumberOrderId: id, ...change };
		this.chime.state.of('PhoneNumberOrders').set(id, order);
	}

	setNumber(change: Entry, id = '+12065550101'): void {
		const number = { ...phoneNumbers.sample, ...plain, PhoneNumberId: id, ...change };
		this.chime.state.of('PhoneNumbers').set(id, number);
	}
}
