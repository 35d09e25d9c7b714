import type { INodeProperties } from 'n8n-workflow';

import type { Read } from './reader';
import { wholeNumber } from './validation';

/** How long, and how often, the requests of one input item may be tried. */
export interface AttemptLimits {
	/** Milliseconds for one attempt, from the first byte sent to the last one received. */
	timeout: number;
	/** Repeats after the first attempt; with 0, a throttled response is not repeated either. */
	maxRetries: number;
	/**
	 * When the response must be there, in milliseconds by the clock of the world. Mostly somebody waits
	 * for it, so a throttled request is not repeated.
	 */
	deadline?: number;
	/** Whether a throttled request is repeated until the deadline. */
	repeatsThrottled?: boolean;
}

interface NumberOption {
	property: INodeProperties;
	defaultValue: number;
	least: number;
	most: number;
}

const maxConcurrency = numberOption(
	{
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		description: 'How many requests may be in flight at once, over all input items of a run',
	},
	{ defaultValue: 100, least: 1, most: 100 },
);

const maxRetries = numberOption(
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		description:
			'How often to repeat a request after HTTP 500, 502, 503 or 504, a broken connection or a timeout. Throttled requests do not count: they are repeated for a minute or more. With 0, a request is sent once, or twice if AWS refused the time of its signature.',
	},
	{ defaultValue: 2, least: 0, most: 10 },
);

const timeout = numberOption(
	{
		displayName: 'Timeout',
		name: 'timeout',
		description:
			'How many milliseconds one attempt may take, from sending the request to the end of the response',
	},
	// The longest that a timer of Node.js can run; a longer one ends at once.
	{ defaultValue: 30_000, least: 1, most: 2_147_483_647 },
);

/** @param added what single operations add */
export function options(added: INodeProperties[]): INodeProperties {
	const all = [maxConcurrency.property, maxRetries.property, timeout.property, ...added];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: all.sort((one, other) => (one.displayName < other.displayName ? -1 : 1)),
	};
}

/**
 * The options for one input item.
 *
 * @throws InvalidParameter
 */
export function attemptLimitsOf(read: Read, itemIndex: number): AttemptLimits {
	return {
		timeout: valueOf(timeout, read, itemIndex),
		maxRetries: valueOf(maxRetries, read, itemIndex),
	};
}

/**
 * Requests in flight at once, for the whole run.
 *
 * @throws InvalidParameter
 */
export function maxConcurrencyOf(read: Read): number {
	return valueOf(maxConcurrency, read, 0);
}

function numberOption(
	texts: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	{ defaultValue, least, most }: Omit<NumberOption, 'property'>,
): NumberOption {
	const typeOptions = { minValue: least, maxValue: most, numberPrecision: 0 };
	const property: INodeProperties = {
		...texts,
		type: 'number',
		typeOptions,
		default: defaultValue,
	};
	return { property, defaultValue, least, most };
}

function valueOf(option: NumberOption, read: Read, itemIndex: number): number {
	const { name, displayName } = option.property;
	const value = read(`options.${name}`, itemIndex, option.defaultValue);
	return wholeNumber(option.least, option.most)(value, `Options → ${displayName}`);
}
