import {
	internalError,
	invalidInput,
	requestFailure,
	valueFailure,
	type Failure,
	type FailureContext,
} from './errors/failure';
import type { Redact } from './errors/redact';
import type { Outcome } from './outputs/emit';
import { failOn401And403 } from './outputs/table';
import { attemptLimitsOf, options, type AttemptLimits } from './parameters/options';
import type { Read } from './parameters/reader';
import { InvalidParameter } from './parameters/validation';
import { resources } from './resources';
import { collectionCheck } from './resources/collections';
import { optionsOf } from './resources/properties';
import type { BulkOperation, Operation, PartialResult } from './resources/operation';
import type { CollectionField, NodeField, Parameters } from './resources/record';
import type { ChimeClient } from './transport/client';
import { RunStopped } from './transport/lifetime';
import { isConfigurationError } from './transport/networkError';
import type { ChimeRequest } from './transport/request';
import type { FailedRequest, Sender } from './transport/sender';
import { sendOperation } from './transport/sendOperation';

/** What all input items of a run share. */
export interface Run<Op extends Operation = Operation> {
	operation: Op;
	client: ChimeClient;
	read: Read;
	redact: Redact;
}

export type Found = Array<[item: number, Outcome]>;

/** Works on some input items. Never throws; undefined where the run has stopped before. */
export type Job = () => Promise<Found | undefined>;

/** The values of one input item. */
export interface Given extends FailureContext {
	limits: AttemptLimits;
}

/**
 * The job of one input item.
 *
 * @param known the values of the input item, if they have been read before
 */
export function itemJob(
	run: Run<Exclude<Operation, BulkOperation>>,
	item: number,
	known?: Given,
): Job {
	return async () => {
		const given = known ?? readGiven(run, item);
		const outcome = 'limits' in given ? await outcomeOf(run, given) : given;
		return outcome && [[item, outcome]];
	};
}

async function outcomeOf(
	{ operation, client }: Run<Exclude<Operation, BulkOperation>>,
	given: Given,
): Promise<Outcome | undefined> {
	const sender = client.senderFor(given.limits);
	try {
		const result = await sendOperation(operation, given.parameters, sender, client.listBudget);
		if (!('items' in result)) return failed(result, given);
		const failures = 'failed' in result ? failuresOf(result, sender, given) : [];
		return { items: result.items, failures };
	} catch (error) {
		return faultOf(error, sender.attempts, given);
	}
}

function failuresOf(
	{ failed: values, request }: PartialResult & { request: ChimeRequest },
	{ attempts }: Sender,
	given: Given,
): Failure[] {
	return values.map(({ name, value, error }) =>
		valueFailure(error, [name, value], { request, attempts }, given),
	);
}

/** The values of an input item; its outcome where they are invalid. */
export function readGiven({ operation, client, read, redact }: Run, item: number): Given | Outcome {
	const parameters: Parameters = {};
	const context = { operation, parameters, redact, region: client.region };
	try {
		for (const field of operation.fields) {
			const { name, displayName } = field.property;
			const value = read(name, item, absent);
			// n8n drops hidden parameters from the node.
			if (value === absent) continue;
			parameters[name] = 'in' in field ? value : checked(field, value, displayName);
		}
		checkCollection(optionsProperty, read(optionsProperty.name, item, {}));
		for (const option of operation.options ?? []) {
			const { name, displayName, default: initial } = option.property;
			const value = read(`options.${name}`, item, initial);
			parameters[name] = checked(option, value, `Options → ${displayName}`);
		}
		return { ...context, limits: attemptLimitsOf(read, item) };
	} catch (error) {
		return { items: [], failures: [invalidInput(error, context)] };
	}
}

const absent = Symbol('absent');

/** Checks a value that is for the node alone, and the names in a collection. */
function checked(field: NodeField | CollectionField, value: unknown, label: string): unknown {
	if ('fields' in field) checkCollection(field.property, value);
	return 'validate' in field && field.validate ? field.validate(value, label) : value;
}

/** The collection Options of the panel. */
export const optionsProperty = options([failOn401And403, ...optionsOf(resources)]);
const everyField = resources
	.flatMap(({ operations }) => operations)
	.flatMap(({ fields }) => fields);
const checkCollection = collectionCheck([
	...everyField.map(({ property }) => property),
	optionsProperty,
]);

/** The outcome of a request without success. */
export function failed(result: FailedRequest, context: FailureContext): Outcome {
	return isConfigurationError(result.result)
		? {
				configurationError: new Error(result.result.message),
				failure: requestFailure(result, context),
			}
		: { items: [], failures: [requestFailure(result, context)] };
}

/** The outcome of what was thrown; undefined where the run has stopped. */
export function faultOf(
	error: unknown,
	attempts: number,
	context: FailureContext,
): Outcome | undefined {
	if (error instanceof RunStopped) return undefined;
	const isInvalid = error instanceof InvalidParameter && attempts === 0;
	const failure = isInvalid
		? invalidInput(error, context)
		: internalError(error, attempts, context);
	return { items: [], failures: [failure] };
}
