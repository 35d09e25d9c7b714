/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a process of its own that prints its memory */
import '../bench/environment';

import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { sessionIds, voiceConnectorId } from '../bench/task';
import { builtEngine } from '../bench/built';
import { chimeWorkflow, nodeName, nodeTypeName } from '../engine/chimeWorkflow';
import { outputsOf, startWorkflow } from '../engine/engine';
import { bytesInUse } from '../support/memory';
import { credentialFor } from '../support/credential';

export type SubjectName = 'the node' | 'no request' | 'a timer a request';

const [subject, endpoint, executions, every] = process.argv.slice(2);
const sessions = 50;

/** The node, what n8n's engine keeps of itself, and what a timer for each request would keep. */
function nodeOf(original: INodeType): INodeType {
	if (subject === 'the node') return original;
	const { description } = original;
	if (subject === 'no request') return { description, execute: async () => [[]] };
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
	const items = sessionIds(sessions).map((proxySessionId) => ({
		voiceConnectorId,
		proxySessionId,
	}));
	const inUse: number[] = [];
	for (let execution = 1; execution <= Number(executions); execution += 1) {
		const run = await startWorkflow(engine, chimeWorkflow({ items }));
		if (run.data.resultData.error) throw run.data.resultData.error;
		const expected = subject === 'no request' ? 0 : 2 * sessions;
		if (outputsOf(run, nodeName).flat().length !== expected)
			throw new Error('Something else came out.');
		if (execution % Number(every) === 0) inUse.push(await bytesInUse());
	}
	console.log(JSON.stringify(inUse));
}

void main();
