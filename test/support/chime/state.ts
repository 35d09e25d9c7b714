/** One thing that the stand-in Chime has, as AWS sends it. */
export type Entry = Record<string, unknown>;

/** What the stand-in Chime has, by kind (`sessions`) and by ids. */
export class State {
	/** The most things of a kind that can be created; AWS lets an account raise them. */
	quotas: Record<string, number> = {};

	private readonly kinds = new Map<string, Map<string, Entry>>();

	private readonly tokens = new Map<string, Set<string>>();

	/** The things of one kind, by their ids. */
	of(kind: string): Map<string, Entry> {
		const found = this.kinds.get(kind) ?? new Map<string, Entry>();
		this.kinds.set(kind, found);
		return found;
	}

	/** The page tokens of a list that were sent. */
	tokensOf(list: string): Set<string> {
		const found = this.tokens.get(list) ?? new Set<string>();
		this.tokens.set(list, found);
		return found;
	}

	/** Forgets every thing that it has. */
	clear(): void {
		for (const things of this.kinds.values()) things.clear();
	}
}

/** A key for something that several ids name. */
export const keyOf = (...ids: unknown[]) => JSON.stringify(ids);

/** A request to the stand-in Chime, read. */
export interface ReadRequest {
	/** The ids in the path, by their names, decoded. */
	ids: Record<string, string>;
	query: URLSearchParams;
	body: Entry;
	now: Date;
	/** An id that nothing has yet. */
	newId(): string;
	region: string;
}

/** What the stand-in Chime responds: a status, and a body, or the name of AWS's exception, where there is one, and its message. */
export type Reply = [statusCode: number, body?: object | string, message?: string];

export type Handler = (state: State, request: ReadRequest) => Reply;

/** A page of a list, as AWS cuts it. AWS takes no page token but one that it has sent. */
export function pageOf(state: State, name: string, all: unknown[], query: URLSearchParams): Reply {
	const token = query.get('next-token');
	const issued = state.tokensOf(name);
	if (token !== null && !issued.has(token))
		return [400, 'BadRequestException', 'The next token is not valid.'];
	const start = Number(token ?? 0);
	const end = start + Number(query.get('max-results') ?? 100);
	const NextToken = end < all.length ? String(end) : undefined;
	if (NextToken) issued.add(NextToken);
	return [200, { [name]: all.slice(start, end), NextToken }];
}

/** Whether an entry has the value that a filter names; without the filter, it has. */
export const matches = (value: unknown, filter: string | null) =>
	filter === null || String(value) === filter;
