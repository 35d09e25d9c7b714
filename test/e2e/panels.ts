import type { INode, INodeParameters } from 'n8n-workflow';

import { sampleSession } from '../chime/server';
import { chimeNode, node, type Credential } from './workflows';

/** What the editor shows of the node for one operation, with every collection opened. */
export interface Panel {
	/** Of its picture. */
	name: string;
	resource: [value: string, name: string];
	operation: [value: string, name: string];
	/** Of the operation alone, beside those that every operation has. */
	parameters: INodeParameters;
	/** The labels of those, from top to bottom. */
	labels: string[];
	firstOutput: string;
}

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
const connector = { voiceConnectorId: byId(sampleSession.VoiceConnectorId) };
const session = { ...connector, proxySessionId: byId(sampleSession.ProxySessionId) };
const options = { maxConcurrency: 100, maxRetries: 2, timeout: 30_000 };

const before = ['Credential', 'Resource', 'Operation', 'Voice Connector'];
const after = ['Errors', 'Options', 'Max Concurrency', 'Max Retries', 'Timeout'];

const proxySession: Panel['resource'] = ['proxySession', 'Proxy Session'];
const proxy: Panel['resource'] = ['voiceConnectorProxy', 'Voice Connector Proxy'];

/** After AWS's API reference, operation by operation. */
export const panels: Panel[] = [
	{
		name: 'session-create',
		resource: proxySession,
		operation: ['create', 'Create'],
		parameters: {
			...connector,
			firstPhoneNumber: '+12065550100',
			secondPhoneNumber: '+14015550101',
			additionalFields: {
				expiryMinutes: 60,
				geoMatch: { match: { level: 'AreaCode', country: 'US', areaCode: '206' } },
				name: 'Ride 4711',
				numberSelectionBehavior: 'PreferSticky',
			},
		},
		labels: [
			...['First Phone Number', 'Second Phone Number', 'Capabilities', 'Output'],
			...['Additional Fields', 'Expiry (Minutes)', 'Geographic Match', 'Level', 'Country'],
			...['Area Code', 'Name', 'Number Selection Behavior'],
		],
		firstOutput: 'Participants',
	},
	{
		name: 'session-delete',
		resource: proxySession,
		operation: ['delete', 'Delete'],
		parameters: session,
		labels: ['Proxy Session'],
		firstOutput: 'Success',
	},
	{
		name: 'session-get',
		resource: proxySession,
		operation: ['get', 'Get'],
		parameters: session,
		labels: ['Proxy Session', 'Output'],
		firstOutput: 'Participants',
	},
	{
		name: 'session-get-many',
		resource: proxySession,
		operation: ['getAll', 'Get Many'],
		parameters: { ...connector, filters: { status: 'Open' } },
		labels: ['Return All', 'Limit', 'Output', 'Filters', 'Status'],
		firstOutput: 'Success',
	},
	{
		name: 'session-get-many-all',
		resource: proxySession,
		operation: ['getAll', 'Get Many'],
		parameters: { ...connector, returnAll: true, output: 'participants' },
		labels: ['Return All', 'Output', 'Filters'],
		firstOutput: 'Participants',
	},
	{
		name: 'session-update',
		resource: proxySession,
		operation: ['update', 'Update'],
		parameters: { ...session, updateFields: { expiryMinutes: 60 } },
		labels: ['Proxy Session', 'Capabilities', 'Output', 'Update Fields', 'Expiry (Minutes)'],
		firstOutput: 'Participants',
	},
	{
		name: 'proxy-delete',
		resource: proxy,
		operation: ['delete', 'Delete'],
		parameters: connector,
		labels: [],
		firstOutput: 'Success',
	},
	{
		name: 'proxy-get',
		resource: proxy,
		operation: ['get', 'Get'],
		parameters: connector,
		labels: [],
		firstOutput: 'Success',
	},
	{
		name: 'proxy-set',
		resource: proxy,
		operation: ['set', 'Set'],
		parameters: {
			...connector,
			phoneNumberPoolCountries: 'US, CA',
			additionalFields: { disabled: false, fallBackPhoneNumber: '+12065550100' },
		},
		labels: [
			...['Default Expiry (Minutes)', 'Countries', 'Additional Fields', 'Disabled'],
			'Fallback Phone Number',
		],
		firstOutput: 'Success',
	},
];

/** What n8n puts at the end of both lists, where the credential signs for the HTTP Request node too. */
export const customApiCall = 'Custom API Call';

/** The list of resources. */
export const resources = [...distinct(panels.map(({ resource }) => resource[1])), customApiCall];

/** The list of a resource's operations, by the resource's name. */
export function operationsOf(resourceName: string): string[] {
	const own = panels.filter(({ resource }) => resource[1] === resourceName);
	return [...distinct(own.map(({ operation }) => operation[1])), customApiCall];
}

function distinct(names: string[]): string[] {
	return [...new Set(names)];
}

/** Of the node's panel in the list of nodes. */
export const actions = [
	...['Create a proxy session', 'Delete a proxy session', 'Get proxy session'],
	...['Get many proxy sessions', 'Update a proxy session'],
	...['Delete the proxy of a voice connector', 'Get the proxy of a voice connector'],
	'Set the proxy of a voice connector',
];

export function allLabels({ labels }: Panel): string[] {
	return [...before, ...labels, ...after];
}

/** What stands below the node's name. */
export function subtitle({ resource, operation }: Panel): string {
	return `${operation[1]}: ${resource[1]}`;
}

/** The panels' nodes, side by side. */
export function nodesOf(credential: Credential): INode[] {
	return panels.map(({ name, resource, operation, parameters }, index) => ({
		...node(
			name,
			[chimeNode, 1],
			{ resource: resource[0], operation: operation[0], ...parameters, options },
			credential,
		),
		position: [(index % 5) * 380, Math.floor(index / 5) * 420],
	}));
}
