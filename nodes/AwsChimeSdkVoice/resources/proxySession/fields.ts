import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../operation';
import { someOf, wholeNumber } from '../../parameters/validation';

/** Of a session, as AWS names them. */
export const statuses = [
	{ name: 'Closed', value: 'Closed' },
	{ name: 'In Progress', value: 'InProgress' },
	{ name: 'Open', value: 'Open' },
];

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

const capabilities = ['SMS', 'Voice'];

export const capabilitiesField: INodeProperties = {
	displayName: 'Capabilities',
	name: 'capabilities',
	type: 'multiOptions',
	options: capabilities.map((value) => ({ name: value, value })),
	default: ['Voice', 'SMS'],
	required: true,
	description: 'What the participants can reach each other by',
};

/** AWS replaces what the session had, so nothing is chosen for the user. */
export const newCapabilitiesField: INodeProperties = {
	...capabilitiesField,
	default: [],
	description:
		'What the participants can reach each other by from now on. AWS wants it on every update and replaces what the session had.',
};

/** @throws InvalidParameter */
export function capabilitiesOf({ capabilities: value }: Parameters): string[] {
	return someOf('capabilities', value, capabilities);
}

export const expiryMinutesField = {
	displayName: 'Expiry (Minutes)',
	name: 'expiryMinutes',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 60,
	description: 'How many minutes the session lasts',
} satisfies INodeProperties;

/** @throws InvalidParameter */
export function expiryMinutesOf({ expiryMinutes }: IDataObject): number | undefined {
	return expiryMinutes === undefined
		? undefined
		: wholeNumber('expiryMinutes', expiryMinutes, 1, Infinity);
}
