import type { IDataObject } from 'n8n-workflow';

import type { FailureContext } from '../errors/failure';
import type { Redact } from '../errors/redact';
import { failed, faultOf } from '../job';
import type { Outcome } from '../outputs/emit';
import type { AttemptLimits } from '../parameters/options';
import type { BulkOperation, Operation } from '../resources/operation';
import type { Parameters } from '../resources/record';
import { isNotFound } from '../transport/awsError';
import type { ChimeClient } from '../transport/client';
import type { FailedRequest } from '../transport/sender';
import { sendOperation } from '../transport/sendOperation';

/** What every request of a poll needs. */
export interface Reading {
	client: ChimeClient;
	redact: Redact;
	limits: AttemptLimits;
	/** Of the voice connectors in the list that the poll has read, by their ids. */
	names: Map<string, string>;
}

/** The result of a read without success. */
export interface Unread {
	/** Undefined where the poll has stopped because of another request. */
	outcome: Outcome | undefined;
	/** Whether AWS, and not another server, has said that there is nothing to read. */
	isNotFound?: boolean;
}

/** Sends the requests of an operation of the node; returns its items, or why there are none. */
export async function read(
	{ client, redact, limits }: Reading,
	operation: Exclude<Operation, BulkOperation>,
	parameters: Parameters,
): Promise<IDataObject[] | Unread> {
	const sender = client.senderFor(limits);
	const context: FailureContext = { operation, parameters, redact, region: client.region };
	try {
		const result = await sendOperation(operation, parameters, sender, client.listBudget);
		return 'items' in result ? result.items : unread(result, context);
	} catch (error) {
		return { outcome: faultOf(error, sender.attempts, context) };
	}
}

function unread(result: FailedRequest, context: FailureContext): Unread {
	return { outcome: failed(result, context), isNotFound: isNotFound(result.result) };
}
