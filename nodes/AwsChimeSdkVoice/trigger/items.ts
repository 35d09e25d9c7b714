import type { IDataObject } from 'n8n-workflow';

import { behind } from '../resources/results';
import { statusIn, type Change } from './events';
import type { Remembered } from './state';

/**
 * The item of an event: `event`, `change` for an event that stands for several changes, `previousStatus`
 * (null for a thing that is new), `eventId`, which is the same whenever the same change is found again,
 * and then the thing as AWS sends it.
 *
 * @param ids of the thing
 */
export function itemOf(
	thing: IDataObject,
	ids: string[],
	{ event, change, key }: Change,
	before: Remembered | undefined,
): IDataObject {
	const { value } = event.option;
	const kind = change === undefined ? [value] : [value, change];
	const added = {
		event: value,
		...(change === undefined ? {} : { change }),
		previousStatus: before ? statusIn(before) : null,
		eventId: [...kind, ...ids, ...key].join('/'),
	};
	return behind(added, thing);
}

/** Milliseconds by which two clocks may differ; from five minutes on, AWS refuses a signature. */
const clockDifference = 15 * 60_000;

/** AWS's time in milliseconds since 1970, from ISO 8601 or from seconds; 0 where it is neither, or after now. */
export function timeOf(timestamp: unknown, now: number): number {
	const time = typeof timestamp === 'number' ? timestamp * 1_000 : Date.parse(String(timestamp));
	return pastTime(time, now);
}

/** A time in milliseconds; 0 for one after now, which would hide every change that comes before it. */
export function pastTime(time: number, now: number): number {
	return time > 0 && time <= now + clockDifference ? Math.floor(time) : 0;
}
