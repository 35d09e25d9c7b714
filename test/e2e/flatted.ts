import { jsonParse } from 'n8n-workflow';

/**
 * Reads the form in which n8n stores what an execution did: a list of values, the first of which is
 * the whole, and in which every text inside a value is the place of another value in the list.
 */
export function unflatten<Value extends object>(text: string): Value {
	const values = jsonParse<unknown[]>(text);
	const read = new Map<number, unknown>();

	const at = (place: number): unknown => {
		if (!read.has(place)) {
			const value = values[place];
			if (typeof value !== 'object' || value === null) return value;
			const filled: object = Array.isArray(value) ? [] : {};
			read.set(place, filled);
			for (const [name, inner] of Object.entries(value))
				Object.assign(filled, { [name]: typeof inner === 'string' ? at(Number(inner)) : inner });
		}
		return read.get(place);
	};
	return at(0) as Value;
}
