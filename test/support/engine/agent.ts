import {
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

interface Tool {
	description: string;
	invoke(args: object): Promise<unknown>;
}

const toolNode = 'Chime';

function agent(name: string, execute: INodeType['execute']): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name,
			group: ['transform'],
			version: 1,
			description: 'Calls a tool once for each set of arguments in its parameter',
			defaults: { name: 'Agent' },
			inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool, displayName: 'Tool' }],
			outputs: [NodeConnectionTypes.Main],
			properties: [{ displayName: 'Calls', name: 'calls', type: 'json', default: '[]' }],
		},
		execute,
	};
}

function callsOf(context: IExecuteFunctions): IDataObject[] {
	return JSON.parse(String(context.getNodeParameter('calls', 0)));
}

function emit(results: unknown[], description?: string): INodeExecutionData[][] {
	const pairedItem = { item: 0 };
	return [results.map((result) => ({ json: { description, result: Object(result) }, pairedItem }))];
}

/** Calls the tool by itself, as n8n's agents did up to their version 2 and other AI nodes still do. */
const invokingAgent = agent('invokingAgent', async function () {
	const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
	const results: unknown[] = [];
	for (const args of callsOf(this)) results.push(JSON.parse(String(await tools[0].invoke(args))));
	return emit(results, tools[0].description);
});

/** Has the engine call the tool, as n8n's agents do from their version 3 on. */
const requestingAgent = agent(
	'requestingAgent',
	async function (response?: EngineResponse): Promise<INodeExecutionData[][] | EngineRequest> {
		const responses = response?.actionResponses ?? [];
		if (responses.length > 0)
			// n8n's agent hands the first output of the tool to the model.
			return emit(
				responses.map(({ data }) => (data?.data?.ai_tool?.[0] ?? []).map(({ json }) => json)),
			);
		return {
			actions: callsOf(this).map((input, index) => ({
				actionType: 'ExecutionNodeAction' as const,
				nodeName: toolNode,
				input,
				type: NodeConnectionTypes.AiTool,
				id: `${index}`,
				metadata: { itemIndex: 0 },
			})),
			metadata: {},
		};
	},
);

export const agents = { invokingAgent, requestingAgent };

/** As n8n makes a tool of a node that allows it: the same code, with the output of a tool. */
export function asTool(node: INodeType): INodeType {
	const { usableAsTool, ...description } = node.description;
	if (!usableAsTool) throw new Error('The node does not want to be a tool.');
	const change = { inputs: [], outputs: [NodeConnectionTypes.AiTool] };
	return Object.create(node, { description: { value: { ...description, ...change } } });
}
