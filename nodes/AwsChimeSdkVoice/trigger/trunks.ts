import { behind } from '../resources/results';
import { get } from '../resources/voiceConnector/get';
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
	const named = behind({ Name: await nameOf(reading, connector, parameters) }, health);
	return { next, items: [itemOf(named, [connector], change, before)] };
}

/** The name of a voice connector; null where AWS does not tell it, because the alarm is more than the name. */
async function nameOf(
	reading: Reading,
	connector: string,
	parameters: Parameters,
): Promise<string | null> {
	const known = reading.names.get(connector);
	if (known !== undefined) return known;
	const found = await read(reading, get, parameters);
	const name = 'outcome' in found ? undefined : found[0]?.Name;
	return typeof name === 'string' ? name : null;
}

/** Keeps a trunk whose voice connector is missing until the next poll, because a list can skip an entry. */
export function keepOnce(known: Snapshot): PartResult {
	const next: Snapshot = new Map();
	for (const [id, before] of known)
		if (!before.isMissing) next.set(id, { ...before, isMissing: true });
	return { next, items: [] };
}
