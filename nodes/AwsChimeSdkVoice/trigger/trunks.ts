import { getHealth } from '../resources/voiceConnector/getHealth';
import type { Parameters } from '../resources/record';
import { trunkSilent } from './events';
import { itemOf, pastTime, timeOf } from './items';
import type { PartResult } from './lists';
import { read, type Reading, type Unread } from './reading';
import type { Settings } from './settings';
import type { Remembered, Snapshot } from './state';

/** What a trunk is compared with. */
interface TrunkReading extends Pick<Settings, 'silentMinutes' | 'reportsSilent'> {
	/** Undefined where nothing is new. */
	known: Snapshot | undefined;
}

/**
 * Compares the time of a trunk's last OPTIONS message with now. A trunk that never sent one is not silent.
 */
export async function readTrunk(
	reading: Reading,
	connector: string,
	parameters: Parameters,
	{ known, silentMinutes, reportsSilent }: TrunkReading,
): Promise<PartResult | Unread> {
	const found = await read(reading, getHealth, parameters);
	if ('outcome' in found) return found;
	const [health] = found;
	const before = known?.get(connector);
	const now = reading.client.now();
	const heardBefore = pastTime(before?.updated ?? 0, now);
	const updated = Math.max(timeOf(health.Timestamp, now), heardBefore);
	if (updated === 0) return { next: new Map(), items: [] };
	const isSilent = now - updated > silentMinutes * 60_000;
	const current: Remembered = { status: isSilent ? 'Silent' : 'Heard', updated };
	const next = new Map([[connector, current]]);
	const isNew = before ? before.status !== current.status : isSilent && reportsSilent;
	if (!isNew) return { next, items: [] };
	const change = isSilent
		? { event: trunkSilent, change: 'silent', key: [updated] }
		: { event: trunkSilent, change: 'heardAgain', key: [heardBefore] };
	return { next, items: [itemOf(health, [connector], change, before)] };
}

/** Keeps a trunk whose voice connector is missing until the next poll, because a list can skip an entry. */
export function keepOnce(known: Snapshot): PartResult {
	const next: Snapshot = new Map();
	for (const [id, before] of known)
		if (!before.isMissing) next.set(id, { ...before, isMissing: true });
	return { next, items: [] };
}
