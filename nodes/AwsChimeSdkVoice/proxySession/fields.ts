import type { INodeProperties } from 'n8n-workflow';

/** AWS decides what a valid id looks like; only what must not be sent is refused, by path.ts. */
function idLocator(
	property: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	example: string,
): INodeProperties {
	return {
		...property,
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		modes: [{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` }],
	};
}

export const voiceConnectorField = idLocator(
	{
		displayName: 'Voice Connector',
		name: 'voiceConnectorId',
		description: 'The Amazon Chime SDK voice connector that holds the proxy session',
	},
	'abcdef1ghij2klmno3pqr4',
);

export const proxySessionField = idLocator(
	{
		displayName: 'Proxy Session',
		name: 'proxySessionId',
		description: 'The proxy session that connects the participants',
	},
	'123a4bc5-67d8-901e-2f3g-h4ghjk56789l',
);

export const outputField: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Participants',
			value: 'participants',
			description: 'One item per participant, with the fields of the session beside the numbers',
		},
		{
			name: 'Session',
			value: 'session',
			description: 'One item per session, as AWS sends it',
		},
	],
	default: 'participants',
	description: 'What becomes an item',
};
