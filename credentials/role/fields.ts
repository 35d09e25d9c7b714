import type { INodeProperties } from 'n8n-workflow';

import { leastDuration, mostDuration } from './settings';
import { sessionField } from './storedSession';

/** The parameters of AssumeRole, and the hidden field that holds the session. */
export const roleFields: INodeProperties[] = [
	{
		displayName: 'Role ARN',
		name: 'roleArn',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. arn:aws:iam::111122223333:role/n8n-chime',
		description:
			'The role whose permissions the requests have. The key needs to be able to assume it.',
	},
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '',
		description:
			'The external ID that the trust policy of the role demands. Leave it empty where it demands none.',
	},
	{
		displayName: 'Role Session Name',
		name: 'roleSessionName',
		type: 'string',
		default: 'n8n',
		required: true,
		description: 'The name by which AWS CloudTrail shows the requests',
	},
	{
		displayName: 'Duration (Seconds)',
		name: 'durationSeconds',
		type: 'number',
		typeOptions: { minValue: leastDuration, maxValue: mostDuration, numberPrecision: 0 },
		default: 3600,
		description:
			'How long a session is valid: 900 (15 minutes) to 43200 (12 hours), at most the maximum session duration of the role, and 3600 for a key that is itself the session of a role. n8n gets a new one 5 minutes before the end.',
	},
	{
		displayName: 'Session',
		name: sessionField,
		type: 'hidden',
		// n8n neither shows the session in the editor nor sends it there.
		typeOptions: { expirable: true, password: true },
		default: '',
	},
];
