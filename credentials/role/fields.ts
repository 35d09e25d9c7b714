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
			'The role whose permissions the requests have. The key must be allowed to assume this role.',
	},
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '',
		description:
			'The external ID that the trust policy of the role requires. Leave it empty if the policy requires none.',
	},
	{
		displayName: 'Role Session Name',
		name: 'roleSessionName',
		type: 'string',
		default: 'n8n',
		required: true,
		description: 'The name under which AWS CloudTrail shows the requests',
	},
	{
		displayName: 'Duration (Seconds)',
		name: 'durationSeconds',
		type: 'number',
		typeOptions: { minValue: leastDuration, maxValue: mostDuration, numberPrecision: 0 },
		default: 3600,
		description:
			'How many seconds a session is valid: from 900 (15 minutes) to 43200 (12 hours), and at most the maximum session duration of the role. The limit is 3600 if the key itself belongs to a session of a role. n8n requests a new session 5 minutes before the end.',
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
