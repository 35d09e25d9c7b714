/**
 * Puts the engine whose folder is this program's first parameter into the place of the checkout's
 * n8n-core and n8n-workflow, for everything that is imported after this. What older engines lack, or
 * take in another form, is adapted here and nowhere else.
 */
import { createRequire, Module } from 'node:module';
import { join } from 'node:path';

import type { WorkflowExecute } from 'n8n-core';
import type { INode, Workflow } from 'n8n-workflow';

type Core = typeof import('n8n-core');
type RunOptions = Parameters<WorkflowExecute['run']>[0];
type Run = ReturnType<WorkflowExecute['run']>;
/** Up to n8n 2.5. */
type RunByPosition = (workflow: Workflow, startNode?: INode) => Run;

const requireInEngine = createRequire(join(process.argv[2], 'package.json'));
const core: Core = requireInEngine(process.argv[2]);
const workflow: object = requireInEngine('n8n-workflow');

class WithOptions extends core.WorkflowExecute {
	override run({ workflow, startNode }: RunOptions): Run {
		const run: unknown = core.WorkflowExecute.prototype.run;
		return (run as RunByPosition).call(this, workflow, startNode);
	}
}

const takesOptions = core.WorkflowExecute.prototype.run.length === 1;

replace('n8n-core', {
	...core,
	// From n8n 1.98 on.
	ExternalSecretsProxy: core.ExternalSecretsProxy ?? class {},
	WorkflowExecute: takesOptions ? core.WorkflowExecute : WithOptions,
});
replace('n8n-workflow', {
	// From n8n 1.115 on; without it, the engine makes the data of a run by itself.
	createRunExecutionData: () => undefined,
	...workflow,
});

function replace(name: string, exports: object): void {
	const path = require.resolve(name);
	require.cache[path] = Object.assign(new Module(path), { exports, filename: path, loaded: true });
}
