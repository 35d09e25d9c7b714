import type { INodeProperties } from 'n8n-workflow';

import type { Read } from './reader';
import { wholeNumber } from './validation';

/** How one input item wants to be asked for. */
export interface Patience {
	/** Milliseconds for one attempt, from the first byte sent to the last one received. */
	timeout: number;
	/** How often the request may be repeated; 0 lets throttling be an answer as well. */
	maxRetries: number;
	/**
	 * When an answer must be there, by the clock of the world. Where somebody waits for it like that,
	 * throttling is an answer.
	 */
	deadline?: number;
}

const defaultTimeout = 30_000;
const defaultMaxConcurrency = 100;
const defaultMaxRetries = 2;
const mostConcurrency = 100;
const mostRetries = 10;
/** The longest that a timer of Node can run; longer ones end at once. */
const longestTimeout = 2_147_483_647;

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Max Concurrency',
			name: 'maxConcurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: mostConcurrency, numberPrecision: 0 },
			default: defaultMaxConcurrency,
			description: 'How many requests may be in flight at once, over all input items of a run',
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: mostRetries, numberPrecision: 0 },
			default: defaultMaxRetries,
			description:
				'How often to repeat a request after HTTP 500, 502, 503 or 504, a broken connection or a timeout. Throttled requests do not count: they wait and go again until they get through, for a minute or more. 0 sends every request once, and once more only where AWS refused the time of its signature.',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: defaultTimeout,
			description:
				'How many milliseconds one attempt may take, from sending the request to the end of the answer',
		},
	],
};

/**
 * The options for one input item.
 *
 * @throws InvalidParameter when one of them is not the number that it must be
 */
export function patienceOf(read: Read, itemIndex: number): Patience {
	return {
		timeout: numberOption(read, 'timeout', itemIndex, defaultTimeout, 1, longestTimeout),
		maxRetries: numberOption(read, 'maxRetries', itemIndex, defaultMaxRetries, 0, mostRetries),
	};
}

/**
 * Requests in flight at once, for the whole run.
 *
 * @throws InvalidParameter when it is not the number that it must be
 */
export function maxConcurrencyOf(read: Read): number {
	return numberOption(read, 'maxConcurrency', 0, defaultMaxConcurrency, 1, mostConcurrency);
}

function numberOption(
	read: Read,
	name: string,
	itemIndex: number,
	fallback: number,
	least: number,
	most: number,
): number {
	return wholeNumber(name, read(`options.${name}`, itemIndex, fallback), least, most);
}
