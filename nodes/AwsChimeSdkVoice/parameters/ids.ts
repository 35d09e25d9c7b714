import { InvalidParameter, invisibleIn, text, type Validate } from './validation';

/** An id, which may become one segment of a path. AWS decides what a valid id looks like. */
function idOfUpTo(longest: number): Validate<string> {
	return (value, label) => {
		const id = text(value, label).trim();
		const problem = idProblem(id, longest);
		if (problem === undefined) return id;
		throw new InvalidParameter(label, problem);
	};
}

/** Of a voice connector or a proxy session. AWS: 1–128 characters, at least one of them not white space. */
export const id = idOfUpTo(128);

/** An id for which AWS has no limit. */
export const longId = idOfUpTo(1_024);

/** Why an id must not be sent; undefined where it may be. */
export function idProblem(value: string, longest = 128): string | undefined {
	if (isLongerThan(longest, value)) return `must have at most ${longest} characters`;
	if (!/\S/.test(value)) return 'must not be empty';
	if (value === '.' || value === '..')
		return `must not be "${value}", which would name another resource`;
	if (/\p{Surrogate}/u.test(value))
		return 'must be valid Unicode, but holds half of a character (a lone surrogate)';
	return invisibleIn(value);
}

/** Counts code points, as AWS does, and stops counting early: an expression can yield megabytes. */
function isLongerThan(limit: number, text: string): boolean {
	return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}
