import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { ask } from './ask';
import { failureOf, refusal } from './failure';
import { findOperation, propertiesOf, type Operation, type Parameters } from './operation';
import { maxConcurrencyOf, options, patienceOf } from './options';
import { emit, endsRun, errors, outputs, type Outcome } from './outputs';
import { searchProxySessions, searchVoiceConnectors } from './pickers';
import { proxySession } from './proxySession';
import { createReader, type Read } from './reader';
import { connect, type Connection } from './send';
import { subtitleOf } from './subtitle';
import { voiceConnectorProxy } from './voiceConnectorProxy';

const resources = [proxySession, voiceConnectorProxy];

export class AwsChimeSdkVoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS Chime SDK Voice',
		name: 'awsChimeSdkVoice',
		icon: { light: 'file:awsChimeSdkVoice.svg', dark: 'file:awsChimeSdkVoice.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description:
			'Manage proxy sessions of Amazon Chime SDK Voice, with an output per HTTP error code',
		defaults: { name: 'AWS Chime SDK Voice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs,
		credentials: [{ name: 'awsChimeSdkVoiceApi', required: true }],
		properties: [...propertiesOf(resources), errors, options],
	};

	methods = { listSearch: { searchProxySessions, searchVoiceConnectors } };

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
	const subject = { operation, parameters, redact };
	try {
		// What is not shown has no value.
		for (const { name } of operation.fields) parameters[name] = read(name, itemIndex, null);
		const patience = patienceOf(read, itemIndex);
		const asked = await ask(operation, parameters, async (request) => send(request, patience));
		return 'items' in asked ? asked : { failure: failureOf(asked, subject) };
	} catch (error) {
		return { failure: refusal(error, subject) };
	}
}
