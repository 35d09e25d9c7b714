import type { INodeExecutionData, IRunData } from 'n8n-workflow';

/** What came out of a node's first run, by output; none where it did not run. */
export function outputsOf(run: IRunData, nodeName: string): INodeExecutionData[][] {
	const outputs = run[nodeName]?.[0].data?.main ?? [];
	return outputs.map((items) => items ?? []);
}
