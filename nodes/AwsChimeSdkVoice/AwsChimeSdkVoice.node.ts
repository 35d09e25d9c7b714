import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import type { Answer } from './answer';
import { failureOf, refusal } from './failure';
import { findOperation, propertiesOf, type Operation, type Parameters } from './operation';
import { maxConcurrencyOf, options, patienceOf } from './options';
import { emit, endsRun, errors, outputs, type Outcome } from './outputs';
import { proxySession } from './proxySession';
import { createReader, type Read } from './reader';
import { connect, type Connection } from './send';

const resources = [proxySession];

export class AwsChimeSdkVoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS Chime SDK Voice',
		name: 'awsChimeSdkVoice',
		icon: { light: 'file:awsChimeSdkVoice.svg', dark: 'file:awsChimeSdkVoice.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Read proxy sessions of Amazon Chime SDK Voice, with an output per HTTP error code',
		defaults: { name: 'AWS Chime SDK Voice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs,
		credentials: [{ name: 'awsChimeSdkVoiceApi', required: true }],
		sensitiveOutputFields: [
			'PhoneNumber',
			'ProxyPhoneNumber',
			'Participants[*].PhoneNumber',
			'Participants[*].ProxyPhoneNumber',
		],
		properties: [...propertiesOf(resources), errors, options],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		let run: Run;
		try {
			run = await prepare(this);
		} catch (error) {
			const brokenSetting = error instanceof Error ? error : new Error(String(error));
			return emit(
				this,
				items.map(() => ({ brokenSetting })),
			);
		}
		const outcomes = await run.connection.forEachInFlight(
			items.length,
			async (itemIndex) => await outcomeOf(run, itemIndex),
			(outcome) => endsRun(this, outcome),
		);
		return emit(this, outcomes);
	}
}

/** What is the same for every input item of a run. */
interface Run {
	operation: Operation;
	connection: Connection;
	read: Read;
}

async function prepare(context: IExecuteFunctions): Promise<Run> {
	const read = createReader(context);
	// The parameters that choose it hold no expressions.
	const operation = findOperation(resources, read('resource', 0), read('operation', 0));
	const connection = await connect(context, maxConcurrencyOf(read));
	return { operation, connection, read };
}

/** Asks AWS for one input item. Never throws: what goes wrong is an outcome as well. */
async function outcomeOf(
	{ operation, connection, read }: Run,
	itemIndex: number,
): Promise<Outcome> {
	const { send, redact } = connection;
	const parameters: Parameters = {};
	try {
		for (const { name } of operation.fields) parameters[name] = read(name, itemIndex);
		const request = operation.request(parameters);
		const answer = await send(request, patienceOf(read, itemIndex));
		const items = isSuccess(answer) ? operation.items(answer.body, parameters) : undefined;
		return items ? { items } : { failure: failureOf(answer, { parameters, redact }) };
	} catch (error) {
		return { failure: refusal(error, { parameters, redact }) };
	}
}

/** Any 2xx but 206: a part of an answer is none. */
function isSuccess<T extends { statusCode: number | null }>(answer: T): answer is T & Answer {
	const { statusCode } = answer;
	return statusCode !== null && statusCode >= 200 && statusCode < 300 && statusCode !== 206;
}
