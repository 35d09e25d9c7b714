import type { INodeParameters } from 'n8n-workflow';

import { sampleSession } from '../chime/server';

/** One operation of the node, asked for something that AWS takes. */
export interface AnyOperation {
	/** AWS's name for it. */
	awsName: string;
	parameters: INodeParameters & { resource: string; operation: string };
	/** How AWS answers when all is well; without a body where AWS sends none. */
	success: { statusCode: number; body?: object };
}

export const ids = {
	voiceConnectorId: sampleSession.VoiceConnectorId,
	proxySessionId: sampleSession.ProxySessionId,
};
/** Numbers that nobody can have. */
export const firstPhoneNumber = '+12065550100';
export const secondPhoneNumber = '+14015550101';

export const locator = (value: string) => ({ __rl: true, mode: 'id', value });

const ofConnector = { voiceConnectorId: locator(ids.voiceConnectorId) };
const ofSession = { ...ofConnector, proxySessionId: locator(ids.proxySessionId) };
const session = { ProxySession: sampleSession };
const proxy = { Proxy: { DefaultSessionExpiryMinutes: 60, PhoneNumberCountries: ['US'] } };

export const createProxySession: AnyOperation = {
	awsName: 'CreateProxySession',
	parameters: {
		resource: 'proxySession',
		operation: 'create',
		...ofConnector,
		firstPhoneNumber,
		secondPhoneNumber,
		capabilities: ['Voice'],
		output: 'session',
	},
	success: { statusCode: 201, body: session },
};

export const deleteProxySession: AnyOperation = {
	awsName: 'DeleteProxySession',
	parameters: { resource: 'proxySession', operation: 'delete', ...ofSession },
	success: { statusCode: 204 },
};

export const getProxySession: AnyOperation = {
	awsName: 'GetProxySession',
	parameters: { resource: 'proxySession', operation: 'get', ...ofSession, output: 'session' },
	success: { statusCode: 200, body: session },
};

export const listProxySessions: AnyOperation = {
	awsName: 'ListProxySessions',
	parameters: { resource: 'proxySession', operation: 'getAll', ...ofConnector },
	success: { statusCode: 200, body: { ProxySessions: [sampleSession] } },
};

export const updateProxySession: AnyOperation = {
	awsName: 'UpdateProxySession',
	parameters: {
		resource: 'proxySession',
		operation: 'update',
		...ofSession,
		capabilities: ['Voice'],
		output: 'session',
	},
	success: { statusCode: 201, body: session },
};

export const deleteVoiceConnectorProxy: AnyOperation = {
	awsName: 'DeleteVoiceConnectorProxy',
	parameters: { resource: 'voiceConnectorProxy', operation: 'delete', ...ofConnector },
	success: { statusCode: 204 },
};

export const getVoiceConnectorProxy: AnyOperation = {
	awsName: 'GetVoiceConnectorProxy',
	parameters: { resource: 'voiceConnectorProxy', operation: 'get', ...ofConnector },
	success: { statusCode: 200, body: proxy },
};

export const putVoiceConnectorProxy: AnyOperation = {
	awsName: 'PutVoiceConnectorProxy',
	parameters: {
		resource: 'voiceConnectorProxy',
		operation: 'set',
		...ofConnector,
		defaultSessionExpiryMinutes: 60,
		phoneNumberPoolCountries: 'US',
	},
	success: { statusCode: 200, body: proxy },
};

/** In the order in which the node lists them. */
export const everyOperation = [
	createProxySession,
	deleteProxySession,
	getProxySession,
	listProxySessions,
	updateProxySession,
	deleteVoiceConnectorProxy,
	getVoiceConnectorProxy,
	putVoiceConnectorProxy,
];
