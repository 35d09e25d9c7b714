/* eslint-disable @n8n/community-nodes/no-restricted-imports -- describes the machine of the benchmark */
import { availableParallelism, cpus, totalmem, type } from 'node:os';

import { devDependencies } from '../../package.json';
import { run } from '../e2e/run';
import { expressionEngineOf, type ExpressionEngine } from './expressions';
import { nodeProgram } from './process';

/** What absolute figures depend on. */
export interface Machine {
	system: string;
	processor: string;
	cores: number;
	/** Gibibytes. */
	memory: number;
	/** Of the processes that are measured. */
	node: string;
	expressions: ExpressionEngine;
	n8nCore: string;
	sdk: string;
}

export async function thisMachine(): Promise<Machine> {
	const version = await run(await nodeProgram(), ['--version']);
	const node = version.trim().replace(/^v/, '');
	return {
		system: type(),
		processor: cpus()[0]?.model ?? 'unknown',
		cores: availableParallelism(),
		memory: Math.round(totalmem() / 2 ** 30),
		node,
		expressions: expressionEngineOf(node),
		n8nCore: devDependencies['n8n-core'],
		sdk: devDependencies['@aws-sdk/client-chime-sdk-voice'],
	};
}
