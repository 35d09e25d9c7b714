import '../support/engine/environment';

import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { builtEngine } from '../support/engine/builtEngine';
import { sessionIds } from '../bench/task';
import { chimeWorkflow, itemFor, nodeName, nodeTypeName } from '../support/engine/chimeWorkflow';
import { outputsOf, startWorkflow } from '../support/engine/engine';
import { hostile, itemsOf } from '../support/engine/hostile';
import { credentialFor } from '../support/credential';
import { bytesInUse } from '../support/memory';

export type ScenarioName = 'the node' | 'hostile responses' | 'no request' | 'a timer a request';

const [scenario, endpoint, executions, every] = process.argv.slice(2);

/** The node, what n8n's engine keeps of itself, and what a timer for each request would keep. */
function nodeOf(original: INodeType): INodeType {
	const { description } = original;
	if (scenario === 'no request') return { description, execute: async () => [[]] };
	if (scenario !== 'a timer a request') return original;
	return {
		description,
		execute: async function () {
			return (await original.execute?.call(withTimers(this))) ?? [];
		},
	};
}

/** A timer keeps what it would end until it fires; here that is after the process has ended. */
function withTimers(context: IExecuteFunctions): IExecuteFunctions {
	const { httpRequestWithAuthentication } = context.helpers;
	const request: typeof httpRequestWithAuthentication = async function (...parameters) {
		const late = new AbortController();
		setTimeout(() => late.abort(), 3_600_000).unref();
		const cancelled = 'getExecutionCancelSignal' in this && this.getExecutionCancelSignal();
		const signal = cancelled ? AbortSignal.any([cancelled, late.signal]) : late.signal;
		const attempt = Object.create(this, { getExecutionCancelSignal: { value: () => signal } });
		return await httpRequestWithAuthentication.apply(attempt, parameters);
	};
	const helpers = { ...context.helpers, httpRequestWithAuthentication: request };
	return Object.create(context, { helpers: { value: helpers } });
}

/** Runs the same workflow again and again, and prints how much memory is in use now and then. */
async function main(): Promise<void> {
	const engine = await builtEngine(credentialFor(endpoint));
	engine.nodeTypes[nodeTypeName] = nodeOf(engine.nodeTypes[nodeTypeName]);
	const isHostile = scenario === 'hostile responses';
	const items = isHostile
		? itemsOf(Array.from({ length: 5 }, () => hostile).flat())
		: sessionIds(50).map(itemFor);
	const options = isHostile ? { maxRetries: 0, maxConcurrency: 10, timeout: 2_000 } : {};
	// One failure for each item on the last output, or two participants on the first one.
	const [output, expected] = isHostile ? [8, items.length] : [0, 2 * items.length];
	const workflow = chimeWorkflow({ items, parameters: { options } });
	const inUse: number[] = [];
	for (let execution = 1; execution <= Number(executions); execution += 1) {
		const run = await startWorkflow(engine, workflow);
		if (run.data.resultData.error) throw run.data.resultData.error;
		const { length } = outputsOf(run, nodeName)[output] ?? [];
		if (length !== (scenario === 'no request' ? 0 : expected))
			throw new Error(`${length} items came out.`);
		if (execution % Number(every) === 0) inUse.push(await bytesInUse());
	}
	console.log(JSON.stringify(inUse));
}

void main();
