import { itemFor } from './chimeWorkflow';

/** Hostile responses: of any size, without an end, or none at all. */
export const hostile = [
	...['huge', 'gzip-bomb', 'deep', 'wide', 'trickle', 'trickle-headers'],
	...['hang', 'truncated', 'utf-16'],
];

export const itemsOf = (names: string[]) => names.map((name, index) => itemFor(`${name}@${index}`));
