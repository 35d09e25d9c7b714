import type { INodeProperties } from 'n8n-workflow';

/** AWS decides what a valid id looks like; only what must not be sent is refused, by path.ts. */
function idLocator(
	property: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'typeOptions'>,
	searchListMethod: string,
	example: string,
): INodeProperties {
	return {
		...property,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` },
		],
	};
}

export const voiceConnectorField = idLocator(
	{
		displayName: 'Voice Connector',
		name: 'voiceConnectorId',
		description: 'The Amazon Chime SDK voice connector that proxy sessions belong to',
	},
	'searchVoiceConnectors',
	'abcdef1ghij2klmno3pqr4',
);

export const proxySessionField = idLocator(
	{
		displayName: 'Proxy Session',
		name: 'proxySessionId',
		description: 'The proxy session that connects the participants',
		typeOptions: { loadOptionsDependsOn: ['voiceConnectorId.value'] },
	},
	'searchProxySessions',
	'123a4bc5-67d8-901e-2f3g-h4ghjk56789l',
);
