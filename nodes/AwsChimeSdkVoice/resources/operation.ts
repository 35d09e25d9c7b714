import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { List, NodeField, Parameters, Repeatable, Repeats, RequestRecord } from './record';

/** What results.ts needs to know of a response whose status is a success. */
export interface SuccessfulResponse {
	statusCode: number;
	/** AWS's id of the request; null where something other than AWS may have responded. */
	requestId: string | null;
	/** The parsed JSON; empty where there was no body. */
	body: unknown;
}

/** What the items depend on, apart from the response. */
export interface ResultContext {
	parameters: Parameters;
	/** The ids in the path of the request, by AWS's names: `VoiceConnectorId`. */
	ids: IDataObject;
}

/** The items of a response, or of one record in it; undefined for what the API does not promise. */
export type ItemsOf<T> = (from: T, context: ResultContext) => IDataObject[] | undefined;

/** One operation of the node: what the user sees, the request, and the items of its response. */
export type Operation = OperationBase & Repeats & (SingleResult | ListResult | BulkResult);

interface OperationBase extends RequestRecord {
	/** Its entry in the Operation list. */
	option: INodePropertyOptions & { action: string };
	/** What the panel says above its fields. */
	notice?: string;
	/** What it adds to the collection Options of the panel. */
	options?: NodeField[];
	/** Why AWS may have refused a request with these values. */
	adviceOn?(parameters: Parameters, statusCode: number): string | undefined;
}

interface SingleResult {
	result: ItemsOf<SuccessfulResponse>;
	lookup?: Lookup;
	/**
	 * Requests before the operation's own. Returns the body of that request as far as the user has not set
	 * it; undefined for a response that the API does not promise.
	 */
	before?: StepsBefore;
	/** Requests after the operation's own. Returns the items instead of `result`. */
	after?: StepsAfter;
}

/** A list that brings the same records, many at a time: input items may be looked up in it. */
export interface Lookup {
	list: List;
	/** A field that every whole record has. */
	wholeField: string;
	/** The items of an entry of the list, which are those of `result`. */
	entryItems: ItemsOf<IDataObject>;
}

export type LookupOperation = OperationBase & Repeats & SingleResult & { lookup: Lookup };

export type StepsBefore = Steps<[], IDataObject | undefined>;
export type StepsAfter = Steps<
	[response: SuccessfulResponse, context: ResultContext, now: number],
	PartialResult | undefined
>;

/** Why AWS did nothing, or may have done nothing, for one of several values. */
export interface ValueError {
	statusCode: number | null;
	/** AWS's name, such as `NotFound`. */
	code: string;
	message: string;
	requestId: string | null;
	/** Advice on what no other failure has. */
	hint?: string;
}

/** The items of an operation, and the values of its request for which it has failed. */
export interface PartialResult {
	items: IDataObject[];
	failed: Array<{ name: string; value: string; error: ValueError }>;
}

/** More requests for one operation, one after the other. */
export interface Steps<Given extends unknown[], Result> {
	/** The name of the parameter that the user sets to true for them. */
	ifSet: string;
	/** The requests, which need their own IAM permissions. */
	requests: RequestRecord[];
	/** What to tell the user when a later request fails. */
	ifLaterFails?: string;
	/** Yields each request, or the milliseconds to wait, and is given the response. */
	run(...given: Given): StepSequence<Result>;
}

export type StepSequence<Result> = Generator<Step | number, Result, StepResponse>;

/** One of several requests for an operation. */
export interface Step {
	request: Repeatable;
	/** Instead of the operation's parameters. */
	parameters?: Parameters;
	/** The part of the body that no field of the request sets. */
	body?: IDataObject;
	/** When the response must be there, in milliseconds; a request that is throttled waits until then. */
	deadline?: number;
	/** Failures that do not end the operation. */
	tolerates?(failure: StepFailure): boolean;
	/** What to tell the user when the request fails after the requests before it. */
	ifFails?: string;
}

/** A step without success. */
export interface StepFailure {
	/** Null where there was no response. */
	statusCode: number | null;
	/** Whether AWS, and not another server, has said that the resource does not exist. */
	isNotFound: boolean;
}

/** The input of the next step: the response, if it is a success, and the time in milliseconds. */
export interface StepResponse {
	response?: SuccessfulResponse;
	now: number;
}

/** AWS responds with success, and names the values that have failed. */
interface BulkResult {
	bulk: Bulk;
}

/** A request for many values at once. Input items that differ in these values only share a request. */
export interface Bulk {
	/** The list in the body that holds the values. */
	values: string;
	/** Where the response holds the values that have failed. */
	errors: string;
	/** Where such an entry holds the value. */
	errorId: string;
	/** The name of one value in a failure. */
	valueName: string;
	/** The item of a value that has not failed. */
	item(value: string, context: ResultContext): IDataObject;
}

export type BulkOperation = OperationBase & Repeats & BulkResult;

interface ListResult {
	list: List;
	/** The items of one entry of the list. */
	entryItems: ItemsOf<IDataObject>;
}

export type ListOperation = OperationBase & Repeats & ListResult;

/** An entry of the Resource list, with its operations. */
export interface Resource {
	option: INodePropertyOptions;
	operations: Operation[];
	/** The operation of a new node. */
	defaultOperation: Operation;
}

/** Checks a record against its type; an operation that is not idempotent must say what to check. */
export function defineOperation<T extends Operation>(operation: T): T {
	return operation;
}
