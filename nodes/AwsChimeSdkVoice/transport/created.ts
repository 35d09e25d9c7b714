import { isRecord } from '../parameters/validation';
import type { ChimeRequest } from './request';
import { isSuccess, type HttpResponse } from './response';
import type { NetworkError } from './networkError';

/** Milliseconds after its creation for which AWS may not find a resource. */
export const longestUnknown = 60_000;
/** Of all executions; the nodes of an execution share a process. */
const mostCreated = 10_000;

/** When AWS will find the resources that were created in the last minute, by execution and id. */
const findable = new Map<string, number>();

/** What one execution has created. */
export interface Created {
	/**
	 * Remembers what a request has created: the ids in the response that the request did not have; forgets
	 * what a request has deleted.
	 */
	add(request: ChimeRequest, result: HttpResponse | NetworkError): void;
	/** Until when AWS may not find what a request names; undefined where this execution has not created it. */
	unknownUntil(request: ChimeRequest): number | undefined;
}

/** @param execution undefined where there is none, so that nothing is remembered */
export function createdIn(execution: string | undefined, now: () => number): Created {
	const keyOf = (id: string) => `${execution} ${id}`;
	return {
		add(request, result) {
			if (execution === undefined || !isSuccess(result)) return;
			if (request.method === 'DELETE') findable.delete(keyOf(partsOf(request).at(-1) ?? ''));
			if (request.idempotent) return;
			const before = new Set(textsIn(request));
			for (const id of idsIn(result.body))
				if (!before.has(id)) findable.set(keyOf(id), now() + longestUnknown);
			for (const [key, time] of findable) {
				if (time > now() && findable.size <= mostCreated) break;
				findable.delete(key);
			}
		},
		unknownUntil(request) {
			if (execution === undefined || findable.size === 0 || request.mayBeAbsent) return undefined;
			const times = textsIn(request).map((text) => findable.get(keyOf(text)) ?? 0);
			return Math.max(...times) > now() ? Math.max(...times) : undefined;
		},
	};
}

/** The ids of the record in the body of a response: `{ "SipRule": { "SipRuleId": "…" } }`. */
function idsIn(body: unknown): string[] {
	const records = isRecord(body) ? Object.values(body).filter(isRecord) : [];
	return records
		.flatMap((record) => Object.entries(record))
		.flatMap(([name, id]) => (name.endsWith('Id') && typeof id === 'string' ? [id] : []));
}

/** The parts of the path of a request, and the texts in its body. */
function textsIn(request: ChimeRequest): string[] {
	return [...partsOf(request), ...leavesOf(request.body)];
}

function partsOf({ path }: ChimeRequest): string[] {
	return path.split('?')[0].split('/').map(decodeURIComponent);
}

function leavesOf(value: unknown): string[] {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leavesOf);
	return typeof value === 'string' ? [value] : [];
}
