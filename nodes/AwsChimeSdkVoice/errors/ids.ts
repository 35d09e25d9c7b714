import { sentFieldsOf } from '../resources/properties';
import type { Field, Parameters } from '../resources/record';
import type { Redact } from './redact';

/** The ids in the path of an operation, by the names of their parameters; null where none was given. */
export function idsOf(
	fields: Field[],
	parameters: Parameters,
	redact: Redact,
): Record<string, string | null> {
	const inPath = sentFieldsOf(fields).filter((field) => field.in === 'path');
	return Object.fromEntries(
		inPath.map(({ property: { name }, isSensitive = false }) => [
			name,
			idOf(parameters[name], isSensitive ? lastDigits : redact),
		]),
	);
}

function idOf(value: unknown, show: (text: string) => string): string | null {
	return typeof value === 'string' || typeof value === 'number' ? show(String(value).trim()) : null;
}

/** The last four digits of a phone number. */
export function lastDigits(phoneNumber: string): string {
	return phoneNumber.replace(/\D/g, '').slice(-4);
}
