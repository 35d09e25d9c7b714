/** Responses that are meant to hurt: of any size, without an end, or none at all. */
export const hostile = [
	'huge',
	'gzip-bomb',
	'deep',
	'wide',
	'trickle',
	'trickle-headers',
	'hang',
	'truncated',
	'utf-16',
];

export function itemsOf(plays: string[]) {
	return plays.map((play, index) => ({
		voiceConnectorId: 'abcdef1ghij2klmno3pqr4',
		proxySessionId: `${play}@${index}`,
	}));
}
