import requests from './requests.json';
import type { Entry } from './state';

/** What AWS's service model says of a value in a request. */
export interface Member {
	type: string;
	required?: boolean;
	enum?: string[];
	/** Of a number; of a text, a list or a map: its length. */
	min?: number;
	max?: number;
	/** Of the whole text. */
	pattern?: string;
	/** Of a structure, by their names. */
	members?: Record<string, Member>;
	/** Of a list, and of the values of a map. */
	items?: Member;
}

/** The values of a request, by their names in the query and in the body. */
export interface RequestModel {
	query: Record<string, Member>;
	body: Record<string, Member>;
}

/**
 * Every request that the test server serves, by AWS's name, from AWS's service model chime-sdk-voice
 * 2022-08-03 as botocore 1.43 has it. The ids in the paths are left out: they choose faults here.
 */
export const requestModels: Record<string, RequestModel> = requests;

/** An exception of AWS, and what is wrong. */
export type Violation = [exception: string, message: string];

/** What AWS refuses of a request, before it looks for anything that the request names. */
export function violationIn(
	awsName: string,
	query: URLSearchParams,
	body: Entry,
): Violation | undefined {
	const model = requestModels[awsName];
	const inQuery = Object.entries(model.query).map(([name, member]) =>
		violationOf(read(query.get(name), member), member, name),
	);
	return [...inQuery, ...ofMembers(body, model.body, '')].find(Boolean);
}

/** The value of a parameter of the query, which is text. */
function read(text: string | null, { type }: Member): unknown {
	if (type !== 'integer' || text === null) return text;
	return /^-?\d+$/.test(text) ? Number(text) : text;
}

const ofMembers = (values: object, members: Record<string, Member>, path: string) =>
	Object.entries(members).map(([name, member]) =>
		violationOf(new Map(Object.entries(values)).get(name), member, `${path}${name}`),
	);

function violationOf(value: unknown, member: Member, path: string): Violation | undefined {
	if (value === undefined || value === null)
		return member.required ? refusal('null', path, 'Member must not be null') : undefined;
	if (!hasType[member.type](value))
		return ['SerializationException', `The value at '${path}' is no ${member.type}.`];
	return ofValue(value, member, path) ?? ofParts(value, member, path).find(Boolean);
}

const isObject = (value: unknown) => typeof value === 'object' && !Array.isArray(value);

const hasType: Record<string, (value: unknown) => boolean> = {
	string: (value) => typeof value === 'string',
	boolean: (value) => typeof value === 'boolean',
	integer: Number.isInteger,
	list: Array.isArray,
	map: isObject,
	structure: isObject,
};

function ofValue(value: unknown, member: Member, path: string): Violation | undefined {
	const { enum: choices, min = -Infinity, max = Infinity, pattern, type } = member;
	if (choices && !choices.includes(String(value)))
		return refusal(value, path, `Member must satisfy enum value set: [${choices.join(', ')}]`);
	const size = type === 'integer' ? Number(value) : sizeOf(value);
	if (size < min || size > max)
		return refusal(value, path, `Member must be between ${min} and ${max}`);
	if (pattern && !new RegExp(`^(?:${pattern})$`).test(String(value)))
		return refusal(value, path, `Member must satisfy regular expression pattern: ${pattern}`);
	return undefined;
}

const sizeOf = (value: unknown) =>
	typeof value === 'string' ? value.length : Object.keys(Object(value)).length;

function ofParts(value: unknown, { members, items }: Member, path: string) {
	if (members) return ofMembers(Object(value), members, `${path}.`);
	if (!items) return [];
	return Object.entries(Object(value)).map(([name, each]) =>
		violationOf(each, { ...items, required: true }, `${path}.${name}`),
	);
}

/** As AWS words it: with the value, also where it is a phone number. */
const refusal = (value: unknown, path: string, constraint: string): Violation => [
	'BadRequestException',
	`1 validation error detected: Value '${JSON.stringify(value)}' at '${path}' failed to satisfy constraint: ${constraint}`,
];
