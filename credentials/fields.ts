import type { INodeProperties } from 'n8n-workflow';

import { regions } from './regions';

/** The region, and the access key that signs requests, or the request for a session of a role. */
export const accessKeyFields: INodeProperties[] = [
	{
		displayName: 'Region',
		name: 'region',
		type: 'options',
		options: regions,
		default: 'us-east-1',
		description: 'The AWS region of the voice connectors',
	},
	{
		displayName: 'Access Key ID',
		name: 'accessKeyId',
		type: 'string',
		default: '',
		required: true,
	},
	{
		displayName: 'Secret Access Key',
		name: 'secretAccessKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
	},
	{
		displayName: 'Session Token',
		name: 'sessionToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The token of a temporary key from AWS STS. Leave it empty for a long-term key.',
	},
];

export const endpointField: INodeProperties = {
	displayName: 'Endpoint',
	name: 'endpoint',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://voice-chime-fips.us-east-1.amazonaws.com',
	description:
		'Leave it empty to send requests to AWS. Otherwise, enter the URL of a FIPS endpoint, of a gateway, or of a test server on this machine. Plain http is accepted for loopback hosts only.',
};
