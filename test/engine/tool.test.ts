import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sampleSession, startChime } from '../chime/server';
import { key } from '../keys';
import { chimeWorkflow, credentialType, nodeTypeName, sourceEngine } from './chimeNode';
import { outputsOf, startWorkflow } from './engine';

type Tool = { name: string; invoke(args: object): Promise<unknown> };

/** Calls the tool that is connected to it, once per session, and emits what the tool returned. */
function agent(sessions: string[]): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls a tool',
			defaults: { name: 'Agent' },
			inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool, displayName: 'Tool' }],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute() {
			const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
			const items = [];
			for (const proxySessionId of sessions) {
				const answer = await tools[0].invoke({ proxySessionId });
				items.push({ json: { answer: JSON.parse(String(answer)) }, pairedItem: { item: 0 } });
			}
			return [items];
		},
	};
}

/** As n8n makes a tool of a node that allows it: the same class, with the output of a tool. */
function asTool(node: AwsChimeSdkVoice): INodeType {
	return Object.assign(new AwsChimeSdkVoice(), {
		description: { ...node.description, inputs: [], outputs: [NodeConnectionTypes.AiTool] },
	});
}

test('as a tool of an AI agent, it answers with participants, and with failures too', async () => {
	const chime = await startChime({ keys: [key] });
	const engine = sourceEngine({ ...key, region: 'us-east-1', endpoint: chime.url });
	const node = new AwsChimeSdkVoice();
	expect(node.description.usableAsTool).toBe(true);
	engine.nodeTypes.agent = agent([sampleSession.ProxySessionId, 'status-404', '..']);
	engine.nodeTypes[`${nodeTypeName}Tool`] = asTool(node);

	const [items, tool] = chimeWorkflow({ items: [{}] }).nodes;
	const id = (value: string) => ({ __rl: true, mode: 'id', value });
	const run = await startWorkflow(engine, {
		nodes: [
			items,
			{ ...tool, id: 'agent', name: 'Agent', type: 'agent', parameters: {}, credentials: {} },
			{
				...tool,
				type: `${nodeTypeName}Tool`,
				parameters: {
					...tool.parameters,
					voiceConnectorId: id(sampleSession.VoiceConnectorId),
					proxySessionId: id("={{ $fromAI('proxySessionId', 'The proxy session', 'string') }}"),
				},
				credentials: { [credentialType]: { id: '1', name: 'Chime' } },
			},
		],
		connections: {
			Items: { main: [[{ node: 'Agent', type: NodeConnectionTypes.Main, index: 0 }]] },
			[tool.name]: { ai_tool: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]] },
		},
	});
	await chime.close();

	expect(run.data.resultData.error).toBeUndefined();
	const [answers] = outputsOf(run, 'Agent');
	expect(answers.map(({ json }) => json.answer)).toEqual([
		[
			expect.objectContaining({ PhoneNumber: '+12065550100' }),
			expect.objectContaining({ PhoneNumber: '+14015550101' }),
		],
		[expect.objectContaining({ statusCode: 404, code: 'NotFoundException' })],
		[expect.objectContaining({ statusCode: null, code: 'InvalidParameter', attempts: 0 })],
	]);
});
